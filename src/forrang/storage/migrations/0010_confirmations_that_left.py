from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0009_spoken_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="setupversion",
            name="left",
            field=models.JSONField(default=dict),
        ),
    ]

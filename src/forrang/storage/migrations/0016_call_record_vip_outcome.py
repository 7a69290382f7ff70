from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0015_vip_list_size"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="callrecord",
            index=models.Index(
                fields=["customer", "outcome", "vip", "-arrived"], name="call_record_vip_outcome"
            ),
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0006_second_factor"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sound", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("seconds", models.FloatField()),
                ("bytes", models.PositiveIntegerField()),
                ("made", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("samples", models.BinaryField()),
                (
                    "customer",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="storage.customer",
                    ),
                ),
            ],
            options={
                "db_table": "sound",
                "indexes": [models.Index(fields=["sound"], name="sound_by_id")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "sound"), name="sound_once_per_customer"
                    )
                ],
            },
        ),
    ]

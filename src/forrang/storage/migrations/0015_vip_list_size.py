from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from forrang.storage.list_sizes import count_all_lists


def count(*_: Any) -> None:
    count_all_lists()


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0014_dictation"),
    ]

    operations = [
        migrations.CreateModel(
            name="VipListSize",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_id", models.CharField(max_length=40)),
                ("entries", models.IntegerField()),
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
                "db_table": "vip_list_size",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "list_id"), name="vip_list_size_once_per_list"
                    )
                ],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]

from typing import Any

from django.db import migrations, models

from forrang.storage.last_calls import ask_for_all


def ask(*_: Any) -> None:
    ask_for_all()


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0011_voicemail"),
    ]

    operations = [
        migrations.AddField(
            model_name="callrecord",
            name="keys",
            field=models.CharField(max_length=8, null=True),
        ),
        migrations.RunPython(ask, migrations.RunPython.noop),
    ]

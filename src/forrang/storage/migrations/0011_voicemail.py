import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0010_confirmations_that_left"),
    ]

    operations = [
        migrations.CreateModel(
            name="VoicemailMessage",
            fields=[
                (
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="voicemail",
                        serialize=False,
                        to="storage.callrecord",
                    ),
                ),
                ("point", models.CharField(max_length=40)),
                ("left", models.FloatField()),
                ("seconds", models.FloatField()),
                ("sound", models.BinaryField()),
                ("told", models.JSONField(default=list)),
                ("mailed", models.DateTimeField(null=True)),
                ("heard", models.DateTimeField(null=True)),
                ("heard_by", models.CharField(blank=True, default="", max_length=200)),
                ("deleted", models.DateTimeField(null=True)),
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
                "db_table": "voicemail_message",
                "indexes": [
                    models.Index(fields=["customer", "-left"], name="voicemail_newest"),
                    models.Index(
                        condition=models.Q(("deleted__isnull", True), ("heard__isnull", True)),
                        fields=["customer", "point"],
                        name="voicemail_new",
                    ),
                    models.Index(
                        condition=models.Q(("mailed__isnull", True)),
                        fields=["left"],
                        name="voicemail_not_mailed",
                    ),
                ],
            },
        ),
    ]

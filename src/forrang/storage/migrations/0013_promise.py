import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0012_call_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("caller", models.CharField(max_length=16)),
                ("number", models.CharField(max_length=16)),
                ("keys", models.CharField(blank=True, default="", max_length=20)),
                ("weekday", models.SmallIntegerField(null=True)),
                ("day", models.DateField(null=True)),
                ("clock", models.TimeField()),
                ("only_first", models.BooleanField(default=True)),
                ("expected", models.JSONField()),
                ("made", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("removed", models.DateTimeField(null=True)),
                ("version", models.IntegerField(null=True)),
                ("checked", models.DateTimeField(null=True)),
                ("holds", models.BooleanField(null=True)),
                ("found", models.JSONField(null=True)),
                ("due", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="storage.customer"
                    ),
                ),
            ],
            options={
                "db_table": "promise",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day__isnull", False), ("weekday__isnull", True)),
                            models.Q(("day__isnull", True), ("weekday__isnull", False)),
                            _connector="OR",
                        ),
                        name="promise_on_a_weekday_or_a_day",
                    )
                ],
            },
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("storage", "0007_sound"),
    ]

    operations = [
        migrations.AddField(
            model_name="vipentry",
            name="last_called",
            field=models.FloatField(null=True),
        ),
        # 0012 asks the records: its question knows the keys, which come only there
        migrations.AddIndex(
            model_name="vipentry",
            index=models.Index(fields=["customer", "list_id", "-id"], name="vip_entry_newest"),
        ),
        migrations.AddIndex(
            model_name="vipentry",
            index=models.Index(
                condition=models.Q(("last_called__isnull", True)),
                fields=["customer", "list_id", "-id"],
                name="vip_entry_never_called",
            ),
        ),
        migrations.AddIndex(
            model_name="callrecord",
            index=models.Index(
                condition=models.Q(("vip", True)),
                fields=["customer", "main_number", "-arrived"],
                name="call_record_vip_number",
            ),
        ),
    ]

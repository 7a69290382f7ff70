from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('storage', '0002_preferences'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='callrecord',
            index=models.Index(
                fields=['customer', 'main_number', '-arrived'], name='call_record_number'
            ),
        ),
        migrations.AddIndex(
            model_name='callrecord',
            index=models.Index(
                fields=['customer', 'outcome', '-arrived'], name='call_record_outcome'
            ),
        ),
        migrations.AddIndex(
            model_name='callrecord',
            index=models.Index(fields=['customer', 'vip', '-arrived'], name='call_record_vip'),
        ),
        migrations.AddIndex(
            model_name='callrecord',
            index=models.Index(fields=['customer', 'ended'], name='call_record_ended'),
        ),
    ]

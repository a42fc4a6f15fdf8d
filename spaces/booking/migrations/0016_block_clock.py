from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0015_name_trainings"),
    ]

    operations = [
        migrations.AddField(
            model_name="block",
            name="clock",
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
    ]

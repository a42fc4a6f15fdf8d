from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0004_name_trainings"),
    ]

    operations = [
        migrations.AddField(
            model_name="occurrence",
            name="tzdata",
            field=models.CharField(blank=True, default="", editable=False, max_length=20),
        ),
    ]

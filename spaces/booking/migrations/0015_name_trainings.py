"""A training is called so in English, everywhere. The database stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0014_habilitation_evidence"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="habilitation",
            options={"ordering": ["label", "pk"], "verbose_name": "training", "verbose_name_plural": "trainings"},
        ),
        migrations.AlterModelOptions(
            name="habilitationgrant",
            options={
                "ordering": ["-granted_at", "-pk"],
                "verbose_name": "training given",
                "verbose_name_plural": "trainings given",
            },
        ),
    ]

"""A training is called so in English, everywhere. The database stays as it is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0003_event_habilitation"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="habilitation",
            field=models.ForeignKey(
                blank=True,
                help_text="To those who the team says have come.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="events",
                to="booking.habilitation",
                verbose_name="training that it gives",
            ),
        ),
    ]

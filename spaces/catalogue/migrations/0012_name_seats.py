"""Places to sit are called seats; “place” is where one comes."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0011_search_summaries_of_resources")]

    operations = [
        migrations.AlterField(
            model_name="resource",
            name="capacity",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="12 for an open space of 12 desks; 1 for a room or a machine.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(500),
                ],
                verbose_name="interchangeable seats",
            ),
        ),
    ]

from django.db import migrations


class Migration(migrations.Migration):
    """Two rooms of work met here: neither touches what the other changes."""

    dependencies = [
        ("booking", "0016_block_clock"),
        ("booking", "0017_occupancy_within_reach"),
    ]

    operations = []

"""Resources that are there already can be searched too."""

from django.db import migrations

from maillage.base.words import search_key
from maillage.territories.rules.place_names import spelled_out

BATCH = 1000


def fold_names(apps, schema_editor):
    manager = apps.get_model("catalogue", "Resource").objects
    rows = []
    for resource in manager.only("pk", "name").iterator(chunk_size=BATCH):
        resource.search_text = search_key(spelled_out(resource.name))
        rows.append(resource)
    manager.bulk_update(rows, ["search_text"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0009_resource_search_text"),
    ]

    operations = [
        migrations.RunPython(fold_names, migrations.RunPython.noop),
    ]

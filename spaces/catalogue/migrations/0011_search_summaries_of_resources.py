"""Resources are found by their summary too: what was folded before is folded again."""

from django.db import migrations

from maillage.base.words import search_key
from maillage.territories.rules.place_names import spelled_out

BATCH = 1000


def fold_summaries(apps, schema_editor):
    manager = apps.get_model("catalogue", "Resource").objects
    rows = []
    for resource in manager.exclude(summary="").only("pk", "name", "summary").iterator(chunk_size=BATCH):
        resource.search_text = search_key(spelled_out(resource.name), spelled_out(resource.summary))
        rows.append(resource)
    manager.bulk_update(rows, ["search_text"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0010_fold_names_of_resources"),
    ]

    operations = [
        migrations.RunPython(fold_summaries, migrations.RunPython.noop),
    ]

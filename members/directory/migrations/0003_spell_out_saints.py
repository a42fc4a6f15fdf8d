"""Towns are found however they are written, "St" or "Saint": what was folded before is folded again."""

from django.db import migrations

from maillage.base.words import search_key
from maillage.territories.rules.place_names import spelled_out

BATCH = 500
SEARCHED = {
    "Person": ("display_name", "headline", "body"),
    "Organisation": ("name", "summary", "city", "body"),
}


def fold_again(apps, schema_editor):
    for name, fields in SEARCHED.items():
        manager = apps.get_model("directory", name).objects
        changed = []
        for record in manager.only("pk", "search_text", *fields).iterator(chunk_size=BATCH):
            words = search_key(*(spelled_out(getattr(record, field)) for field in fields))
            if words != record.search_text:
                record.search_text = words
                changed.append(record)
        manager.bulk_update(changed, ["search_text"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_initial"),
    ]

    operations = [
        migrations.RunPython(fold_again, migrations.RunPython.noop),
    ]

"""Words of the first list were written with straight apostrophes. Those that a coordinator has changed stay as they are."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from maillage.vocabulary.seed import WORDS

APOSTROPHES = str.maketrans({"’": "'"})


def curl(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    concepts = apps.get_model("vocabulary", "Concept").objects
    for scheme, rows in WORDS.items():
        for code, *labels in rows:
            for name, label in zip(("label_fr", "label_en"), labels, strict=True):
                straight = {name: label.translate(APOSTROPHES)}
                if straight[name] != label:
                    concepts.filter(scheme=scheme, code=code, **straight).update(**{name: label})


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0002_seed")]

    operations = [migrations.RunPython(curl, migrations.RunPython.noop)]

"""The words that a network starts with; those that are there already stay as they are."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from maillage.vocabulary.seed import WORDS


def add_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Concept = apps.get_model("vocabulary", "Concept")
    known = set(Concept.objects.values_list("scheme", "code"))
    Concept.objects.bulk_create(
        Concept(scheme=scheme, code=code, label_fr=label_fr, label_en=label_en, position=10 * rank)
        for scheme, rows in WORDS.items()
        for rank, (code, label_fr, label_en) in enumerate(rows, start=1)
        if (scheme, code) not in known
    )


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0001_initial")]

    operations = [migrations.RunPython(add_words, migrations.RunPython.noop)]

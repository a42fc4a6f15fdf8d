"""A row for each text and language, so that editors find them all and only write."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEYS = ("help", "accessibility", "legal", "privacy")
LANGUAGES = ("fr", "en")


def add_rows(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    Text = apps.get_model("editorial", "Text")
    for key in KEYS:
        for language in LANGUAGES:
            Text.objects.get_or_create(key=key, language=language)


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]

    operations = [migrations.RunPython(add_rows, migrations.RunPython.noop)]

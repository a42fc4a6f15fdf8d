"""The last day of a date is the one that people take for it: a night that ends before six is its evening's."""

from datetime import time, timedelta

from django.db import migrations

from maillage.base.zones import get_zone

MORNING = time(6)


def give_to_evenings(apps, schema_editor):
    for date, end in _nights(apps):
        if date.last_on == end.date():
            _end_on(date, end.date() - timedelta(days=1))


def give_to_mornings(apps, schema_editor):
    for date, end in _nights(apps):
        _end_on(date, end.date())


def _nights(apps):
    """Dates that end between midnight and six of another day than their first, and where they end on the wall."""
    for date in apps.get_model("agenda", "Occurrence").objects.select_related("event").iterator():
        end = date.end_at.astimezone(get_zone(date.event.time_zone))
        if end.date() > date.first_on and time() < end.time() < MORNING:
            yield date, end


def _end_on(date, day):
    date.last_on = day
    date.save(update_fields=["last_on"])


class Migration(migrations.Migration):
    dependencies = [("agenda", "0008_say_whom")]
    operations = [migrations.RunPython(give_to_evenings, give_to_mornings)]

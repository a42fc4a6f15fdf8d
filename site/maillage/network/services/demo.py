"""The demonstration network: invented people and places in real communes, alive today.

Its document is an ordinary network document. Its bookings, blocks and events are written around one
week and moved by whole weeks to the present one, so that the boards are full whenever it is loaded.
"""

from datetime import date, timedelta
from pathlib import Path

from maillage.base import clock
from maillage.base.zones import get_zone
from maillage.network.document.reading import read
from maillage.network.document.schema import Document
from maillage.network.services.importing import import_network
from maillage.network.services.importing.progress import Progress
from spaces.catalogue.models import Space

PATH = Path(__file__).resolve().parents[1] / "demo" / "network.json"
WRITTEN_FOR = date(2026, 1, 5)  # the Monday of the week that the document calls the present one


def load_demo() -> Progress | None:
    """Load the demonstration into an empty network; None, and nothing touched, where there are spaces."""
    if Space.objects.exists():
        return None
    return import_network(document_of(clock.today(get_zone("Europe/Paris"))))


def document_of(day: date) -> Document:
    """The demonstration as it stands in the week of `day`."""
    document = read(PATH.read_bytes())
    weeks = timedelta(weeks=(day - WRITTEN_FOR).days // 7)
    for interval in [*document.bookings, *document.blocks, *document.events]:
        interval.start += weeks
        interval.end += weeks
    for event in document.events:
        event.exdates = [day + weeks for day in event.exdates]
        for change in event.changes:
            change.day += weeks
            change.new_day = change.new_day and change.new_day + weeks
    return document

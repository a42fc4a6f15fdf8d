"""Bring a whole network in: one document, one transaction, every problem named.

The way: bytes → `document.reading.read` (shape, types, unknown keys) → each room in the order of the
stairs (`people`, `places`, `bookings`, `events`) → rows. A part that cannot be written adds a problem
with its path and the rest goes on, so that one run names all that is wrong; any problem undoes everything.
"""

from django.db import transaction

from maillage.network.document.reading import DocumentError
from maillage.network.document.schema import Document
from maillage.network.services.importing import bookings, events, people, places
from maillage.network.services.importing.progress import Progress
from maillage.territories.models import Territory
from maillage.territories.services.loading import load_territories
from maillage.users.models import User


def import_network(document: Document, *, dry_run: bool = False, by: User | None = None) -> Progress:
    """Write the document, or with `dry_run` only find out what writing it would do.

    Raises DocumentError, with nothing written, when any part cannot be.
    """
    progress = Progress(by=by)
    with transaction.atomic():
        if not Territory.objects.exists():
            load_territories()
        places.import_settings(document.network, progress)
        people.import_accounts(document.people, progress)
        people.import_organisations(document.organisations, progress)
        places.import_spaces(document.spaces, progress)
        people.import_parts_in_spaces(document.people, progress)
        people.import_habilitations(document.people, progress)
        bookings.import_bookings(document.bookings, progress)
        events.import_events(document.events, progress)
        bookings.import_blocks(document.blocks, progress)  # last: they close around what stands
        if progress.problems or dry_run:
            transaction.set_rollback(True)
    if progress.problems:
        raise DocumentError(progress.problems)
    return progress

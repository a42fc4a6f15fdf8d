"""Bring a whole network in: one document, one transaction, every problem named.

The way: bytes → `document.reading.read` (shape, types, unknown keys) → each room in the order of the
stairs (`people`, `places`, `bookings`, `events`) → rows. A part that cannot be written adds a problem
with its path and the rest goes on, so that one run names all that is wrong; any problem undoes everything.
"""

from django.db import transaction

from maillage.network.document.reading import DocumentError, read_sound_parts
from maillage.network.document.schema import Document
from maillage.network.services.importing import (
    bookings,
    events,
    people,
    places,
    plans,
    policies,
    resources,
    trainings,
)
from maillage.network.services.importing.progress import Progress
from maillage.territories.services.loading import load_missing_territories
from maillage.users.models import User


def import_file(content: bytes, *, dry_run: bool = False, by: User | None = None) -> Progress:
    """`import_network` of a file: what is wrong in its writing is named together with what is wrong in what it says."""
    reading = read_sound_parts(content)
    progress = Progress(by=by, problems=reading.problems, places=reading.places)
    return _import(reading.document, progress, dry_run=dry_run)


def import_network(document: Document, *, dry_run: bool = False, by: User | None = None) -> Progress:
    """Write the document, or with `dry_run` only find out what writing it would do.

    Raises DocumentError, with nothing written, when any part cannot be.
    """
    return _import(document, Progress(by=by), dry_run=dry_run)


def _import(document: Document, progress: Progress, *, dry_run: bool) -> Progress:
    with transaction.atomic():
        if _names_communes(document):
            load_missing_territories()
        places.import_settings(document.network, progress)
        people.import_accounts(document.people, progress)
        people.import_organisations(document.organisations, progress)
        places.import_spaces(document.spaces, progress)
        plans.import_plans(document, progress)
        resources.import_resources(document.spaces, progress)
        policies.import_policies(document.spaces, progress)
        plans.import_memberships(document.people, progress)
        people.import_parts_in_spaces(document.people, progress)
        trainings.import_grants(document.people, progress)
        trainings.import_recognitions(document.spaces, progress)
        bookings.import_bookings(document.bookings, progress)
        events.import_events(document.events, progress)
        bookings.import_blocks(document.blocks, progress)  # last: they close around what stands
        if progress.problems or dry_run:
            transaction.set_rollback(True)
    if progress.problems:
        raise DocumentError(progress.problems)
    return progress


def _names_communes(document: Document) -> bool:
    places = [*(space.address for space in document.spaces), *document.people, *document.organisations]
    return any(getattr(place, name, None) for place in places for name in ("insee", "postal_code", "city"))

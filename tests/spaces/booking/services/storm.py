"""Many processes at once on the test's database: what they do, and how they are started.

Each process has several threads, each with a connection of its own. Whatever happens in one of them is
said as a word: "booked", "freed", the code of a refusal, or "error: …" for anything that nobody should see.
"""

import multiprocessing
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

PROCESSES = 2  # as many as the smallest machine has cores
THREADS = 16
NOW = "2026-06-01T08:00:00+00:00"


@contextmanager
def processes(database: dict[str, Any]) -> Iterator[Any]:
    """Worker processes on the database with these settings, each with Django ready."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(PROCESSES)
    with context.Pool(PROCESSES, initializer=_get_ready, initargs=(database, barrier)) as pool:
        pool.map(_warm_up, range(PROCESSES), chunksize=1)
        yield pool


def run(pool: Any, what: Callable[..., list[str]], jobs: list[Any]) -> Counter[str]:
    """Deal the jobs out to every thread of every process, start them together, count what they say."""
    shares = [jobs[number::PROCESSES] for number in range(PROCESSES)]
    said = pool.starmap(_in_threads, [(what, share) for share in shares], chunksize=1)
    return Counter(word for words in said for word in words)


def book_once(job: tuple[int, int, str, str]) -> list[str]:
    """One attempt: resource, person, start, end."""
    from spaces.booking.services.booking import book

    resource, person = _cast(job[0], job[1])
    start, end = (datetime.fromisoformat(text) for text in job[2:])
    return [_said(lambda: book(resource, person=person, by=person, start=start, end=end) and "booked")]


def insert_once(job: tuple[int, str, str]) -> list[str]:
    """One bare attempt, with no rule but the database's own: resource, start, end."""
    from django.db import IntegrityError, transaction

    from spaces.booking.models import Block, Occupancy

    start, end = (datetime.fromisoformat(text) for text in job[1:])

    def write() -> str:
        try:
            with transaction.atomic():
                block = Block.objects.create(resource_id=job[0], start_at=start, end_at=end)
                Occupancy.objects.create(resource_id=job[0], block=block, kind="block", start_at=start, end_at=end)
        except IntegrityError:
            return "already_booked"
        return "booked"

    return [_said(write)]


ROW = """
INSERT INTO booking_occupancy (
    resource_id, place, start_at, end_at, clear_from, clear_until, active, kind, buffer_before, buffer_after, block_id
) VALUES (%(room)s, 1, %(start)s, %(end)s, %(start)s, %(end)s, true, 'block', 0, 0, %(block)s) ON CONFLICT DO NOTHING
"""


def insert_a_row(job: tuple[int, int, str, str]) -> list[str]:
    """The least that a database can be asked: one row of a block that stands, in SQL. Resource, block, start, end."""
    from django.db import connection

    def write() -> str:
        with connection.cursor() as cursor:
            cursor.execute(ROW, dict(zip(("room", "block", "start", "end"), job, strict=True)))
            return "booked" if cursor.rowcount else "already_booked"

    return [_said(write)]


def book_and_cancel(job: tuple[int, list[int], int, int]) -> list[str]:
    """Random bookings on random resources, a third of them cancelled: seed, resources, person, attempts."""
    seed, resource_ids, person_id, attempts = job
    chance = random.Random(seed)
    words = []
    for _ in range(attempts):
        resource, person = _cast(chance.choice(resource_ids), person_id)
        start = datetime.fromisoformat("2026-06-16T08:00:00+02:00") + timedelta(hours=chance.randrange(10))
        end = start + timedelta(hours=chance.randint(1, 3))
        words += _book_and_perhaps_cancel(resource, person, start, end, chance)
    return words


def _book_and_perhaps_cancel(resource: Any, person: Any, start: datetime, end: datetime, chance: Any) -> list[str]:
    from spaces.booking.services.booking import book
    from spaces.booking.services.states import cancel

    made: list[Any] = []
    words = [_said(lambda: made.append(book(resource, person=person, by=person, start=start, end=end)) or "booked")]
    if made and chance.random() < 1 / 3:
        words.append(_said(lambda: cancel(made[0], by=person) and "freed"))
    return words


def move_once(job: tuple[int, int]) -> list[str]:
    """One booking to another resource for its own hours, by its person: booking, resource."""
    from spaces.booking.models import Booking
    from spaces.booking.services.booking import move

    booking = Booking.objects.select_related("resource__space", "person").get(pk=job[0])
    resource, times = _resource(job[1], threading.get_ident()), {"start": booking.start_at, "end": booking.end_at}
    return [_said(lambda: move(booking, resource=resource, by=booking.person, **times) and "moved")]


def move_about(job: tuple[int, list[int], list[int], int]) -> list[str]:
    """Random moves of random bookings, each followed by a look at who holds what: seed, bookings, resources, moves."""
    from spaces.booking.models import Occupancy

    seed, booking_ids, resource_ids, attempts = job
    chance, words = random.Random(seed), []
    for _ in range(attempts):
        words += move_once((chance.choice(booking_ids), chance.choice(resource_ids)))
        holding = Occupancy.objects.active().values_list("booking", flat=True)
        if sorted(holding) != sorted(booking_ids):
            words.append("error: a place is lost, or held twice")
    return words


def approve_once(job: tuple[int, int]) -> list[str]:
    """Say yes to a request: booking, manager."""
    from maillage.users.models import User
    from spaces.booking.models import Booking
    from spaces.booking.services.states import approve

    booking = Booking.objects.select_related("resource").get(pk=job[0])
    manager = User.objects.get(pk=job[1])
    return [_said(lambda: approve(booking, by=manager) and "confirmed")]


def _get_ready(database: dict[str, Any], barrier: Any) -> None:
    global _barrier  # noqa: PLW0603 - one a process
    _barrier = barrier
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.settings.test"
    import django
    from django.conf import settings

    settings.DATABASES["default"] |= database
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    django.setup()


def _warm_up(number: int) -> None:
    """Each process imports what it needs before the race."""
    import spaces.booking.services.states  # noqa: F401

    _barrier.wait(60)


def _in_threads(what: Callable[..., list[str]], jobs: list[Any]) -> list[str]:
    words: list[str] = []
    together = threading.Barrier(THREADS)

    def work(share: Iterable[Any]) -> None:
        from django.db import connection

        from maillage.base import clock

        connection.ensure_connection()
        together.wait(60)
        try:
            with clock.fixed(datetime.fromisoformat(NOW)):
                for job in share:
                    words.extend(what(job))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(jobs[number::THREADS],)) for number in range(THREADS)]
    _barrier.wait(60)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return words


def _said(deed: Callable[[], Any]) -> str:
    from maillage.base.errors import DomainError

    try:
        return str(deed())
    except DomainError as refusal:
        return refusal.code
    except Exception as error:
        return f"error: {error!r}"


def _cast(resource_id: int, person_id: int) -> tuple[Any, Any]:
    """Who asks for what, as a door has read them before it calls the service: once a thread, out of the race."""
    return _resource(resource_id, threading.get_ident()), _person(person_id, threading.get_ident())


@cache
def _resource(pk: int, thread: int) -> Any:
    from spaces.catalogue.models import Resource

    return Resource.objects.select_related("space").get(pk=pk)


@cache
def _person(pk: int, thread: int) -> Any:
    from maillage.users.models import User

    return User.objects.get(pk=pk)

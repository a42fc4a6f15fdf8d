"""The database refuses overlap by itself, whatever the code above does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from spaces.booking.models import Block, Occupancy
from spaces.booking.models.guarantee import NAME, TRIGGERS, ensure
from tests.factories.booking import open_room

pytestmark = pytest.mark.django_db

START = datetime(2026, 6, 16, 10, tzinfo=UTC)
only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps it with a constraint")


@pytest.fixture
def block():
    return Block.objects.create(resource=open_room(), start_at=START, end_at=START + timedelta(days=1))


def hold(block, start: int, end: int, *, place: int = 1, active: bool = True) -> Occupancy:
    """A row from one hour to another, straight into the table."""
    return Occupancy.objects.create(
        resource=block.resource,
        block=block,
        kind="block",
        place=place,
        active=active,
        start_at=START + timedelta(hours=start),
        end_at=START + timedelta(hours=end),
    )


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except IntegrityError as error:
        assert NAME in str(error)
        return True
    return False


@pytest.mark.parametrize(("start", "end"), [(1, 2), (0, 4), (0, 1.5), (1.5, 4), (1.2, 1.8), (0, 2), (1, 4)])
def test_insert_is_refused_when_the_place_is_held(block, start, end):
    hold(block, 1, 2)

    assert refused(lambda: hold(block, start, end))


@pytest.mark.parametrize(
    "fields",
    [
        {"start": 0, "end": 1},
        {"start": 2, "end": 3},
        {"start": 1, "end": 2, "place": 2},
        {"start": 1, "end": 2, "active": False},
    ],
)
def test_insert_passes_when_it_only_touches_or_stands_elsewhere(block, fields):
    hold(block, 1, 2)

    assert not refused(lambda: hold(block, **fields))


@pytest.mark.parametrize(
    ("row", "change"),
    [
        ({"start": 1, "end": 2, "active": False}, {"active": True}),
        ({"start": 1, "end": 2, "place": 2}, {"place": 1}),
        ({"start": 2, "end": 3}, {"start_at": START + timedelta(hours=1.5), "clear_from": START}),
    ],
)
def test_update_is_refused_when_it_leads_onto_a_held_place(block, row, change):
    hold(block, 1, 2)
    other = hold(block, **row)

    assert refused(lambda: Occupancy.objects.filter(pk=other.pk).update(**change))


def test_update_passes_when_a_row_changes_within_itself(block):
    row = hold(block, 1, 3)

    assert not refused(lambda: Occupancy.objects.filter(pk=row.pk).update(end_at=START + timedelta(hours=2)))


def test_bulk_insert_is_refused_when_two_of_its_rows_overlap(block):
    rows = [
        Occupancy(
            resource=block.resource,
            block=block,
            kind="block",
            start_at=START,
            end_at=START + timedelta(hours=1),
        ).widen()
        for _ in range(2)
    ]

    assert refused(lambda: Occupancy.objects.bulk_create(rows))


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [Occupancy._meta.db_table]
        )
        return {name for (name,) in cursor.fetchall()}


@only_sqlite
def test_triggers_come_back_with_migrate_when_they_were_lost(block):
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f'DROP TRIGGER "{name}"')
    lost = triggers()

    ensure(using="default")

    assert (lost, triggers()) == (set(), set(TRIGGERS))
    hold(block, 1, 2)
    assert refused(lambda: hold(block, 1, 2))


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_triggers_survive_when_django_remakes_the_table(block):
    hold(block, 1, 2)
    with connection.schema_editor() as schema_editor:
        schema_editor._remake_table(Occupancy)

    assert triggers() == set(TRIGGERS)
    assert refused(lambda: hold(block, 1, 2))


def test_migrations_say_all_that_the_models_do():
    call_command("makemigrations", "booking", check=True, dry_run=True, verbosity=0)

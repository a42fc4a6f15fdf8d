"""Lots and their movements: what is left, what is taken first, what nobody may change."""

from datetime import UTC, date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from maillage.base.errors import DomainError
from maillage.base.instants import MINUTE, midnight
from spaces.pricing.models import LedgerEntry
from spaces.pricing.rules import days_of
from spaces.pricing.services import ledger, lots
from spaces.pricing.services.audiences import Belonging
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.factories.pricing import gives, member, plan

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 16)


@pytest.fixture
def carnet(centrale):
    return plan("Carnet 10 h", space=centrale)


@pytest.fixture
def hours(carnet):
    return gives(carnet, 600)


@pytest.fixture
def membership(lea, carnet, hours):
    return member(lea, carnet)


def spend(person, resource, minutes, *, on=DAY, seats=1):
    booking = uuid4()
    with transaction.atomic():
        held = Belonging(person, resource.space).passes_on(on)
        use = lots.would_use(ledger.locked_sources(held, on, resource), day_of(on, minutes), seats=seats)
        ledger.take(use, booking=booking, by=person)
    return use.minutes, booking


def day_of(on, minutes):
    start = midnight(on, UTC)
    return days_of(start, start + minutes * MINUTE, UTC)


def left(membership, on=DAY):
    return [source.left for source in lots.sources([membership.pk], on)]


def kinds():
    return list(LedgerEntry.objects.values_list("kind", "amount"))


def test_lot_is_granted_when_it_is_first_used(lea, room, membership):
    assert left(membership) == [600]
    assert not LedgerEntry.objects.exists()

    assert spend(lea, room, 120)[0] == 120
    assert spend(lea, room, 900)[0] == 480

    assert left(membership) == [0]
    assert kinds() == [("grant", 600), ("spend", -120), ("spend", -480)]


def test_each_month_has_a_lot_of_its_own(lea, room, carnet):
    gives(carnet, 120, every="month")
    membership = member(lea, carnet)

    taken = [spend(lea, room, 90, on=on)[0] for on in (date(2026, 6, 16), date(2026, 6, 30), date(2026, 7, 1))]

    assert taken == [90, 30, 90]
    assert [left(membership, on) for on in (date(2026, 6, 1), date(2026, 7, 31), date(2026, 8, 1))] == [
        [0],
        [30],
        [120],
    ]


def test_what_expires_first_is_taken_first(lea, room, centrale, membership):
    monthly = plan("Abonnement", space=centrale)
    gives(monthly, 60, every="month")
    of_month = member(lea, monthly)

    spend(lea, room, 90)

    assert (left(of_month), left(membership)) == ([0], [570])


def test_membership_that_begins_on_another_day_keeps_its_lot(lea, room, membership):
    spend(lea, room, 600)
    membership.valid_from = date(2026, 6, 1)
    membership.save()

    assert left(membership) == [0]


@pytest.mark.parametrize(("reach", "here", "there"), [("own", 1, 0), ("listed", 0, 1), ("network", 1, 1)])
def test_plan_counts_where_it_says(lea, centrale, carnet, membership, reach, here, there):
    elsewhere = SpaceFactory(name="Ailleurs")
    carnet.reach = reach
    carnet.spaces.set([elsewhere])
    carnet.save()

    found = [len(Belonging(lea, space).passes_on(DAY)) for space in (centrale, elsewhere)]

    assert found == [here, there]


def test_plan_covers_the_kinds_that_it_says(lea, room, hours, membership):
    hours.kinds = ["machine"]
    hours.save()
    machine = ResourceFactory(space=room.space, kind="machine")

    assert (spend(lea, room, 60)[0], spend(lea, machine, 60)[0]) == (0, 60)


def test_plan_covers_nothing_before_nor_after_the_membership(lea, room, membership):
    membership.valid_from, membership.valid_through = DAY, DAY
    membership.save()

    assert [spend(lea, room, 60, on=date(2026, 6, day))[0] for day in (15, 16, 17)] == [0, 60, 0]


@pytest.mark.parametrize(("kept", "back"), [(0, 600), (50, 540), (100, 480)])
def test_given_back_is_what_the_conditions_leave_and_only_once(lea, room, membership, kept, back):
    _, booking = spend(lea, room, 120)

    ledger.give_back(booking, kept_percent=kept)
    assert left(membership) == [back]
    ledger.give_back(booking, kept_percent=100)
    assert left(membership) == [back]


def test_taking_again_undoes_the_last_giving_back_as_far_as_there_is_some(lea, room, membership):
    _, booking = spend(lea, room, 400)
    ledger.give_back(booking)
    spend(lea, room, 300)

    ledger.take_again(booking)

    assert left(membership) == [0]


def test_adjusting_says_why_and_never_goes_below_nothing(lea, membership, hours, owner):
    ledger.adjust(membership, hours, -90, on=DAY, reason="Carnet papier", by=owner)

    assert left(membership) == [510]
    assert LedgerEntry.objects.get(kind="adjust").by == owner
    for amount, reason, code in ((-511, "Erreur", "too_much"), (10, " ", "reason_missing")):
        with pytest.raises(DomainError) as refusal:
            ledger.adjust(membership, hours, amount, on=DAY, reason=reason, by=owner)
        assert refusal.value.code == code


def test_what_is_left_when_its_time_is_over_is_written_off_once(lea, room, membership):
    spend(lea, room, 60)
    membership.valid_through = DAY
    membership.save()

    assert [ledger.expire(date(2026, 6, day)) for day in (16, 17, 18)] == [0, 1, 0]
    assert kinds()[-1] == ("expire", -540)


def test_movements_are_never_changed_nor_deleted(lea, room, membership):
    spend(lea, room, 60)
    entry = LedgerEntry.objects.get(kind="spend")

    for change in (entry.save, entry.delete):
        with pytest.raises(TypeError):
            change()
    changes = ("SET amount = -1", "SET used_on = '2026-06-17'")
    for statement in (*(f"UPDATE pricing_ledgerentry {one}" for one in changes), "DELETE FROM pricing_ledgerentry"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    lea.delete()

    entry.refresh_from_db()
    assert (entry.amount, entry.by, entry.membership.person) == (-60, None, None)


def test_lots_are_read_in_the_same_queries_however_many(lea, room, centrale, membership, django_assert_num_queries):
    with django_assert_num_queries(3):
        lots.sources([membership.pk], DAY, room)
    more = []
    for number in range(2):
        other = plan(f"Autre {number}", space=centrale)
        gives(other, 60)
        more.append(member(lea, other))
    spend(lea, room, 700)

    with django_assert_num_queries(3):
        assert len(lots.sources([membership.pk, *(one.pk for one in more)], DAY, room)) == 3

"""A person books, cancels and moves on one pass of days: its ledger against a naive account of each day."""

from itertools import count

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from maillage.base import clock
from spaces.booking.models import State
from spaces.booking.services.booking import book, move
from spaces.booking.services.states import cancel
from spaces.pricing.models import LedgerEntry
from spaces.pricing.services import lots
from tests.factories.booking import PersonFactory, conditions, on, open_room, priced
from tests.factories.pricing import gives, member, plan
from tests.spaces.booking.services.conftest import NOW
from tests.spaces.pricing.account import Account

pytestmark = pytest.mark.django_db

DAYS = ("2026-06-16", "2026-06-17")
whens = st.tuples(st.sampled_from(DAYS), st.integers(8, 14), st.integers(1, 4), st.integers(1, 2))
acts = st.one_of(
    st.tuples(st.just("book"), whens),
    st.tuples(st.sampled_from(["cancel", "cancel late"]), st.integers(0, 9)),
    st.tuples(st.just("move"), st.integers(0, 9), whens),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(acts, min_size=3, max_size=9))
def test_days_spent_are_those_of_a_naive_account(story):
    with clock.fixed(NOW), transaction.atomic():
        Told().tell(story)
        transaction.set_rollback(True)


class Told:
    """What happens, and an account of each day beside it."""

    def __init__(self):
        room = open_room(capacity=30)
        priced(room, 1200)
        conditions(room.space, (100_000, 100))
        days = plan("Carnet 4 jours", space=room.space)
        gives(days, 4, unit="days")
        self.room, self.person, self.team = room, PersonFactory(), PersonFactory(is_superuser=True)
        self.membership = member(self.person, days)
        self.accounts = {day: Account() for day in DAYS}
        self.live, self.paid, self.turns = {}, {}, count(1)
        self.turn = 0

    def tell(self, story):
        written = []
        for act, *rest in story:
            getattr(self, f"_{act.replace(' ', '_')}")(*rest)
            now = list(LedgerEntry.objects.order_by("pk").values_list("pk", "kind", "amount", "used_on"))
            assert now[: len(written)] == written
            written = now
            self._compare()

    def _compare(self):
        spent = LedgerEntry.objects.exclude(kind="grant").order_by().values_list("used_on").annotate(Sum("amount"))
        expected = {day: account.days() for day, account in self.accounts.items() if account.days()}
        assert {str(day): -amount for day, amount in spent if amount} == expected
        (source,) = lots.sources([self.membership.pk], on("8-9")[0].date())
        assert source.left == 4 - sum(expected.values()) >= 0
        nets = LedgerEntry.objects.exclude(booking=None).order_by().values_list("booking").annotate(Sum("amount"))
        gone = {uuid for uuid, amount in nets if amount >= 0}
        assert {self.live[number].uuid for number in self._alone()} & gone == set()
        assert all(account.days() >= account.most_at_once() for account in self.accounts.values())

    def _alone(self):
        """Whose booking is the only one that a day is paid for."""
        for account in self.accounts.values():
            if len(account.rows) == 1 and (number := next(iter(account.rows))) in self.live:
                yield number

    def _book(self, when):
        day, hour, length, seats = when
        start, end = on(f"{hour}-{hour + length}", day)
        booking = book(self.room, person=self.person, by=self.person, start=start, end=end, seats=seats)
        number = next(self.turns)
        self.live[number] = booking
        self._comes(number, when)

    def _cancel(self, number):
        self._leaves(number, by=self.team, act="leave")

    def _cancel_late(self, number):
        self._leaves(number, by=self.person, act="keep")

    def _move(self, number, when):
        day, hour, length, _seats = when
        if not self.live:
            return
        key = sorted(self.live)[number % len(self.live)]
        booking = self.live.pop(key)
        start, end = on(f"{hour}-{hour + length}", day)
        moved = move(booking, start=start, end=end, by=self.team)
        if was := self.paid.pop(key, None):
            self.accounts[was].change(key, "leave", self.turn, 0)
        again = next(self.turns)
        self.live[again] = moved
        self._comes(again, (day, hour, length, booking.seats))

    def _comes(self, number, when):
        """The account pays what it can, whole, as the pass does; the booking says the same."""
        day, hour, length, seats = when
        left = 4 - sum(account.days() for account in self.accounts.values())
        before = self.accounts[day].days()
        self.accounts[day].come(number, hour, hour + length, seats)
        needs = self.accounts[day].days() - before
        self.turn = number
        booking = self.live[number]
        if needs > left:
            self.accounts[day].change(number, "leave", self.turn, 0)
            assert booking.price_cents == 1200 * length * seats
        else:
            self.paid[number] = day
            assert (booking.price_cents, booking.policy["passes"][0]["amount"]) == (0, needs)

    def _leaves(self, number, *, by, act):
        if not self.live:
            return
        key = sorted(self.live)[number % len(self.live)]
        booking = cancel(self.live.pop(key), by=by)
        assert booking.state == State.CANCELLED
        if day := self.paid.pop(key, None):
            self.accounts[day].change(key, act, self.turn, booking.seats)

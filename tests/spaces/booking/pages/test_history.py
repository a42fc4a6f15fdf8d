"""What the history of a booking says of what it costs, and takes of passes. In English: the code's own words."""

import pytest
from django.utils import translation

from maillage.base import clock
from maillage.curation.models import AuditEvent
from spaces.booking.models import Booking
from spaces.booking.pages.history import history
from spaces.booking.services.booking import move
from spaces.booking.services.states import cancel
from tests.factories.booking import at, books, on, priced
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import days_left
from tests.reading import plain

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY = "2026-06-16", "2026-06-17"


@pytest.fixture(autouse=True)
def _in_english_the_day_before():
    with translation.override("en"), clock.fixed(at("2026-06-15 08:00")):
        yield


def moved(booking, hours, *, by, day=TUESDAY, **more) -> Booking:
    start, end = on(hours, day)
    return move(booking, start=start, end=end, by=by, **more)


def said(booking, reader) -> list[str]:
    return [plain(item["text"]) for item in history(booking, reader)]


@pytest.mark.parametrize("is_team", [False, True])
def test_move_says_the_price_before_and_since(room, lea, owner, is_team):
    longer = moved(books(lea, room, "10-12"), "10-13", by=owner if is_team else lea)

    for reader in (lea, owner):
        assert said(longer, reader)[0].endswith(" · €36 incl. VAT, now €54 incl. VAT")


def test_move_that_costs_as_much_says_no_price(room, lea):
    assert "€" not in said(moved(books(lea, room, "10-12"), "14-16", by=lea), lea)[0]


def test_move_to_what_is_not_sold_says_that_it_is_free(room, lea, owner):
    free = ResourceFactory(space=room.space, name="Salle gratuite", slug="gratuite")

    there = moved(books(lea, room, "10-12"), "10-12", by=owner, resource=free)
    assert said(there, lea)[0].endswith("Salle Aneto, now Salle gratuite · €36 incl. VAT, now free of charge")

    free.prices.all().delete()
    priced(free, 0)
    assert "free of charge" not in said(moved(there, "14-16", by=owner), lea)[0]


def test_move_says_where_a_pass_pays_or_no_longer(room, lea, morning, carnet):
    other = ResourceFactory(space=room.space, name="Salle Ossau", slug="salle-ossau")
    priced(other, 2400)
    carnet.valid_through = on("9-12")[0].date()
    carnet.save()

    paid = moved(morning, "9-12", by=lea, day=WEDNESDAY)

    assert said(paid, lea)[0].endswith(" · covered by a pass, now €54 incl. VAT · gives back 1 day of “Carnet 5 jours”")
    back = moved(paid, "9-12", by=lea)
    assert said(back, lea)[0].endswith(" · €54 incl. VAT, now covered by a pass · takes 1 day of “Carnet 5 jours”")


def test_move_says_what_more_a_pass_pays_or_less(room, lea, morning, owner):
    start, end = on("9-12", WEDNESDAY)[0], on("9-12", "2026-06-18")[1]
    both = move(morning, start=start, end=end, by=owner, override_reason="La nuit aussi")
    longer = said(both, lea)
    shorter = said(moved(both, "9-12", by=lea, day=WEDNESDAY), lea)

    assert longer[1] == "by you · takes 1 day of “Carnet 5 jours”"
    assert longer[0].endswith(" · also takes 1 day of “Carnet 5 jours”")
    assert shorter[0].endswith(" · gives back 1 day of “Carnet 5 jours”")


def test_history_says_what_comes_back_once_it_is_cancelled(room, lea, morning):
    cancel(morning, by=lea)
    morning.refresh_from_db()

    assert said(morning, lea)[0] == "by you · Back on the pass “Carnet 5 jours”: 1 day."


@pytest.mark.parametrize("is_team", [False, True])
def test_move_that_takes_as_much_as_it_gives_back_says_nothing_of_passes(room, lea, morning, owner, is_team):
    same = moved(morning, "9-12", by=owner if is_team else lea, day=WEDNESDAY)

    assert "Carnet" not in said(same, lea)[0] and said(same, lea)[1].endswith("takes 1 day of “Carnet 5 jours”")


def test_move_from_a_day_that_others_still_have_takes_one_more(room, lea, morning, carnet):
    """What had paid it pays on for the afternoon: nothing has come back."""
    books(lea, room, "14-16")

    elsewhere = moved(morning, "9-12", by=lea, day=WEDNESDAY)

    assert days_left(carnet, on("9-12")[0].date()) == [3]
    assert said(elsewhere, lea)[0].endswith(" · takes 1 day of “Carnet 5 jours”")


def test_history_of_what_no_pass_pays_says_nothing_of_them(room, lea):
    made = books(lea, room, "9-12")

    assert said(made, lea) == ["by you"]
    assert "passes" not in AuditEvent.objects.get().after

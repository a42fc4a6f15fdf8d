"""No more of somebody's passes is taken than was agreed to; else nothing at all is written. On each way in."""

import pytest
from django.core import mail
from django.utils import translation

from spaces.booking.models import Booking, Proposal
from spaces.booking.rules.outlay import Outlay
from spaces.booking.services.booking import book, hold, move
from spaces.booking.services.closures import Closure, close
from spaces.booking.services.keeping import keep
from spaces.booking.services.proposals import Time, propose, take
from spaces.booking.services.refusals import BookingRefused
from spaces.booking.services.states import cancel
from spaces.booking.services.together import Line, book_together
from spaces.booking.services.welcome import Guest, welcome
from spaces.pricing.models import LedgerEntry
from tests.factories.booking import PersonFactory, at, books, on, open_room, priced
from tests.factories.catalogue import ResourceFactory
from tests.factories.pricing import carnet, days_left

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.spaces.booking.services.booking_urls")]

TUESDAY, WEDNESDAY = "2026-06-16", "2026-06-17"
ONE_DAY = Outlay(0, days=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def lea():
    return PersonFactory(language="en")


@pytest.fixture
def room(owner):
    """12 € an hour."""
    room = open_room(name="Salle A")
    room.space.team.create(user=owner, role="manager")
    priced(room, 1200)
    return room


def left(carnet) -> list[int]:
    return days_left(carnet, on("10-12")[0].date())


def refused(act, **more) -> BookingRefused:
    """Why it was; nothing is written of it."""
    before = list(LedgerEntry.objects.values_list("pk")), list(Booking.objects.values_list("pk", "start_at"))
    mails = len(mail.outbox)
    with pytest.raises(BookingRefused) as error:
        act(**more)
    assert before == (list(LedgerEntry.objects.values_list("pk")), list(Booking.objects.values_list("pk", "start_at")))
    assert error.value.code == "price_changes" and len(mail.outbox) == mails
    return error.value


def afternoon(make):
    start, end = on("14-17")
    return lambda room, lea, **more: make(room, person=lea, by=lea, start=start, end=end, **more)


def kept(room, lea, **more):
    start, end = on("14-17")
    return keep(room, person=lea, start=start, end=end, **more)


def together(room, lea, **more):
    return book_together([Line(room, *on("14-16")), Line(room, *on("16-17"))], person=lea, by=lea, **more)


WAYS = pytest.mark.parametrize(
    "make", [afternoon(book), afternoon(hold), kept, together], ids=["book", "hold", "keep", "together"]
)


@WAYS
def test_day_that_was_paid_and_no_longer_is_was_not_agreed_to(room, lea, morning, carnet, make):
    cancel(morning, by=lea)  # after they had looked: its day is back

    asks = refused(lambda: make(room, lea, agreed=Outlay()))

    assert (
        asks.message
        == "It would take 1 day of “Carnet 5 jours” (4 days would be left). Nothing is booked until you say yes."
    )
    assert asks.detail == {"price_cents": 0, "takes": "0+0+1"}
    make(room, lea, agreed=ONE_DAY)
    assert left(carnet) == [4]


@WAYS
def test_as_many_units_as_were_shown_or_fewer_are_taken(room, lea, morning, carnet, make):
    make(room, lea, agreed=ONE_DAY)

    assert left(carnet) == [4]


def test_price_is_said_where_passes_pay_no_longer(room, lea):
    asks = refused(lambda: books(lea, room, "10-12", agreed=Outlay(0, 120)))

    assert asks.message == (
        "The price would be €24: passes would no longer pay for all of it. Nothing is booked until you say yes."
    )


def test_hours_and_price_are_said_together(room, lea):
    carnet(lea, room.space, 60, name="Carnet 1 h")

    asks = refused(lambda: books(lea, room, "10-12", agreed=Outlay(0)))

    assert asks.message == (
        "The price would be €12. It would take 1 h of “Carnet 1 h” (nothing would be left). "
        "Nothing is booked until you say yes."
    )
    assert asks.detail == {"price_cents": 1200, "takes": "1200+60+0"}


def test_booking_that_moves_takes_again_what_it_gives_back(room, lea, morning, carnet, owner):
    start, end = on("9-12", WEDNESDAY)

    move(morning, start=start, end=end, by=owner, agreed=Outlay())

    assert left(carnet) == [4]


@pytest.mark.parametrize("first_moves", [True, False])
def test_day_that_another_stays_on_comes_not_back_and_one_more_is_asked_about(
    room, lea, morning, carnet, owner, first_moves
):
    second = books(lea, room, "14-17")
    (start, end), moves = on("9-12", WEDNESDAY), morning if first_moves else second

    asks = refused(lambda: move(moves, start=start, end=end, by=owner, agreed=Outlay()))

    assert (
        asks.message
        == "It would take 1 day of “Carnet 5 jours” (3 days would be left). Nothing is moved until you say yes."
    )
    moved = move(moves, start=start, end=end, by=owner, agreed=ONE_DAY)
    assert (moved.start_at, left(carnet)) == (start, [3])


def test_who_asks_nothing_moves_whatever_it_takes(room, lea, morning, carnet):
    books(lea, room, "14-17")
    start, end = on("9-12", WEDNESDAY)

    move(morning, start=start, end=end, by=lea)

    assert left(carnet) == [3]


def test_link_of_a_closure_takes_no_more_of_a_pass_than_its_person_said_yes_to(room, lea, morning, carnet, owner):
    books(lea, ResourceFactory(space=room.space, name="Salle B"), "14-17")
    priced(other := ResourceFactory(space=room.space, name="Salle C"), 1200)
    books(lea, other, "14-17")  # stays on the day that is paid
    closure = Closure(space=room.space, chosen=[room], start=at(f"{TUESDAY} 00:00"), end=at(f"{WEDNESDAY} 00:00"))
    (proposal,) = propose(close(closure, by=owner), by=owner)
    number = next(n for n, times in enumerate(proposal.times) if not times[0].startswith(TUESDAY))

    asks = refused(lambda: take(Time(proposal, number)))

    assert (
        asks.message
        == "It would take 1 day of “Carnet 5 jours” (3 days would be left). Nothing is moved until you say yes."
    )
    assert Proposal.objects.get().taken_at is None
    take(Time(proposal, number), agreed=ONE_DAY)
    assert left(carnet) == [3]


def test_team_is_asked_before_it_takes_of_a_pass_for_somebody(room, lea, carnet, owner):
    start, end = on("14-17", WEDNESDAY)
    asked = {"key": "k", "guest": Guest(person=lea), "start": start, "end": end, "by": owner}

    asks = refused(lambda: welcome(room, **asked, agreed=Outlay(cents=None)))

    assert (
        asks.message
        == "It would take 1 day of “Carnet 5 jours” (4 days would be left). Nothing is booked until you say yes."
    )
    assert welcome(room, **asked, agreed=Outlay(None, days=1)).is_new
    assert left(carnet) == [4]


def test_team_may_leave_the_passes_of_somebody_alone(room, lea, carnet, owner):
    start, end = on("14-17", WEDNESDAY)
    asked = {"key": "k", "guest": Guest(person=lea), "start": start, "end": end, "by": owner, "with_passes": False}

    made = welcome(room, **asked, agreed=Outlay(cents=None)).booking

    assert (made.price_cents, left(carnet)) == (3600, [5])


def test_mails_say_what_was_taken_and_is_left(room, lea, morning, carnet):
    start, _end = on("9-12", WEDNESDAY)
    move(morning, start=start, end=on("9-12", "2026-06-18")[1], by=lea)
    confirmed, moved = (message.body for message in mail.outbox)

    assert "Taken from: Carnet 5 jours: 1 day (4 days left)" in confirmed
    assert "Taken from: Carnet 5 jours: 2 days (3 days left)" in moved
    assert "It took 1 day of “Carnet 5 jours” before." in moved and "It took" not in confirmed


def test_mail_of_a_series_says_what_all_of_it_took(room, lea, carnet):
    book_together([Line(room, *on("9-12")), Line(room, *on("9-12", WEDNESDAY))], person=lea, by=lea)

    assert "Taken from: Carnet 5 jours: 2 days (3 days left)" in mail.outbox[0].body

"""The calendar file of a whole series, as its mail has it. In English: the words of the code itself."""

import pytest
from django.core import mail
from icalendar import Calendar

from spaces.booking.models import Booking, BookingSeries, State
from spaces.booking.services.together import Line, book_together
from tests.factories.booking import on
from tests.reading import soup

pytestmark = pytest.mark.django_db

DAYS = ("2026-06-16", "2026-06-23", "2026-06-30")


@pytest.fixture
def series(room, lea) -> BookingSeries:
    """Léa, who reads English, three Tuesdays from 10 to 12."""
    lea.language = "en"
    lea.save()
    made, _bookings = book_together([Line(room, *on("10-12", day)) for day in DAYS], person=lea, by=lea)
    return made


@pytest.fixture
def file(series) -> str:
    return f"/en/reservations/series/{series.uuid}.ics"


def test_page_of_a_series_leads_to_the_file_that_its_mail_has(as_, series, file, lea):
    page = soup(as_(lea).get(f"/en/reservations/series/{series.uuid}/"))
    answer = as_(lea).get(file)

    assert [a["href"] for a in page.select("main a.btn") if "Add to my calendar" in a.get_text()] == [file]
    name, content, _kind = mail.outbox[0].attachments[0]
    assert answer.content.decode().splitlines() == content.splitlines()
    assert name in answer["Content-Disposition"] and answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert len(calendar.events) == 3 and calendar["X-WR-CALNAME"] == "Series: Salle Aneto – La Centrale"


def test_file_is_for_whoever_sees_the_page(as_, file, lea, owner, teammate, stranger, other_manager):
    answers = [as_(user).get(file) for user in (lea, owner, teammate, stranger, other_manager, None)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 404, 302]
    assert "no-store" in answers[0]["Cache-Control"]
    assert all("Aneto" not in answer.content.decode() for answer in answers[3:])


def test_what_no_longer_holds_is_left_out_and_leaves_no_link_alone(as_, series, file, lea):
    first = series.bookings.order_by("start_at")[0]
    Booking.objects.filter(pk=first.pk).update(state=State.CANCELLED)

    assert len(Calendar.from_ical(as_(lea).get(file).content).events) == 2
    Booking.objects.filter(series=series).update(state=State.CANCELLED)
    assert ".ics" not in as_(lea).get(f"/en/reservations/series/{series.uuid}/").content.decode()

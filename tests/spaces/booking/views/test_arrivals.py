"""`/lieux/<slug>/arrivee/…`: what a code leads to, for whom. In English: the words of the code itself."""

import pytest
from django.core import mail
from PIL import Image

from maillage.base import clock
from maillage.base.qr import png, svg
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book, move
from tests.factories.booking import at, on
from tests.reading import soup, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(booking):
    return f"/en/lieux/la-centrale/arrivee/{booking.code}/"


def test_code_leads_its_person_to_the_booking(as_, booking, url, lea):
    response = as_(lea).get(url.replace(booking.code, booking.code.lower()))

    assert response.url == f"/en/reservations/{booking.uuid}/"


def test_others_are_told_the_same_of_codes_that_exist_and_do_not(as_, booking, url, stranger, other_manager):
    for user in (stranger, other_manager, None):
        there = as_(user).get(url)
        nowhere = as_(user).get(url.replace(booking.code, "222222"))
        assert there.status_code == nowhere.status_code == 404
        assert text(there).replace(booking.code, "222222") == text(nowhere)


def test_codes_cannot_be_tried_out(as_, url, stranger, settings):
    settings.PER_MINUTE = settings.PER_MINUTE | {"codes": 3}
    client = as_(stranger)

    assert [client.get(f"/en/lieux/la-centrale/arrivee/22222{n}/").status_code for n in range(2, 6)] == [404] * 3 + [
        429
    ]


def test_page_shows_the_code_as_long_as_there_is_something_to_come_to(as_, booking, lea, owner, room):
    page = f"/en/reservations/{booking.uuid}/"
    for user in (lea, owner):
        shown = soup(as_(user).get(page)).select_one(".code")
        assert booking.spaced_code in shown.get_text() and shown.select_one("svg.qr")

    with clock.fixed(at("2026-06-16 12:00")):
        assert booking.spaced_code not in text(as_(lea).get(page))
    Booking.objects.update(state=State.CANCELLED)
    assert booking.spaced_code not in text(as_(lea).get(page))


def test_code_comes_before_everything_else_but_what_is_urgent(as_, booking, lea):
    Booking.objects.update(answer="Come by the courtyard")

    said = text(as_(lea).get(f"/en/reservations/{booking.uuid}/"))

    parts = [
        said.index(part) for part in ("Come by the courtyard", "Your code", "How to get there", "History", "Summary")
    ]
    assert parts == sorted(parts)


def test_mail_says_the_code_and_brings_its_picture(room, lea):
    start, end = on("10-12")
    lea.language = "en"
    lea.save()
    booking = book(room, person=lea, by=lea, start=start, end=end)
    move(booking, start=on("14-16")[0], end=on("14-16")[1], by=lea)

    for message in mail.outbox:
        assert f"Your code: {booking.spaced_code}" in message.body
        name, content, kind = message.attachments[1]
        assert (name, kind) == (f"{booking.code}.png", "image/png")
        assert content.startswith(b"\x89PNG")
    assert len(mail.outbox) == 2


def test_qr_code_is_dark_on_white_with_a_margin_and_no_style(tmp_path):
    drawn = svg("https://maillage.example/lieux/la-centrale/arrivee/7KM2PX/")
    assert "style=" not in drawn and 'fill="#fff"' in drawn
    picture = tmp_path / "code.png"
    picture.write_bytes(png("https://maillage.example/lieux/la-centrale/arrivee/7KM2PX/"))
    with Image.open(picture) as read:
        assert read.size[0] == read.size[1] and read.convert("L").getpixel((0, 0)) == 255

"""Cancelling somebody else's booking: its person reads who did it, and why. In English: the words of the code itself."""

import pytest

from maillage.users.models import User
from spaces.booking.models import Booking, State
from spaces.booking.services.booking import book
from tests.factories.booking import booked, on
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

WORDS = "The heating has failed.\nWe <3 you: call us & choose another day."
WHO = "The team of La Centrale has cancelled your booking."


@pytest.fixture
def url(room, lea):
    User.objects.filter(pk=lea.pk).update(language="en")
    return f"/en/reservations/{booked(room, '10-12', person=lea).uuid}/"


def test_team_is_asked_for_words_that_the_person_reads_everywhere(as_, url, teammate, lea, mailoutbox):
    asked = soup(as_(teammate).get(f"{url}annuler/"))
    as_(teammate).post(f"{url}annuler/", {"reason": f"  {WORDS}\n"})

    assert "The person receives these words." in asked.get_text()
    assert asked.select_one("textarea[name=reason]:not([required])")
    (mail,) = mailoutbox
    assert mail.to == [lea.email]
    assert f"{WHO}\n\n{WORDS}\n\nThe attached file takes it out of your calendar." in mail.body
    assert f"<p>{WHO}</p>" in mail.alternatives[0].content
    assert "The heating has failed.<br>We &lt;3 you: call us &amp; choose another day." in mail.alternatives[0].content
    page = text(as_(lea).get(url))
    assert "A word from the team" in page and "We <3 you: call us & choose another day." in page


def test_page_that_asks_knows_its_way_back(as_, url, teammate, lea):
    def way(user) -> list[tuple[str, str]]:
        page = soup(as_(user).get(f"{url}annuler/"))
        return [(one.get_text(), one["href"]) for one in page.select("nav.breadcrumb a")][-2:]

    assert way(teammate) == [("Daily board", "/en/gestion/la-centrale/"), ("Salle Aneto", url)]
    assert way(lea) == [("My bookings", "/en/compte/reservations/"), ("Salle Aneto", url)]
    said = soup(as_(teammate).get(f"{url}annuler/")).select_one(".lede").get_text()
    assert said.endswith("Léa Martin is told by e-mail, and others can then book it.")


def test_team_may_say_nothing_more(as_, url, teammate, lea, mailoutbox):
    as_(teammate).post(f"{url}annuler/", {"reason": " "})

    assert f"{WHO}\n\nThe attached file takes it out of your calendar." in mailoutbox[-1].body
    assert "A word from the team" not in text(as_(lea).get(url))


def test_words_that_are_too_long_are_kept_and_nothing_is_cancelled(as_, url, teammate, mailoutbox):
    response = as_(teammate).post(f"{url}annuler/", {"reason": "x" * 1001})

    assert response.status_code == 422
    assert soup(response).select_one("textarea[name=reason][aria-invalid]").get_text().strip() == "x" * 1001
    assert Booking.objects.get().state == State.CONFIRMED
    assert mailoutbox == []


def test_page_of_the_team_leads_to_the_question_and_that_of_its_person_asks_on_the_spot(as_, url, teammate, lea):
    def dialogs(user) -> int:
        page = soup(as_(user).get(url))
        assert page.select_one(f"a[href='{url}annuler/']")
        return len(page.select("dialog#annuler"))

    assert (dialogs(lea), dialogs(teammate)) == (1, 0)


def test_its_person_gives_no_reason_to_themselves(as_, url, lea, mailoutbox):
    asked = soup(as_(lea).get(f"{url}annuler/"))
    as_(lea).post(f"{url}annuler/", {"reason": WORDS})

    assert asked.select("textarea") == []
    assert Booking.objects.get().answer == ""
    assert WHO not in mailoutbox[-1].body and WHO not in mailoutbox[-1].alternatives[0].content


def test_nobody_is_written_to_about_who_came_to_the_desk(as_, room, teammate, mailoutbox):
    start, end = on("10-12")
    made = book(room, person=None, by=teammate, start=start, end=end, guest_name="Un passant")
    url = f"/en/reservations/{made.uuid}/annuler/"

    asked = soup(as_(teammate).get(url))
    as_(teammate).post(url)

    assert asked.select("textarea") == []
    assert Booking.objects.get().state == State.CANCELLED
    assert mailoutbox == []

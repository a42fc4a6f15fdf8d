"""A booking repeated through the plain form, and what becomes of it. In English: the words of the code itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base import clock
from spaces.booking.models import Booking, BookingSeries, State
from spaces.booking.services.together import Line, book_together
from tests.factories.booking import at, booked, on, priced, require_training
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates
from tests.queries import queries_of_rooms
from tests.reading import soup, text
from tests.spaces.booking.views.series_form import TEN, URL, WEEKLY, book, chosen, options

pytestmark = pytest.mark.django_db


def starts() -> list[str]:
    theirs = Booking.objects.filter(series__isnull=False).order_by("start_at")
    return [f"{one.start_at:%m-%d %H:%M} {one.resource.slug}" for one in theirs]


def test_reserve_page_leads_to_the_form(as_, room, lea):
    response = as_(lea).get("/en/lieux/la-centrale/reserver/salle-aneto/", {"debut": TEN})

    (link,) = [a["href"] for a in soup(response).select("main a") if a.get_text() == "Repeat this booking"]
    form = as_(lea).get(link)
    assert form.status_code == 200
    assert "Every month, on the third Tuesday" in text(form) and "last Tuesday" not in text(form)


def test_first_of_a_month_has_its_own_word_in_french(as_, room, lea):
    response = as_(lea).get(URL.removeprefix("/en"), {"debut": "2026-07-01T10:00:00+02:00"})

    labels = [label.get_text(strip=True) for label in soup(response).select("#id_rythme label")]
    assert any("1er" in label for label in labels)


def test_vat_is_that_of_all_dates_together(as_, room, lea):
    room.prices.update(amount_cents=1400)

    said = text(as_(lea).get(URL, WEEKLY | {"fin": "2026-06-16T11:00:00+02:00", "fois": "3"}))

    assert "€42 incl. VAT" in said and "of which VAT (20%) €7" in said and "6.99" not in said


def test_form_says_what_is_missing(as_, room, lea):
    response = as_(lea).get(URL, WEEKLY | {"fois": ""})

    assert response.status_code == 422
    assert "Say either how many times, or until when." in text(response)


def test_form_says_that_one_of_two_is_needed(as_, room, lea):
    said = text(as_(lea).get(URL, {"debut": TEN}))

    assert "How many times in all? one of the two" in said
    assert "Or until one of the two" in said


def test_summary_of_errors_adds_no_mark_to_a_question(as_, room, lea):
    response = as_(lea).get(URL.removeprefix("/en"), WEEKLY | {"fois": ""})

    (link,) = soup(response).select("[data-errors] a")
    assert link.get_text().startswith("Combien de fois en tout") and link.get_text().endswith("?")


def test_form_refuses_a_series_that_is_too_long(as_, room, lea):
    response = as_(lea).get(URL, WEEKLY | {"fois": "366"})

    assert response.status_code == 422
    assert "This series is too long." in text(response)


def test_anonymous_signs_in_and_comes_back_to_the_dates(as_, room):
    response = as_(None).get(URL, WEEKLY)

    assert response.status_code == 302
    assert "/compte/login/?next=" in response.url and "rythme%3Dsemaine" in response.url


def test_dates_are_shown_with_their_total_and_booked_at_once(as_, room, lea):
    page = as_(lea).get(URL, WEEKLY)

    assert "All of them are available." in text(page)
    assert "€144 incl. VAT" in text(page) and "of which VAT (20%) €24" in text(page)
    response = book(as_(lea), WEEKLY, chosen(page) | {"note": "Le chœur"})

    series = BookingSeries.objects.get()
    assert (response.status_code, response.url) == (302, f"/en/reservations/series/{series.uuid}/")
    assert starts() == [f"{day} 08:00 salle-aneto" for day in ("06-16", "06-23", "06-30", "07-07")]
    assert {one.note for one in series.bookings.all()} == {"Le chœur"}


def test_rule_is_never_shown(as_, room, lea):
    page = as_(lea).get(URL, WEEKLY)
    done = book(as_(lea), WEEKLY, chosen(page))

    for response in (page, as_(lea).get(done.url)):
        assert "FREQ" not in response.content.decode() and "BYDAY" not in response.content.decode()


def test_clash_offers_another_time_or_a_room_like_it_that_is_really_free(as_, room, lea, centrale):
    booked(room, "10-12", day="2026-06-23")
    booked(room, "14-18", day="2026-06-23")
    pic = ResourceFactory(space=centrale, name="Salle Pic", slug="salle-pic")
    taken = ResourceFactory(space=centrale, name="Salle Taillon", slug="salle-taillon")
    booked(taken, "11-12", day="2026-06-23")
    require_training(ResourceFactory(space=centrale, name="Salle Lasers", slug="salle-lasers"))

    page = as_(lea).get(URL, WEEKLY)

    assert "1 cannot be booked as it is" in text(page) and "already taken" in text(page)
    assert options(page, "2026-06-23") == [
        "Leave this date out",
        "12:00–14:00 · €36",
        f"{pic.name}, 10:00–12:00",
    ]
    assert "€108 incl. VAT" in text(page)


def test_left_out_unless_something_else_is_chosen(as_, room, lea):
    booked(room, "10-12", day="2026-06-23")
    page = as_(lea).get(URL, WEEKLY)

    book(as_(lea), WEEKLY, chosen(page))

    assert starts() == [f"{day} 08:00 salle-aneto" for day in ("06-16", "06-30", "07-07")]


def test_other_choice_is_booked_once_its_total_has_been_shown(as_, room, lea):
    booked(room, "10-12", day="2026-06-23")
    page = as_(lea).get(URL, WEEKLY)
    other = soup(page).select("select[name=date-2026-06-23] option")[1]["value"]

    shown = book(as_(lea), WEEKLY, chosen(page) | {"date-2026-06-23": other})

    assert shown.status_code == 409
    assert "The price would be €144 instead of €108." in text(shown) and "€144 incl. VAT" in text(shown)
    assert Booking.objects.filter(series__isnull=False).count() == 0
    book(as_(lea), WEEKLY, chosen(shown))
    assert starts()[1] == "06-23 10:00 salle-aneto"


def test_total_that_is_no_number_of_ours_has_not_been_shown(as_, room, lea):
    page = as_(lea).get(URL, WEEKLY)

    assert book(as_(lea), WEEKLY, chosen(page) | {"total": "1" * 5000}).status_code == 409
    assert not Booking.objects.exists()


def test_like_room_is_booked_at_the_same_hour(as_, room, lea, centrale):
    booked(room, "9-18", day="2026-06-23")
    ResourceFactory(space=centrale, name="Salle Pic", slug="salle-pic")
    page = as_(lea).get(URL, WEEKLY)
    other = soup(page).select("select[name=date-2026-06-23] option")[1]["value"]

    book(as_(lea), WEEKLY, chosen(page) | {"date-2026-06-23": other})

    assert starts()[1] == "06-23 08:00 salle-pic"


def test_date_that_is_closed_can_only_be_left_out(as_, room, lea, centrale):
    on_dates(centrale, "2026-06-23", label="Inventaire")

    page = as_(lea).get(URL, WEEKLY)

    assert options(page, "2026-06-23") == []
    assert "closed" in text(page) and "Left out." in text(page)
    assert "One date is left out: closed." in text(page) and "choose what to do" not in text(page)
    on_dates(centrale, "2026-06-30")
    assert "2 dates are left out: their lines say why." in text(as_(lea).get(URL, WEEKLY))


def test_dates_of_which_none_can_be_booked_offer_no_button_and_no_total(as_, room, lea, centrale):
    for day in ("2026-06-16", "2026-06-23"):
        on_dates(centrale, day)
    response = as_(lea).get(URL, WEEKLY | {"fois": "2"})

    assert "None of these dates can be booked: each line says why." in text(response)
    assert not soup(response).select("main button[type=submit], main aside") and "Left out" not in text(response)
    assert "free of charge" not in text(response).lower()
    assert soup(response).select_one("main a[href$='/reserver/?ressource=salle-aneto']")


def test_unticked_date_is_not_booked(as_, room, lea):
    sent = chosen(as_(lea).get(URL, WEEKLY))
    del sent["date-2026-06-30"]

    book(as_(lea), WEEKLY, sent)

    assert [one[:5] for one in starts()] == ["06-16", "06-23", "07-07"]


def test_no_date_at_all_is_refused(as_, room, lea):
    response = book(as_(lea), WEEKLY, {"total": "0"})

    assert response.status_code == 422
    assert "No date is chosen." in text(response)


def test_what_changed_meanwhile_is_said_and_the_other_choices_kept(as_, room, lea):
    sent = chosen(as_(lea).get(URL, WEEKLY))
    del sent["date-2026-07-07"]
    booked(room, "11-12", day="2026-06-30")

    response = book(as_(lea), WEEKLY, sent | {"note": "Le chœur"})

    assert response.status_code == 409
    assert "Nothing was booked" in text(response) and "What you had chosen can no longer be had." in text(response)
    kept = {name: value for name, value in chosen(response).items() if name.startswith("date-") and value}
    assert list(kept) == ["date-2026-06-16", "date-2026-06-23"]
    assert soup(response).find("textarea").get_text().strip() == "Le chœur"
    assert starts() == []


def test_form_sent_twice_books_once(as_, desks, lea):
    url, params = "/en/lieux/la-centrale/reserver/espace-ouvert/serie/", WEEKLY
    sent = chosen(as_(lea).get(url, params))
    query = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in params.items())

    first, again = (as_(lea).post(f"{url}?{query}", sent) for _ in range(2))

    assert first.url == again.url
    assert Booking.objects.count() == 4


def test_form_of_a_single_place_sent_twice_shows_what_it_made(as_, room, lea):
    client, sent = as_(lea), chosen(as_(lea).get(URL, WEEKLY))

    first, again = book(client, WEEKLY, sent), book(client, WEEKLY, sent)

    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert "You had sent this form already: here are your bookings." in client.get(again.url).content.decode()
    fewer = {name: value for name, value in sent.items() if name != "date-2026-06-30"}
    assert book(client, WEEKLY, fewer).status_code == 409  # asks for something else
    assert Booking.objects.count() == 4


def test_date_that_the_clock_moves_says_so(as_, lea):
    space = SpaceFactory.open(slug="la-centrale", days=EVERY_DAY, hours=("00:00", "24:00"))
    ResourceFactory(space=space, slug="salle-aneto", step=30)
    with clock.fixed(at("2027-03-01 08:00")):
        params = {"debut": "2027-03-21T02:30:00+01:00", "fin": "2027-03-21T03:30:00+01:00"}
        page = as_(lea).get(URL, params | {"rythme": "semaine", "fois": "2"})

    said = text(page)
    assert "The clocks change that day: 02:30 does not exist." in said and "03:30–04:30" in said


def test_price_of_a_pool_counts_its_places(as_, desks, lea):
    priced(desks, 300)

    page = as_(lea).get("/en/lieux/la-centrale/reserver/espace-ouvert/serie/", WEEKLY | {"places": "2"})

    assert "€48 incl. VAT" in text(page)


def test_as_many_queries_for_three_dates_as_for_thirty(as_, room, lea):
    booked(room, "10-12", day="2026-06-16")
    as_(lea).get(URL, WEEKLY)

    def count(times: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            as_(lea).get(URL, WEEKLY | {"fois": str(times)})
        return queries_of_rooms(captured.captured_queries)

    few = count(3)
    for week in range(1, 25):
        day = at("2026-06-16 00:00").date().toordinal() + 7 * week
        booked(room, "10-12", day=f"{type(at('2026-06-16 00:00').date()).fromordinal(day)}")
    assert count(30) == few


def together(room, lea):
    lines = [Line(room, *on("10-12", day)) for day in ("2026-06-16", "2026-06-23", "2026-06-30")]
    return book_together(lines, person=lea, by=lea)


def test_series_page_lists_its_dates_and_stays_private(as_, room, lea, owner, stranger):
    series, bookings = together(room, lea)

    response = as_(lea).get(f"/en/reservations/series/{series.uuid}/")

    links = [a["href"] for a in soup(response).select(".date-lines a")]
    assert links == [f"/en/reservations/{one.uuid}/" for one in bookings]
    assert "€108 in all" in text(response)
    assert as_(owner).get(f"/en/reservations/series/{series.uuid}/").status_code == 200
    assert as_(stranger).get(f"/en/reservations/series/{series.uuid}/").status_code == 404
    assert as_(stranger).post(f"/en/reservations/series/{series.uuid}/annuler/").status_code == 404
    assert as_(None).get(f"/en/reservations/series/{series.uuid}/").status_code == 302


def test_all_to_come_are_cancelled_and_what_is_over_stays(as_, room, lea):
    series, _bookings = together(room, lea)
    url = f"/en/reservations/series/{series.uuid}/"

    with clock.fixed(at("2026-06-20 08:00")):
        asked = as_(lea).get(f"{url}annuler/")
        response = as_(lea).post(f"{url}annuler/")

    assert "Cancel 2 bookings?" in text(asked)
    assert [line.get_text() for line in soup(asked).select(".date-line b")] == [
        "Tuesday 23 June, 10:00–12:00",
        "Tuesday 30 June, 10:00–12:00",
    ]
    assert response.url == url
    states = list(series.bookings.order_by("start_at").values_list("state", flat=True))
    assert states == [State.CONFIRMED, State.CANCELLED, State.CANCELLED]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["confirmed", "cancelled", "cancelled"], "1 booking, Tuesday 16 June"),
        (["cancelled"] * 3, "Cancelled: 3 bookings, from 16 to 30 June"),
        (["refused", "cancelled", "cancelled"], "No longer booked: 3 bookings, from 16 to 30 June"),
    ],
)
def test_series_page_says_what_still_stands(as_, room, lea, states, said):
    series, bookings = together(room, lea)
    for one, state in zip(bookings, states, strict=True):
        Booking.objects.filter(pk=one.pk).update(state=state)

    page = as_(lea).get(f"/en/reservations/series/{series.uuid}/")

    assert soup(page).select_one(".lede").get_text(strip=True) == said
    assert ("Open a date to move it" in text(page)) == ("confirmed" in states)


def test_booking_leads_to_what_was_booked_with_it(as_, room, lea):
    series, bookings = together(room, lea)

    assert series.get_absolute_url() in as_(lea).get(bookings[0].get_absolute_url()).content.decode()

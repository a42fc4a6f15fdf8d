"""Hours that are free, but not for as long as is asked, on the boards. In English: the words of the code itself."""

import pytest

from spaces.catalogue.models import Resource
from tests.factories.booking import booked
from tests.factories.catalogue import ResourceFactory
from tests.reading import plain, soup, text

pytestmark = pytest.mark.django_db

TUESDAY = "/en/lieux/la-centrale/reserver/?jour=2026-06-16"


def test_hour_that_is_free_for_less_than_what_is_asked_is_too_short_not_taken(as_, room, lea):
    booked(room, "12-13")

    cells = soup(as_(lea).get(f"{TUESDAY}&duree=120")).select("td.slot-busy")

    assert [(cell.get("title"), "taken" in cell.get_text(), "slot-short" in cell["class"]) for cell in cells] == [
        ("too short for 2 h", False, True), (None, True, False)
    ]  # fmt: skip
    assert "Tell me if it becomes free" in text(as_(lea).get(cells[0].a["href"]))


def test_list_says_what_is_too_short(as_, room, lea):
    booked(room, "12-13")

    listed = soup(as_(lea).get(f"{TUESDAY}&duree=120&ressource=salle-aneto&vue=liste")).select("a.slot-busy")

    assert [one.small.get_text() for one in listed] == ["too short for 2 h, tell me", "taken, tell me"]
    assert [plain(one.b.get_text()) for one in listed] == ["11:00", "12:00–14:00"]


def test_what_has_nothing_free_says_for_how_long(as_, room, lea):
    booked(room, "12-13")
    cabin = ResourceFactory(space=room.space, slug="cabine")

    def said(query: str) -> list[str]:
        page = soup(as_(lea).get(f"{TUESDAY}{query}"))
        return [row.select_one(".slot-none").get_text() for row in page.select("tbody tr")]

    assert set(said("&duree=480")) == {"Nothing free for 8 h that day."}
    assert set(said("")) == {"Nothing free that day."}
    assert cabin.name in text(as_(lea).get(f"{TUESDAY}&duree=480"))


def test_cell_with_nothing_in_it_says_why_as_the_legend_does(as_, room, lea):
    Resource.objects.update(step=30)
    page = soup(as_(lea).get(f"{TUESDAY}&duree=120"))
    other = soup(as_(lea).get(TUESDAY))

    (last,) = page.select("td.slot-closed")
    assert (last["title"], plain(last.get_text())) == ("too short for 2 h", "16:30 too short for 2 h")
    assert "blank: too short for 2 h" in [plain(one.get_text()) for one in page.select(".slot-legend-grid")]
    assert "blank" not in other.select_one(".slot-legend").get_text()


def test_hour_too_near_to_be_booked_is_not_said_to_be_closed(as_, room, lea):
    ResourceFactory(space=room.space, slug="cabine", min_notice=26 * 60)

    page = soup(as_(lea).get(TUESDAY))

    assert {one["title"] for one in page.select("td.slot-closed")} == {"too late to book"}
    assert "blank: too late to book" in plain(page.select_one(".slot-legend").get_text())


def test_legend_says_what_a_half_cell_is_where_there_is_one(as_, room, lea):
    Resource.objects.update(step=30, min_duration=30)

    def keys() -> list[str]:
        page = soup(as_(lea).get("/en/lieux/la-centrale/"))
        return [one.parent.get_text(strip=True) for one in page.select(".slot-legend .slot-key-half")]

    whole = keys()
    booked(room, "12-12:30", day="2026-06-15")

    assert (whole, keys()) == ([], ["free for one half only"])

"""Hours that are free, but not for as long as is asked, on the boards. In English: the words of the code itself."""

import pytest

from tests.factories.booking import booked
from tests.reading import soup, text

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

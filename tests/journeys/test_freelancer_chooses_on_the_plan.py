"""A freelancer chooses a named desk on the plan of a room, on a phone or at a desk, with the keyboard only."""

import pytest

from tests.journeys.bookings import book, give_back, is_listed
from tests.journeys.keyboard import follow, reach
from tests.journeys.pages import PUBLIC

pytestmark = pytest.mark.browser

FREE = ".plan-desks a[href*='/reserver/bureau-peyresourde/']"


def test_freelancer_books_the_desk_that_she_chose_on_the_plan(person):
    person.goto(PUBLIC["board-plan"])
    reach(person, FREE)
    seen = person.locator(FREE).bounding_box()
    assert seen and seen["x"] >= 0 and seen["x"] + seen["width"] <= person.viewport_size["width"]  # scrolled to it
    assert seen["width"] >= 24 and seen["height"] >= 24
    assert person.locator(FREE).inner_text().split() == ["Bureau", "Peyresourde", "libre"]

    follow(person, FREE)
    booking = book(person, "bureau-peyresourde")

    assert "Bureau Peyresourde" in person.inner_text("h1")
    assert "10\u00a0h" in person.inner_text("main")
    assert is_listed(person, booking)
    person.goto(PUBLIC["board-plan"])
    assert person.locator(FREE).count() == 0

    give_back(person, booking)
    person.goto(PUBLIC["board-plan"])
    assert person.locator(FREE).count() == 1


def test_list_comes_before_the_plan_and_the_page_is_no_wider_than_the_screen(person):
    person.goto(PUBLIC["board-plan"])

    list_box, plan_box = (person.locator(one).bounding_box() for one in (".plan-list", ".plan-scroll"))

    is_phone = person.viewport_size["width"] < 600
    assert list_box["y"] + list_box["height"] <= plan_box["y"] if is_phone else list_box["x"] < plan_box["x"]
    assert person.evaluate("document.documentElement.scrollWidth") <= person.viewport_size["width"]
    names = [person.locator(f"{one} b").all_inner_texts() for one in (".plan-list", ".plan-desks")]
    assert names[0] == names[1] and len(names[0]) == 8

"""The plan of a room in Wagtail, in a real browser: dragging writes the numbers, numbers move the desk."""

import pytest
from django.urls import reverse

from spaces.catalogue.models import Resource, Spot
from tests.browsing import axe, browser_type_launch_args, sign_in
from tests.factories.catalogue import ResourceFactory, SpaceFactory

__all__ = ["axe", "browser_type_launch_args"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(transactional_db):
    room = ResourceFactory(space=SpaceFactory(), name="Salle du quai", kind="office")
    desk = ResourceFactory(space=room.space, name="Bureau Aspin", kind="desk", parent=room)
    Spot.objects.create(resource=desk, x=10, y=10, width=20, height=20)
    return desk


@pytest.fixture
def plan(desk, coordinator, client, live_server, page):
    client.force_login(coordinator)
    sign_in(page.context, client, live_server)
    page.goto(live_server.url + reverse(Resource.snippet_viewset.get_url_name("plan"), args=[desk.parent_id]))
    return page


def test_dragging_a_desk_writes_its_numbers_and_saves_them(plan, desk):
    stage = plan.locator(".plan-stage svg").bounding_box()
    handle = plan.locator(f"[data-spot=r{desk.pk}]").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2

    plan.mouse.move(x, y)
    plan.mouse.down()
    plan.mouse.move(x + stage["width"] * 0.3, y + stage["height"] * 0.2, steps=4)
    plan.mouse.up()
    plan.mouse.move(x, y)  # let go: it stays

    assert [plan.input_value(f"[name=r{desk.pk}-{name}]") for name in "xy"] == ["40", "30"]
    with plan.expect_navigation():
        plan.click("form[data-plan] button[type=submit]")
    assert list(Spot.objects.values_list("x", "y", "width", "height")) == [(40, 30, 20, 20)]


def test_a_desk_cannot_be_dragged_off_the_plan(plan, desk):
    stage = plan.locator(".plan-stage svg").bounding_box()

    plan.locator(f"[data-spot=r{desk.pk}]").hover()
    plan.mouse.down()
    plan.mouse.move(stage["x"] + stage["width"] + 50, stage["y"] - 20, steps=4)
    plan.mouse.up()

    assert [plan.input_value(f"[name=r{desk.pk}-{name}]") for name in "xy"] == ["80", "0"]


def test_numbers_move_the_desk_and_axe_finds_nothing(plan, desk, axe):
    plan.fill(f"[name=r{desk.pk}-x]", "55")
    assert plan.get_attribute(f"[data-spot=r{desk.pk}]", "x") == "55%"

    plan.uncheck(f"[name=r{desk.pk}-is_placed]")
    assert not plan.locator(f"[data-spot=r{desk.pk}]").is_visible()
    assert axe(plan) == []

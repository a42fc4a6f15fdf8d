"""The plan of a room in Wagtail, by its numbers alone. In English: the words of the code itself."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from maillage.base.errors import DomainError, NotAllowed
from spaces.catalogue.models import Resource, Spot
from spaces.catalogue.rules.plan import Box
from spaces.catalogue.services.plans import arrange
from tests.factories.catalogue import ResourceFactory
from tests.reading import soup
from tests.spaces.catalogue.wagtail.test_resource import BLANK

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(space):
    return ResourceFactory(space=space, name="Salle du quai", slug="quai", kind="office")


@pytest.fixture
def desks(room):
    return [ResourceFactory(space=room.space, name=f"Bureau {name}", kind="desk", parent=room) for name in "AB"]


def url(room, name="plan"):
    return reverse(Resource.snippet_viewset.get_url_name(name), args=[room.pk])


def numbers(desk, x, y, width=15, height=20, *, is_placed=True) -> dict:
    values = {"x": x, "y": y, "width": width, "height": height} | ({"is_placed": "on"} if is_placed else {})
    return {f"r{desk.pk}-{name}": str(value) for name, value in values.items()}


def places() -> list[tuple]:
    return list(Spot.objects.order_by("pk").values_list("resource__name", "x", "y", "width", "height"))


def test_manager_puts_desks_where_they_stand_and_takes_one_away(manager, room, desks):
    first, second = desks
    link = soup(manager.get(url(room, "edit"))).find("a", href=url(room))
    assert link is not None

    manager.post(url(room), numbers(first, 10, 20) | numbers(second, 40, 20))
    assert places() == [("Bureau A", 10, 20, 15, 20), ("Bureau B", 40, 20, 15, 20)]

    manager.post(url(room), numbers(first, 12, 20) | numbers(second, 40, 20, is_placed=False))
    assert places() == [("Bureau A", 12, 20, 15, 20)]
    assert first.spot.pk == Spot.objects.get().pk


def test_desks_stand_in_rows_to_begin_with_and_nothing_is_saved_unasked(manager, room, desks):
    page = soup(manager.get(url(room)))

    assert [one["x"] for one in page.select("foreignobject, foreignObject")] == ["4%", "29%"]
    assert all(box.has_attr("checked") for box in page.select("input[type=checkbox][name$=is_placed]"))
    assert not Spot.objects.exists()


def test_the_title_names_the_room(manager, room, owner):
    owner.language = "en"
    owner.save()
    page = soup(manager.get(url(room)))

    assert page.find("h1").get_text(strip=True) == "Plan: Salle du quai"
    assert page.select_one(".w-breadcrumbs li:last-child").get_text(strip=True) == "Plan: Salle du quai"


def test_a_room_leads_to_its_plan_once_it_holds_desks_and_a_machine_never(manager, room):
    def plan_field(resource) -> tuple[bool, bool]:
        page = soup(manager.get(url(resource, "edit")))
        return page.find(id="id_plan_picture") is not None, page.select_one(
            f".help a[href='{url(resource)}']"
        ) is not None

    machine = ResourceFactory(space=room.space, kind="machine")
    assert [plan_field(room), plan_field(machine)] == [(True, False), (False, False)]

    ResourceFactory(space=room.space, kind="desk", parent=room)
    ResourceFactory(space=room.space, kind="desk", parent=machine)
    assert [plan_field(room), plan_field(machine)] == [(True, True), (True, True)]


def test_what_stands_beyond_the_edge_is_named_and_nothing_is_saved(manager, room, desks):
    first, second = desks

    response = manager.post(url(room), numbers(first, 10, 20) | numbers(second, 90, 20, width=20))

    assert response.status_code == 200
    assert [form.is_valid() for form in response.context["forms"]] == [True, False]
    assert not Spot.objects.exists()


def test_plan_is_404_for_who_does_not_manage_the_space(client, room, desks, django_user_model):
    stranger = django_user_model.objects.create_user("qui@example.org", "correct-horse-42", name="Qui")

    client.force_login(stranger)

    assert client.post(url(room), numbers(desks[0], 1, 1)).status_code in (302, 403, 404)
    assert not Spot.objects.exists()
    with pytest.raises(NotAllowed):
        arrange(room, {desks[0].pk: Box(1, 1, 10, 10)}, by=stranger)


def test_only_what_is_inside_the_room_stands_on_its_plan(coordinator, room, desks):
    elsewhere = ResourceFactory(space=room.space)

    for pk, box, code in ((elsewhere.pk, Box(1, 1, 5, 5), "not_in_room"), (desks[0].pk, Box(99, 1, 5, 5), "off_plan")):
        with pytest.raises(DomainError) as refusal:
            arrange(room, {pk: box}, by=coordinator)
        assert refusal.value.code == code
    with pytest.raises(IntegrityError), transaction.atomic():
        Spot.objects.create(resource=desks[0], x=99, y=0, width=5, height=5)


def test_a_desk_that_moves_to_another_room_leaves_its_spot(manager, room, desks):
    Spot.objects.create(resource=desks[0], x=1, y=1)
    edit = {**BLANK, "space": str(room.space_id), "name": "Bureau A", "kind": "desk"}

    manager.post(url(desks[0], "edit"), edit | {"parent": str(room.pk)})
    assert Spot.objects.count() == 1

    manager.post(url(desks[0], "edit"), edit | {"parent": ""})
    assert not Spot.objects.exists()

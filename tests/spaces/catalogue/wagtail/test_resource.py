"""Resources edited in Wagtail: rules that leave something to book, prices in euros, rights per space."""

import pytest
from django.urls import reverse
from django.utils import translation

from spaces.catalogue.models import OpeningException, Resource
from spaces.catalogue.services import team
from spaces.pricing.models import Price
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office
from tests.spaces.catalogue.wagtail.test_space import rows

pytestmark = pytest.mark.django_db

INLINES = {f"{name}-{kind}": "0" for name in ("opening_hours", "exceptions", "prices", "admissions", "quotas")
           for kind in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}  # fmt: skip
BLANK = {
    "name": "Salle Aneto", "kind": "meeting_room", "summary": "", "picture": "", "people": "8", "capacity": "1",
    "parent": "", "is_active": "on", "position": "100", "step": "60", "min_duration": "", "max_duration": "",
    "min_notice": "0", "min_days_before": "0", "max_days_before": "", "buffer_before": "0",
    "buffer_after": "0", **INLINES,
}  # fmt: skip


def url(name, *args):
    return reverse(Resource.snippet_viewset.get_url_name(name), args=args)


def errors_of(response):
    assert response.status_code == 200
    return response.context["form"].errors


def test_manager_adds_a_resource_with_prices(manager, space):
    prices = rows(
        "prices",
        {"amount": "18", "unit": "hour", "vat_rate": "20.00"},
        {"amount": "90,50", "unit": "day", "vat_rate": "20"},
    )

    response = manager.post(url("add"), BLANK | prices | {"space": str(space.pk)})

    assert response.status_code == 302, response.context["form"].errors
    resource = Resource.objects.get(space=space)
    assert (resource.slug, resource.people) == ("salle-aneto", 8)
    assert list(Price.objects.filter(resource=resource).values_list("unit", "amount_cents")) == [
        ("hour", 1800),
        ("day", 9050),
    ]


@pytest.mark.parametrize(
    ("name", "slug"), [("Salle Aneto", "salle-aneto"), ("L’Œuvre", "l-oeuvre"), ("—", "meeting-room")]
)
def test_two_resources_of_one_name_get_two_addresses(manager, space, name, slug):
    for _ in range(2):
        manager.post(url("add"), BLANK | {"name": name, "space": str(space.pk)})

    assert list(Resource.objects.order_by("pk").values_list("slug", flat=True)) == [slug, f"{slug}-2"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"min_duration": "120", "max_duration": "60"}, "max_duration"),
        ({"step": "120", "max_duration": "60"}, "max_duration"),
        ({"step": "60", "min_duration": "90", "max_duration": "100"}, "max_duration"),
        ({"min_days_before": "10", "max_days_before": "5"}, "max_days_before"),
        ({"capacity": "0"}, "capacity"),
        ({"step": "0"}, "step"),
        ({"name": ""}, "name"),
        ({"kind": "spaceship"}, "kind"),
    ],
)
def test_rules_that_leave_nothing_to_book_are_refused(manager, space, changes, field):
    response = manager.post(url("add"), BLANK | {"space": str(space.pk)} | changes)

    assert field in errors_of(response)
    assert not Resource.objects.exists()


def test_team_is_told_why_nothing_is_left_between_shortest_and_longest(manager, space):
    """R6: of 100 minutes a step of 60 leaves one hour, which is shorter than 90 minutes."""
    asked = {"space": str(space.pk), "step": "60", "min_duration": "90", "max_duration": "100"}

    with translation.override("en"):
        errors = errors_of(manager.post(url("add"), BLANK | asked))["max_duration"]

    assert len(errors) == 1 and "60" in errors[0]


def test_every_rule_is_kept_as_it_was_written(manager, space):
    numbers = {
        "step": 15, "min_duration": 45, "max_duration": 240, "min_notice": 90, "min_days_before": 2,
        "max_days_before": 60, "buffer_before": 10, "buffer_after": 20,
    }  # fmt: skip
    ticked = ("block_whole_day", "requires_approval", "requests_compete")
    said = {name: str(number) for name, number in numbers.items()} | dict.fromkeys(ticked, "on")

    response = manager.post(url("add"), BLANK | {"space": str(space.pk)} | said)

    assert response.status_code == 302, response.context["form"].errors
    kept = Resource.objects.values(*numbers, *ticked).get()
    assert kept == numbers | dict.fromkeys(ticked, True)
    manager.post(url("edit", Resource.objects.get().pk), BLANK | {"space": str(space.pk)})
    emptied = Resource.objects.values(*ticked, "min_duration", "max_duration", "max_days_before").get()
    assert emptied == dict.fromkeys(ticked, False) | {
        "min_duration": None,
        "max_duration": None,
        "max_days_before": None,
    }


def test_a_resource_cannot_lie_inside_itself(manager, space):
    hall = ResourceFactory(space=space, name="Hall")
    room = ResourceFactory(space=space, name="Room", parent=hall)
    desk = ResourceFactory(space=space, name="Desk", parent=room)

    for inner in (room, desk):
        response = manager.post(url("edit", hall.pk), BLANK | {"name": "Hall", "parent": str(inner.pk)})
        assert "parent" in errors_of(response)
    hall.refresh_from_db()
    assert hall.parent is None


def test_what_is_inside_or_taken_along_belongs_to_the_same_space(manager, space, owner):
    second = SpaceFactory(name="Autre lieu")
    team.join(second, user=owner, role="manager")
    far = ResourceFactory(space=second)

    for field in ("parent", "shares"):
        response = manager.post(url("add"), BLANK | {"space": str(space.pk), field: str(far.pk)})
        assert field in errors_of(response)


def test_nothing_of_another_manager_can_be_chosen(manager, space):
    theirs = ResourceFactory(space=SpaceFactory(name="Ailleurs"))

    for changes in ({"space": str(theirs.space_id)}, {"space": str(space.pk), "parent": str(theirs.pk)}):
        errors = errors_of(manager.post(url("add"), BLANK | changes))
        assert set(errors) & {"space", "parent"}
    assert "Ailleurs" not in manager.get(url("add")).content.decode()


def test_a_resource_stays_in_its_space(manager, space, owner):
    second = SpaceFactory(name="Autre lieu")
    team.join(second, user=owner, role="manager")
    room = ResourceFactory(space=space)

    manager.post(url("edit", room.pk), BLANK | {"space": str(second.pk), "name": "Nouveau nom"})

    room.refresh_from_db()
    assert (room.name, room.space) == ("Nouveau nom", space)


def test_own_hours_are_written_as_those_of_a_space(manager, space):
    room = ResourceFactory(space=space)
    week = rows("opening_hours", {"days": ["1"], "opens": "18h", "closes": "22h"})

    manager.post(url("edit", room.pk), BLANK | week | {"has_own_hours": "on"})

    room.refresh_from_db()
    assert (room.has_own_hours, list(room.opening_hours.values_list("weekday", "opens_min"))) == (True, [(1, 1080)])


def test_every_page_is_out_of_reach_of_another_manager_and_of_hosts(client, space, stranger, teammate):
    room = ResourceFactory(space=space, name="Salle secrète", summary="Résumé secret")
    team.join(SpaceFactory(name="Ailleurs"), user=stranger, role="manager")
    team.join(space, user=teammate, role="host")
    open_back_office(teammate)

    for person in (stranger, teammate):
        client.force_login(person)
        assert_out_of_reach(client, room, secrets=["Salle secrète", "Résumé secret"])


def test_resources_are_shown_to_their_manager_and_to_coordinators(client, space, owner, coordinator):
    room = ResourceFactory(space=space, name="Salle secrète")

    for person in (owner, coordinator):
        client.force_login(person)
        assert_within_reach(client, room, secrets=["Salle secrète"])


def test_members_without_a_space_cannot_add(client, stranger):
    open_back_office(stranger)
    client.force_login(stranger)

    assert client.get(url("add")).status_code in (302, 403)
    client.post(url("add"), BLANK)
    assert not Resource.objects.exists()


# The network's dates


def dates_url(name, *args):
    return reverse(OpeningException.snippet_viewset.get_url_name(name), args=args)


def test_coordinators_write_the_network_s_dates(client, coordinator):
    client.force_login(coordinator)
    data = {"first_on": "2026-07-14", "last_on": "", "label": "Fête nationale", "windows": ""}

    response = client.post(dates_url("add"), data)

    assert response.status_code == 302, response.context["form"].errors
    holiday = OpeningException.objects.get()
    assert (holiday.space, holiday.resource, holiday.last_on.day, holiday.hours.count()) == (None, None, 14, 0)


def test_managers_do_not(client, owner, space):
    client.force_login(owner)

    assert client.get(dates_url("add")).status_code in (302, 403)
    client.post(dates_url("add"), {"first_on": "2026-07-14", "windows": ""})
    assert not OpeningException.objects.exists()


def test_manager_ticks_what_a_desk_has(manager, space):
    resource = ResourceFactory(space=space)
    ticked = BLANK | {"space": str(space.pk), "features": ["wheelchair", "quiet"]}

    manager.post(url("edit", resource.pk), ticked)
    resource.refresh_from_db()
    refused = errors_of(manager.post(url("edit", resource.pk), ticked | {"features": ["escalier"]}))

    assert resource.features == ["wheelchair", "quiet"]
    assert set(refused) == {"features"}
    boxes = manager.get(url("edit", resource.pk)).content.decode()
    assert boxes.count('name="features"') == 8 and 'value="quiet"' in boxes

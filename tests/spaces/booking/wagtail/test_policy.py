"""Booking conditions edited in Wagtail: in hours, a new version at each change, rights per space."""

import pytest
from django.urls import reverse

from spaces.booking.models import BookingPolicy
from tests.factories.booking import conditions
from tests.factories.catalogue import ResourceFactory
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office
from tests.reading import soup
from tests.spaces.catalogue.wagtail.test_space import rows

pytestmark = pytest.mark.django_db

NO_TIERS = {f"tiers-{kind}": "0" for kind in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
BLANK = {
    "name": "Salles", "resources": [], "cancel_notice_hours": "", "remind_before_hours": "24", "release_after_min": "", "no_show_percent": "0",
    **NO_TIERS,
}  # fmt: skip


def url(name, *args):
    return reverse(BookingPolicy.snippet_viewset.get_url_name(name), args=args)


def errors_of(response):
    assert response.status_code == 200
    return response.context["form"].errors


def test_manager_writes_conditions_in_hours(manager, centrale, room):
    tiers = rows("tiers", {"notice_hours": "48", "kept_percent": "50"}, {"notice_hours": "24", "kept_percent": "100"})
    said = {
        "space": str(centrale.pk),
        "resources": [str(room.pk)],
        "cancel_notice_hours": "2",
        "release_after_min": "30",
    }

    response = manager.post(url("add"), BLANK | tiers | said)

    assert response.status_code == 302, response.context["form"].errors
    policy = BookingPolicy.objects.get()
    assert (policy.version, policy.cancel_notice_min, policy.release_after_min) == (1, 120, 30)
    assert list(policy.tiers.values_list("notice_min", "kept_percent")) == [(2880, 50), (1440, 100)]
    assert list(policy.resources.all()) == [room]


def test_manager_lets_people_without_an_account_book_and_nobody_does_by_default(manager, centrale):
    shown = manager.get(url("add"))
    said_there = str(shown.context["form"].fields["welcomes_guests"].help_text)
    assert said_there and said_there in shown.content.decode()

    said = BLANK | {"space": str(centrale.pk)}
    manager.post(url("add"), said)
    (policy,) = BookingPolicy.objects.all()
    before = policy.welcomes_guests
    manager.post(url("edit", policy.pk), said | {"welcomes_guests": "on"})

    policy.refresh_from_db()
    assert (before, policy.welcomes_guests) == (False, True)


def test_each_change_makes_a_new_version_and_no_change_does_not(manager, centrale):
    policy = conditions(centrale, name="Salles")
    said = BLANK | {"space": str(centrale.pk)}

    for no_show_percent, version in (("0", 1), ("50", 2), ("50", 2), ("60", 3)):
        response = manager.post(url("edit", policy.pk), said | {"no_show_percent": no_show_percent})
        assert response.status_code == 302, response.context["form"].errors
        policy.refresh_from_db()
        assert policy.version == version


def test_resource_is_under_one_set_of_conditions(manager, centrale, room):
    conditions(centrale, name="Salles", resources=[room])
    conditions(centrale, name="Le reste")
    elsewhere = ResourceFactory()

    own = BLANK | {"space": str(centrale.pk), "name": "Autres"}
    refused = [
        manager.post(url("add"), own | {"resources": which}) for which in ([str(room.pk)], [], [str(elsewhere.pk)])
    ]

    assert [list(errors_of(response)) for response in refused] == [["resources"]] * 3
    assert BookingPolicy.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": ""}, "name"), ({"no_show_percent": "101"}, "no_show_percent"), ({"cancel_notice_hours": "-1"}, "cancel_notice_hours")],
)  # fmt: skip
def test_conditions_that_make_no_sense_are_refused(manager, centrale, changes, field):
    response = manager.post(url("add"), BLANK | {"space": str(centrale.pk)} | changes)

    assert field in errors_of(response)


def test_conditions_of_another_space_are_out_of_reach(client, centrale, other_manager, teammate):
    policy = conditions(centrale, name="Conditions secrètes")
    for person in (other_manager, teammate):  # a host is no manager
        open_back_office(person)

    for person in (other_manager, teammate):
        client.force_login(person)
        assert_out_of_reach(client, policy, secrets=["Conditions secrètes"])


def test_conditions_are_shown_to_their_manager_and_to_coordinators(client, centrale, owner, coordinator):
    policy = conditions(centrale, name="Conditions secrètes")
    open_back_office(owner)

    for person in (owner, coordinator):
        client.force_login(person)
        assert_within_reach(client, policy, secrets=["Conditions secrètes"])


def test_who_has_one_place_need_not_choose_it(manager, centrale):
    assert soup(manager.get(url("add"))).select_one("#id_space option[selected]")["value"] == str(centrale.pk)


def test_empty_list_says_so_and_what_to_do(manager, centrale):
    listed = soup(manager.get(url("list"))).find("main")

    assert "Rien ici pour l’instant." in listed.get_text()
    assert listed.select_one(f"a.button[href='{url('add')}']")

"""Plans and who has them, edited in Wagtail: each space's own, the network's for coordinators."""

from datetime import date

import pytest
from django.urls import reverse

from spaces.pricing.models import Membership, Plan
from spaces.pricing.services.ledger import adjust
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import audience, gives, member, plan
from tests.maillage.curation.record_rights import assert_out_of_reach, assert_within_reach, open_back_office
from tests.reading import soup
from tests.spaces.catalogue.wagtail.test_space import rows

pytestmark = pytest.mark.django_db


NONE = {f"entitlements-{kind}": "0" for kind in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
BLANK = {"price": "0", "audience": "", "reach": "own", "spaces": [], **NONE}


def url(model, name, *args):
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def errors_of(response):
    assert response.status_code == 200
    return list(response.context["form"].errors)


def test_manager_makes_a_plan_and_gives_it_to_somebody(manager, centrale, lea):
    members = audience(space=centrale)
    hours = rows("entitlements", {"hours": "10", "unit": "minutes", "every": "month", "kinds": ["hot_desk", "desk"]})
    said = BLANK | hours | {
        "space": str(centrale.pk), "name": "Adhésion", "price": "12,50", "audience": str(members.pk)
    }  # fmt: skip

    assert manager.post(url(Plan, "add"), said).status_code == 302
    made = Plan.objects.get()
    given = {"plan": str(made.pk), "email": "LEA@example.org", "valid_from": "2026-06-15", "valid_through": ""}
    assert manager.post(url(Membership, "add"), given).status_code == 302

    assert list(made.entitlements.values_list("amount", "unit", "every", "kinds")) == [
        (600, "minutes", "month", ["hot_desk", "desk"])
    ]
    assert (made.slug, made.price_cents, made.audience) == ("adhesion", 1250, members)
    membership = Membership.objects.get()
    assert (membership.person, membership.plan, membership.valid_from) == (lea, made, date(2026, 6, 15))


def test_plan_gives_nothing_of_another_space(manager, as_, coordinator, centrale):
    of_network = audience("Réseau")
    said = BLANK | {"space": str(centrale.pk), "name": "Adhésion", "audience": str(of_network.pk)}

    assert errors_of(manager.post(url(Plan, "add"), said)) == ["audience"]
    assert errors_of(as_(coordinator).post(url(Plan, "add"), said)) == ["audience"]
    assert as_(coordinator).post(url(Plan, "add"), said | {"space": "", "reach": "network"}).status_code == 302


def test_lists_say_what_a_plan_costs_and_which_pass_is_over(manager, centrale, lea):
    sold = plan("Carnet", space=centrale, price_cents=11000)
    plan("Bénévoles", space=centrale)
    member(lea, sold, valid_through=date(2026, 6, 14)), member(lea, sold, date(2026, 6, 15), date(2026, 6, 15))

    plans, passes = (cells(manager.get(url(model, "list"))) for model in (Plan, Membership))

    assert [line[1] for line in plans] == ["", "110 € TTC"]
    assert [line[2] for line in passes] == ["15 juin 2026", "14 juin 2026, terminé"]
    type(centrale).objects.update(time_zone="Pacific/Tahiti")  # where the 14th is not over yet
    assert [line[2] for line in cells(manager.get(url(Membership, "list")))] == ["15 juin 2026", "14 juin 2026"]


def cells(response) -> list[list[str]]:
    """What each line of a list says after its box."""
    lines = soup(response).select("table.listing tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in line.select("td")][1:] for line in lines]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reach": "listed"}, "spaces"),
        ({"reach": "network"}, "reach"),
        ({"space": ""}, "space"),
        ({"name": ""}, "name"),
    ],
)
def test_plan_that_makes_no_sense_is_refused(manager, centrale, changes, field):
    said = BLANK | {"space": str(centrale.pk), "name": "Carnet"} | changes

    assert errors_of(manager.post(url(Plan, "add"), said)) == [field]


@pytest.mark.parametrize("hours", ["0", "0,01", "1,505"])
def test_plan_gives_whole_minutes(manager, centrale, hours):
    given = rows("entitlements", {"hours": hours, "unit": "minutes", "every": "once"})

    response = manager.post(url(Plan, "add"), BLANK | given | {"space": str(centrale.pk), "name": "Carnet"})

    assert response.context["form"].formsets["entitlements"].errors[0].keys() == {"hours"}


def test_what_was_used_is_not_taken_away(manager, centrale, lea):
    carnet = plan(space=centrale)
    hours = gives(carnet, 600)
    membership = member(lea, carnet)
    adjust(membership, hours, -60, on=date(2026, 6, 15), reason="Carnet papier", by=None)
    there = {"id": str(hours.pk), "hours": "10", "unit": "minutes", "every": "once"}
    said = BLANK | {"space": str(centrale.pk), "name": "Carnet"}

    for changes in ({"DELETE": "on"}, {"unit": "days"}):
        given = rows("entitlements", there | changes) | {"entitlements-INITIAL_FORMS": "1"}
        assert manager.post(url(Plan, "edit", carnet.pk), said | given).status_code == 200
    manager.post(url(Membership, "delete", membership.pk))

    assert Membership.objects.filter(pk=membership.pk).exists()
    hours.refresh_from_db()
    assert hours.unit == "minutes"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"email": "personne@example.org"}, "email"), ({"valid_through": "2026-06-14"}, "valid_through"), ({"plan": ""}, "plan")],
)  # fmt: skip
def test_membership_that_makes_no_sense_is_refused(manager, centrale, lea, changes, field):
    said = {"plan": str(plan(space=centrale).pk), "email": lea.email, "valid_from": "2026-06-15", "valid_through": ""}

    assert errors_of(manager.post(url(Membership, "add"), said | changes)) == [field]


def test_manager_gives_no_plan_of_others(manager, lea):
    for theirs in (plan("Réseau"), plan("Autre", space=SpaceFactory())):
        said = {"plan": str(theirs.pk), "email": lea.email, "valid_from": "2026-06-15", "valid_through": ""}
        assert errors_of(manager.post(url(Membership, "add"), said)) == ["plan"]


def test_person_and_plan_of_a_membership_stay(manager, centrale, lea, stranger):
    membership = member(lea, plan(space=centrale))
    other = plan("Autre", space=centrale)
    said = {"plan": str(other.pk), "email": stranger.email, "valid_from": "2026-01-01", "valid_through": "2026-12-31"}

    assert manager.post(url(Membership, "edit", membership.pk), said).status_code == 302

    membership.refresh_from_db()
    assert (membership.person, membership.plan.name) == (lea, "Carnet")
    assert membership.valid_through == date(2026, 12, 31)


def test_plans_and_memberships_of_others_are_out_of_reach(as_, centrale, lea, other_manager, teammate):
    own, of_network = plan("Abonnement secret", space=centrale), plan("Abonnement du réseau")
    records = [own, of_network, member(lea, own), member(lea, of_network)]

    for person in (other_manager, teammate):
        open_back_office(person)
        for one in records:
            assert_out_of_reach(as_(person), one, secrets=["Abonnement secret", "Abonnement du réseau"])


def test_plans_and_memberships_are_shown_to_their_manager_and_to_coordinators(as_, centrale, lea, owner, coordinator):
    own = plan("Abonnement secret", space=centrale)
    open_back_office(owner)

    for person in (owner, coordinator):
        for one in (own, member(lea, own)):
            assert_within_reach(as_(person), one, secrets=["Abonnement secret"])

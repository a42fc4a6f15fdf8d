"""Prices in the form of a resource: simple ones stay simple, others say for whom and when."""

import pytest
from django.db import IntegrityError, transaction

from spaces.catalogue.models import Resource
from spaces.pricing.models import Price
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import audience, price_for
from tests.spaces.resource_form import add, problems, url

pytestmark = pytest.mark.django_db

PLAIN = {"amount": "18", "unit": "hour", "vat_rate": "20"}


def test_manager_says_for_whom_and_when_a_price_is(manager, centrale):
    members = audience(space=centrale)
    peak = PLAIN | {"amount": "25", "days": ["5", "6"], "starts": "18h", "ends": "0:00"}
    summer = PLAIN | {
        "amount": "9,50", "audience": str(members.pk), "valid_from": "2026-07-01", "valid_through": "2026-08-31",
    }  # fmt: skip

    response = add(manager, centrale, "prices", PLAIN, peak, summer)

    assert response.status_code == 302, response.context["form"].formsets["prices"].errors
    said = ("amount_cents", "audience", "weekdays", "starts_min", "ends_min")
    assert list(Price.objects.values_list(*said)) == [
        (950, members.pk, "", 0, 1440),
        (1800, None, "", 0, 1440),
        (2500, None, "56", 1080, 1440),
    ]
    resource = Resource.objects.get()
    page = manager.get(url("edit", resource.pk)).content.decode()
    assert page.count("<details open>") == 2  # what says more than an amount stands open
    assert page.count("<details>") == 3  # the plain one, and the blank rows of prices and of limits


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [({}, True), ({"amount": "20"}, True), ({"days": ["1"]}, False), ({"ends": "12:00"}, False),
     ({"valid_from": "2026-07-01"}, False), ({"unit": "day"}, False)],
)  # fmt: skip
def test_two_prices_of_one_case_are_refused(manager, centrale, changes, is_refused):
    response = add(manager, centrale, "prices", PLAIN, PLAIN | changes)

    assert (response.status_code == 200) == is_refused
    assert not is_refused or len(problems(response, "prices")) == 1


def test_price_for_some_leaves_nobody_without(manager, centrale):
    members = audience(space=centrale)

    assert len(problems(add(manager, centrale, "prices", PLAIN | {"audience": str(members.pk)}), "prices")) == 1


def test_people_of_another_space_cannot_be_named(manager, centrale):
    strangers = audience("Inconnus", space=SpaceFactory())

    response = add(manager, centrale, "prices", PLAIN, PLAIN | {"audience": str(strangers.pk)})
    assert "audience" in problems(response, "prices")
    assert "Inconnus" not in manager.get(url("add")).content.decode()


def test_season_that_ends_before_it_begins_is_refused(manager, centrale):
    season = PLAIN | {"valid_from": "2026-08-31", "valid_through": "2026-07-01"}

    assert problems(add(manager, centrale, "prices", PLAIN, season), "prices") == ["valid_through"]


@pytest.mark.parametrize("when", [{}, {"weekdays": "56"}, {"valid_from": "2026-07-01"}])
def test_database_refuses_a_case_twice(room, when):
    price_for(room, 100, unit="day", **when)

    with pytest.raises(IntegrityError), transaction.atomic():
        price_for(room, 200, unit="day", **when)

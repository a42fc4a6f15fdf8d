"""To whom somebody belongs, from the plans that they have."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from spaces.pricing.services.audiences import audiences_of
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import audience, member, plan

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 16)


def test_audiences_are_those_of_the_space_and_of_the_network(lea, centrale):
    here, anywhere, elsewhere = (audience(str(n), space) for n, space in enumerate((centrale, None, SpaceFactory())))
    for each in (here, anywhere, elsewhere):
        member(lea, plan(each.name, audience=each))
    member(lea, plan("Carnet"))

    assert audiences_of(lea, centrale, DAY) == {here.pk, anywhere.pk}


@pytest.mark.parametrize(
    ("first", "last", "belongs"),
    [
        (date(2026, 6, 16), date(2026, 6, 16), True),
        (date(2026, 6, 17), None, False),
        (date(2026, 6, 1), date(2026, 6, 15), False),
        (date(2026, 6, 1), None, True),
    ],
)
def test_audience_counts_from_the_first_day_through_the_last(lea, centrale, first, last, belongs):
    members = audience()
    member(lea, plan(audience=members), first, last)

    assert audiences_of(lea, centrale, DAY) == ({members.pk} if belongs else set())


def test_nobody_belongs_to_nothing(lea, centrale, django_assert_num_queries):
    member(lea, plan(audience=audience()))

    with django_assert_num_queries(0):
        assert audiences_of(None, centrale, DAY) == audiences_of(AnonymousUser(), centrale, DAY) == set()

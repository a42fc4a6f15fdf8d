"""Where a plan counts: managers say so of their own places, and leave what coordinators have said of others."""

import pytest
from django.urls import reverse

from spaces.pricing.models import Plan
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import plan
from tests.maillage.curation.record_rights import open_back_office
from tests.reading import as_shown

pytestmark = pytest.mark.django_db

NETWORK, LISTED = Plan.Reach.NETWORK, Plan.Reach.LISTED


@pytest.fixture
def ailleurs(db):
    return SpaceFactory.open(name="Ailleurs")


@pytest.fixture
def back_office(as_, owner, centrale):
    open_back_office(owner)
    return as_(owner)


def url(name, *args):
    return reverse(Plan.snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("reach", [NETWORK, LISTED])
def test_manager_who_renames_a_plan_leaves_where_it_counts(back_office, centrale, ailleurs, reach):
    nomad = plan("Nomade", space=centrale, reach=reach)
    nomad.spaces.set([centrale, ailleurs] if reach == LISTED else [])
    nomad.save()
    before = set(nomad.spaces.all())

    sent = as_shown(back_office.get(url("edit", nomad.pk)), "name") | {"name": ["Nomade 2026"]}
    assert back_office.post(url("edit", nomad.pk), sent).status_code == 302

    found = Plan.objects.get()
    assert (found.name, found.reach, set(found.spaces.all())) == ("Nomade 2026", reach, before)


@pytest.mark.parametrize("reach", [NETWORK, LISTED])
def test_manager_lets_a_plan_count_in_no_other_place(back_office, centrale, ailleurs, reach):
    nomad = plan("Nomade", space=centrale)

    sent = as_shown(back_office.get(url("edit", nomad.pk)), "name") | {"reach": [reach], "spaces": [str(ailleurs.pk)]}
    refused = back_office.post(url("edit", nomad.pk), sent)

    assert refused.status_code == 200 and {"reach", "spaces"} & refused.context["form"].errors.keys()
    assert Plan.objects.get().reach == Plan.Reach.OWN

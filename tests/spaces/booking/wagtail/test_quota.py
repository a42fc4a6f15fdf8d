"""Limits in the form of a resource: hours are written, minutes are kept; others say for whom and when."""

import pytest

from spaces.booking.documents import quota_document
from spaces.booking.models import Quota
from spaces.catalogue.models import Resource
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import plan
from tests.reading import soup
from tests.spaces.resource_form import add, problems, url

pytestmark = pytest.mark.django_db

PLAIN = {"hours": "2", "count": "", "period": "day", "holder": "person", "whom": "all", "starts": "", "ends": ""}


def test_manager_says_how_much_for_whom_and_when(manager, centrale):
    nomade = plan("Nomade", space=centrale)
    noon = PLAIN | {"hours": "0,5", "days": ["0", "1", "2", "3", "4"], "starts": "12h", "ends": "14h"}
    of_plan = PLAIN | {"hours": "10", "period": "month", "whom": str(nomade.pk), "counts_kind": "on"}
    of_organisations = PLAIN | {"hours": "", "count": "4", "holder": "organisation", "whom": "members"}

    response = add(manager, centrale, "quotas", PLAIN, noon, of_plan, of_organisations)

    assert response.status_code == 302, response.context["form"].formsets["quotas"].errors
    plain = {"audience": "all", "period": "day", "minutes": 120, "count": None}
    assert [quota_document(quota) for quota in Quota.objects.order_by("pk")] == [
        plain,
        plain | {"minutes": 30, "days": ["mo", "tu", "we", "th", "fr"], "starts": "12:00", "ends": "14:00"},
        plain | {"minutes": 600, "period": "month", "plan": "nomade", "counts_kind": True},
        plain | {"minutes": None, "count": 4, "audience": "members", "holder": "organisation"},
    ]


def test_form_shows_what_was_written_and_keeps_it(manager, centrale):
    nomade = plan("Nomade", space=centrale)
    night = PLAIN | {"hours": "1.25", "whom": str(nomade.pk), "days": ["4"], "starts": "22:00", "ends": "02:00"}
    add(manager, centrale, "quotas", night)
    resource = Resource.objects.get()

    page = soup(manager.get(url("edit", resource.pk)))

    shown = {name: page.select_one(f"[name=quotas-0-{name}]").get("value") for name in ("hours", "starts", "ends")}
    assert shown | {"hours": shown["hours"].replace(",", ".")} == {"hours": "1.25", "starts": "22:00", "ends": "02:00"}
    chosen = page.select_one("[name=quotas-0-whom] option[selected]")
    assert (chosen["value"], "Nomade" in chosen.text) == (str(nomade.pk), True)


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [({}, True), ({"hours": "3"}, True), ({"days": ["1"]}, False), ({"ends": "12:00"}, False),
     ({"period": "week"}, False), ({"holder": "organisation"}, False), ({"counts_kind": "on"}, False),
     ({"whom": "team"}, False)],
)  # fmt: skip
def test_two_limits_of_one_case_are_refused(manager, centrale, changes, is_refused):
    response = add(manager, centrale, "quotas", PLAIN, PLAIN | changes)

    assert (response.status_code == 200) == is_refused
    assert not is_refused or len(problems(response, "quotas")) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"hours": ""}, "hours"), ({"hours": "0"}, "hours"), ({"hours": "-1"}, "hours"), ({"hours": "", "count": "0"}, "count"),
     ({"starts": "midi"}, "starts"), ({"whom": "cats"}, "whom")],
)  # fmt: skip
def test_limit_that_makes_no_sense_is_refused(manager, centrale, changes, field):
    assert problems(add(manager, centrale, "quotas", PLAIN | changes), "quotas") == [field]


def test_plan_of_another_space_cannot_be_named(manager, centrale):
    strangers = plan("Inconnu", space=SpaceFactory())

    assert problems(add(manager, centrale, "quotas", PLAIN | {"whom": str(strangers.pk)}), "quotas") == ["whom"]
    assert "Inconnu" not in manager.get(url("add")).content.decode()

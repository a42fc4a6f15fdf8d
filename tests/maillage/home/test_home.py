"""The first page. In English: the words of the code itself."""

from datetime import date

import pytest

from maillage.base import clock
from tests.factories.agenda import EventFactory, paris
from tests.reading import soup

pytestmark = pytest.mark.django_db

SUNDAY = paris(2026, 11, 29, 12)


@pytest.fixture(autouse=True)
def _on_a_sunday():
    with clock.fixed(SUNDAY):
        yield


def week(client):
    return soup(client.get("/en/")).select_one("[aria-labelledby=home-week]")


def test_next_seven_days_are_named_as_such(client):
    EventFactory.published(title="Lundi", on=date(2026, 11, 30))

    shown = week(client)

    assert shown.h2.get_text() == "The next seven days" and "Lundi" in shown.get_text()


@pytest.mark.parametrize(("dates", "rest"), [(8, []), (9, ["/en/agenda/?du=2026-11-29&au=2026-12-05"])])
def test_week_of_many_dates_leads_to_the_rest_of_them(client, dates, rest):
    for number in range(dates):
        EventFactory.published(title=f"Le {number}", on=date(2026, 11, 30))

    shown = week(client)

    assert len(shown.select("h4")) == 8
    assert [link["href"] for link in shown.select("a.section-link")] == rest


def test_one_looks_further_ahead_only_where_something_is(client):
    def further():
        return [link["href"] for link in week(client).select(".empty a")]

    assert further() == []
    EventFactory.published(on=date(2026, 12, 24))
    assert further() == ["/en/agenda/"]

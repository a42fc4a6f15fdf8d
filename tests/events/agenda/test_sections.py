"""What the pages of spaces and organisations say of their agenda."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from maillage.base import clock
from tests.factories.agenda import EventFactory
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


def day(number):
    return clock.now().date() + timedelta(days=number)


def panel(client, record):
    """Titles shown, and the page."""
    with override("fr"):
        address = record.get_absolute_url()
    page = client.get(address).content.decode()
    return [title for title in ("Bal", "Soupe", "Brouillon", "Ailleurs", "Hier") if f">{title}</a>" in page], page


def test_page_of_an_organisation_says_what_it_organises(client):
    cie, other = OrganisationFactory.published(slug="cie"), OrganisationFactory.published()
    EventFactory.published(title="Bal", organisers=[cie, other], on=day(3))
    EventFactory.published(title="Soupe", organisers=[cie], space=None, place="Place du marché", on=day(2))
    EventFactory.published(title="Hier", organisers=[cie], on=day(-2))
    EventFactory.published(title="Ailleurs", organisers=[other])
    EventFactory.draft(title="Brouillon", organisers=[cie])

    titles, page = panel(client, cie)

    assert titles == ["Bal", "Soupe"]
    for address in ("/agenda/?organisateur=cie", "/agenda.ics?organisateur=cie"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_page_of_an_organisation_without_dates_has_no_agenda(client):
    assert 'id="coming-up"' not in panel(client, OrganisationFactory.published())[1]


def test_organisation_that_members_only_see_links_to_no_public_list(client, stranger):
    cie = OrganisationFactory.published(visibility="members")
    EventFactory.published(title="Bal", organisers=[cie])
    client.force_login(stranger)

    assert 'id="coming-up"' not in panel(client, cie)[1]


def test_page_of_a_space_says_what_comes_there(client):
    here = SpaceFactory()
    EventFactory.published(title="Bal", space=here)
    EventFactory.published(title="Ailleurs")

    assert panel(client, here)[0] == ["Bal"]


@pytest.mark.parametrize("number", [1, 3])
def test_an_agenda_takes_as_many_queries_however_many_dates(client, number, django_assert_num_queries):
    cie = OrganisationFactory.published()
    for _ in range(number):
        EventFactory.published(organisers=[cie], types=["concert"])
    client.get(cie.get_absolute_url())

    with django_assert_num_queries(10):
        client.get(cie.get_absolute_url())

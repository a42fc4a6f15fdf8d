"""Words of authors say their language on a page that is in another."""

import pytest
from wagtail.models import Site

from maillage.base.models import Network
from tests.factories.agenda import EventFactory

pytestmark = pytest.mark.django_db


def speaks(language):
    network = Network.for_site(Site.objects.get(is_default_site=True))
    network.language = language
    network.save()


@pytest.mark.parametrize(
    ("page", "network", "marked"),
    [
        ("/agenda/", "fr", ""),
        ("/en/agenda/", "fr", ' lang="fr"'),
        ("/agenda/", "en", ' lang="en"'),
        ("/en/agenda/", "en", ""),
        ("/en/agenda/", "ar", ' lang="ar" dir="rtl"'),
    ],
)
def test_title_of_an_event_is_marked_where_the_page_is_in_another_language(client, page, network, marked):
    speaks(network)
    event = EventFactory.published(title="Bal gascon", summary="On danse.")

    shown = client.get(page).content.decode()
    alone = client.get(f"{page}{event.slug}/").content.decode()

    assert f"{marked}>Bal gascon</a>" in shown
    assert f'<p class="lede"{marked}>On danse.</p>' in alone

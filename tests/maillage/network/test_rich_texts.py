"""Long texts come in and go out, cleaned of what another network may have put there."""

import pytest

from events.agenda.models import Event
from maillage.network.services.exporting import export_network
from spaces.catalogue.models import Space
from tests.maillage.network.whole import bring_in, everything, written

RICH = '<h3>Au programme</h3><p>Voir <a href="https://example.org/" rel="noopener noreferrer">le site</a></p>'
HOSTILE = '<script>alert(1)</script><p onclick="alert(1)">Voir <a href="javascript:alert(1)">le site</a></p>'


def rich(html: str) -> dict:
    event = {"slug": "e", "start": "2026-09-20T10:00", "end": "2026-09-20T18:00", "body": "Voir", "body_html": html}
    space = {"slug": "s", "story": ["Voir"], "story_html": [html]}
    return {"format": "maillage-network/1", "spaces": [space], "events": [event]}


@pytest.mark.django_db
def test_headings_and_links_of_a_text_come_in_and_go_out():
    bring_in(rich(RICH))

    document = export_network()
    assert Event.objects.get().body == Space.objects.get().body.raw_data[0]["value"] == RICH
    assert document["events"][0]["body_html"] == RICH and document["spaces"][0]["story_html"] == [RICH]
    assert document["spaces"][0]["story"] == ["Au programme", "Voir le site"]


@pytest.mark.django_db
@pytest.mark.parametrize("is_new", [True, False])
def test_text_of_another_network_is_cleaned(is_new):
    if not is_new:
        bring_in(rich(RICH))
    bring_in(rich(HOSTILE))

    for html in (Event.objects.get().body, Space.objects.get().body.raw_data[0]["value"]):
        assert html == '<p>Voir <a rel="noopener noreferrer">le site</a></p>'


@pytest.mark.django_db
def test_text_that_was_edited_here_and_says_the_same_stays_as_it_is():
    bring_in(rich("<p>Voir</p>"))
    edited = '<p data-block-key="abc12">Voir</p>'
    Event.objects.update(body=edited)
    space = Space.objects.get()
    space.body = [("text", edited), ("quote", "Bravo")]
    space.save()
    before = everything()

    assert written(bring_in(export_network())) == 0
    assert everything() == before

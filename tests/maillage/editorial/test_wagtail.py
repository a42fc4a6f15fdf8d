"""Coordinators write the texts of the site and name the network; nobody else does."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from maillage.base.models import Network
from maillage.editorial.models import Key, Text

pytestmark = pytest.mark.django_db

NAME = "wagtailsnippets_editorial_text"


@pytest.fixture
def text():
    return Text.objects.get(key=Key.LEGAL, language="fr")


def rich(words):
    """What Wagtail's editor sends."""
    block = {"key": "a", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def test_writing_begins_with_the_words_that_come_with_the_product(client, coordinator, text):
    client.force_login(coordinator)
    editor = client.get(reverse(f"{NAME}:edit", args=[text.pk])).content.decode()

    assert "logiciel libre" in editor
    assert "Qui publie ce site" in editor


def test_coordinator_publishes_their_own_and_comes_back(client, coordinator, text):
    client.force_login(coordinator)
    edit = reverse(f"{NAME}:edit", args=[text.pk])

    client.post(edit, {"body": rich("Un brouillon.")})
    assert "Un brouillon." not in client.get("/mentions-legales/").content.decode()
    assert "Un brouillon." in client.get(edit).content.decode()

    client.post(edit, {"body": rich("Notre association."), "action-publish": "1"})
    assert "Notre association." in client.get("/mentions-legales/").content.decode()
    assert "Notre association." not in client.get("/en/mentions-legales/").content.decode()

    client.post(reverse(f"{NAME}:unpublish", args=[text.pk]))
    assert "Notre association." not in client.get("/mentions-legales/").content.decode()


def test_what_an_editor_pastes_cannot_run(client, coordinator, text):
    client.force_login(coordinator)
    sent = rich("<script>alert(1)</script>")
    client.post(reverse(f"{NAME}:edit", args=[text.pk]), {"body": sent, "action-publish": "1"})
    page = client.get("/mentions-legales/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_preview_is_the_page_in_the_language_of_the_text(client, coordinator):
    client.force_login(coordinator)
    text = Text.objects.get(key=Key.HELP, language="en")
    preview = reverse(f"{NAME}:preview_on_edit", args=[text.pk])
    client.post(preview, {"body": rich("Ring the bell.")})
    page = client.get(preview).content.decode()

    assert '<html lang="en">' in page
    assert "Ring the bell." in page


def test_texts_are_neither_added_nor_deleted(client, coordinator, text):
    client.force_login(coordinator)
    add = client.post(reverse(f"{NAME}:add"), {"body": rich("Encore un.")})
    client.post(reverse(f"{NAME}:delete", args=[text.pk]))
    bulk = reverse("wagtail_bulk_action", args=["editorial", "text", "delete"])
    client.post(f"{bulk}?id={text.pk}")

    assert add.status_code in (302, 403)
    assert Text.objects.count() == 2 * len(Key)


def test_somebody_who_only_keeps_a_place_writes_no_text_and_names_no_network(client, stranger, text):
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(stranger)
    client.post(reverse(f"{NAME}:edit", args=[text.pk]), {"body": rich("À moi."), "action-publish": "1"})
    client.post(reverse("wagtailsettings:edit", args=["base", "network", 1]), {"name": "À moi"})
    text.refresh_from_db()

    assert (text.body, text.live) == ("", False)
    assert not Network.objects.filter(name="À moi").exists()
    assert reverse(f"{NAME}:list") not in client.get("/admin/").content.decode()


def test_coordinator_names_the_network_and_who_answers_for_it(client, coordinator):
    client.force_login(coordinator)
    assert reverse("wagtailsettings:edit", args=["base", "network"]) in client.get("/admin/").content.decode()
    client.post(
        reverse("wagtailsettings:edit", args=["base", "network", 1]),
        {
            "name": "Réseau du Gave",
            "publisher": "Association du Gave",
            "accessibility": "none",
            "public_holidays": "closed",
        },
    )

    network = Network.objects.get()
    assert (network.publisher, network.public_holidays) == ("Association du Gave", "closed")

"""The words that a network starts with, and who keeps them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from maillage.vocabulary.models import Concept
from maillage.vocabulary.seed import WORDS
from spaces.catalogue.rules.places.types import CODES
from spaces.catalogue.words import STEP_FREE
from tests.maillage.curation.record_rights import open_back_office

pytestmark = pytest.mark.django_db


def test_words_are_there_in_french_and_english():
    stored = set(Concept.objects.values_list("scheme", "code", "label_fr", "label_en"))
    assert stored == {(scheme, *row) for scheme, rows in WORDS.items() for row in rows}
    assert all(label_fr and label_en for _scheme, _code, label_fr, label_en in stored)


def test_apostrophes_are_curled_where_nobody_has_changed_the_word():
    assert not any("'" in label for rows in WORDS.values() for row in rows for label in row)
    Concept.objects.filter(code="studio-son").update(label_fr="Studio d'enregistrement")
    Concept.objects.filter(code="espace-enfants").update(label_fr="Coin d'enfants", label_en="Children's corner")
    import_module("maillage.vocabulary.migrations.0003_typographic_apostrophes").curl(apps, None)

    changed = Concept.objects.filter(code__in=["studio-son", "espace-enfants"]).order_by("code")
    assert list(changed.values_list("label_fr", "label_en")) == [
        ("Coin d'enfants", "Children’s corner"),
        ("Studio d’enregistrement", "Recording studio"),
    ]


def test_words_are_those_that_imports_and_filters_know():
    codes = {scheme: {code for code, _fr, _en in rows} for scheme, rows in WORDS.items()}
    assert codes["space_type"] == CODES
    assert codes["accessibility"] & STEP_FREE


def test_coordinator_changes_a_word_and_never_deletes_it(client, coordinator):
    concept = Concept.objects.get(scheme="skill", code="danse")
    client.force_login(coordinator)
    name = "wagtailsnippets_vocabulary_concept"
    client.post(reverse(f"{name}:edit", args=[concept.pk]), {
        "scheme": "skill", "label_fr": "Danse", "label_en": "Dance", "code": "danse", "position": 10, "is_active": "on",
    })  # fmt: skip
    client.post(reverse(f"{name}:delete", args=[concept.pk]))
    bulk = reverse("wagtail_bulk_action", args=["vocabulary", "concept", "delete"])
    client.post(f"{bulk}?id={concept.pk}")
    concept.refresh_from_db()

    assert concept.label_fr == "Danse"


def test_words_are_found_in_the_list(client, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("wagtailsnippets_vocabulary_concept:list_results") + "?q=rami").content.decode()

    assert "Céramique" in page
    assert "Danse" not in page


def test_words_are_kept_by_nobody_else(client, stranger):
    client.force_login(open_back_office(stranger))
    for name in ("list", "add"):
        assert client.get(reverse(f"wagtailsnippets_vocabulary_concept:{name}")).status_code == 302

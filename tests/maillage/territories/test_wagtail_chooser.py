"""Choosing a territory in Wagtail's forms."""

import pytest
from django.db import connection
from django.forms import modelform_factory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm

from maillage.territories.models import Territory
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, django_user_model):
    user = django_user_model.objects.create_superuser("editor@example.org", "correct-horse-42")
    client.force_login(user)
    return client


def test_chooser_finds_by_name_without_accents(editor):
    CommuneFactory(name="Saint-Étienne-de-Baïgorry")
    CommuneFactory(name="Oloron-Sainte-Marie")

    answer = editor.get(reverse("territory_chooser:choose_results"), {"q": "st etienne"})

    assert answer.status_code == 200
    assert "Saint-Étienne-de-Baïgorry" in answer.content.decode()
    assert "Oloron" not in answer.content.decode()


def test_chooser_answers_with_the_chosen_territory(editor):
    pau = CommuneFactory(code="64445", name="Pau")

    answer = editor.get(reverse("territory_chooser:chosen", args=[pau.pk]))

    assert answer.json()["result"]["id"] == "64445"
    assert answer.json()["result"]["title"] == "Pau"


def test_chooser_takes_as_many_queries_with_one_territory_as_with_ten(editor, django_assert_num_queries):
    url = reverse("territory_chooser:choose_results")
    CommuneFactory()
    editor.get(url)
    with CaptureQueriesContext(connection) as one:
        editor.get(url)
    CommuneFactory.create_batch(9, departement=CommuneFactory(level=Territory.Level.DEPARTEMENT))

    with django_assert_num_queries(len(one)):
        assert editor.get(url).status_code == 200


def test_forms_offer_the_chooser_instead_of_36000_options():
    form = modelform_factory(Territory, form=WagtailAdminModelForm, fields=["parent"])

    assert form.base_fields["parent"].widget.__class__.__name__ == "TerritoryChooserWidget"

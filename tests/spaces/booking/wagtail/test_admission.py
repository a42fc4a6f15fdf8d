"""Who may book, in the form of a resource: people of its space or of the network."""

import pytest

from spaces.booking.models import Admission
from spaces.catalogue.models import Resource
from spaces.catalogue.services import team
from tests.factories.catalogue import SpaceFactory
from tests.factories.pricing import audience
from tests.reading import soup
from tests.spaces.resource_form import add, problems, url

pytestmark = pytest.mark.django_db


def people(*audiences):
    return [{"audience": str(one.pk)} for one in audiences]


def test_manager_says_who_may_book_and_reads_it_again(manager, centrale):
    members, network = audience(space=centrale), audience("Réseau")

    response = add(manager, centrale, "admissions", *people(members, network))

    assert response.status_code == 302, response.context["form"].formsets["admissions"].non_form_errors()
    assert [row.audience for row in Admission.objects.order_by("pk")] == [members, network]
    page = soup(manager.get(url("edit", Resource.objects.get().pk)))
    chosen = page.select("[name^=admissions-][name$=-audience] option[selected]")
    assert {option.get_text() for option in chosen} >= {"Adhérents · La Centrale", "Réseau"}


def test_same_people_twice_are_refused(manager, centrale):
    members = audience(space=centrale)

    said = problems(add(manager, centrale, "admissions", *people(members, members)), "admissions")

    assert "Le même public y figure deux fois. Retirez-en un." in said


def test_people_of_another_space_cannot_be_named(manager, centrale):
    strangers = audience("Inconnus", space=SpaceFactory())

    response = add(manager, centrale, "admissions", *people(strangers))

    assert problems(response, "admissions") == ["audience"]
    assert "Inconnus" not in manager.get(url("add")).content.decode()


def test_people_of_one_s_other_space_are_refused_with_the_reason(manager, owner, centrale):
    other = SpaceFactory(name="Le Moulin")
    team.join(other, user=owner, role="manager")

    (problem,) = problems(add(manager, centrale, "admissions", *people(audience(space=other))), "admissions")

    assert "Le Moulin" in problem
    assert not Resource.objects.exists()

"""`/gestion/<slug>/habilitations/` and what Wagtail has of bookings. In English: the words of the code itself."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Site

from maillage.base.errors import DomainError, NotAllowed
from maillage.base.models import Network
from spaces.booking.models import Habilitation, HabilitationGrant, Recognition, State
from spaces.booking.services.habilitations import grant, revoke
from spaces.booking.wagtail_hooks import daily_boards
from spaces.catalogue.models import Space
from tests.factories.booking import booked, require_training, trained
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.maillage.curation.record_rights import open_back_office
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/gestion/la-centrale/habilitations/"
PAGE_QUERIES = 19


@pytest.fixture
def laser(room) -> Habilitation:
    return require_training(room, "laser")


def asked(laser, **more) -> dict:
    return {"email": "LEA@example.org", "habilitation": str(laser.pk), "valid_until": "", "evidence": "", **more}


def mail_outbox_of(person) -> list:
    return [one for one in mail.outbox if one.to == [person.email]]


def test_manager_notes_a_training_and_the_person_may_book(as_, laser, room, lea, owner):
    board = "/en/lieux/la-centrale/reserver/?jour=2026-06-16"
    assert soup(as_(lea).get(board)).select("td.slot-locked")

    as_(owner).post(URL, asked(laser, valid_until="2026-06-16", evidence="Atelier du 2 juin"))

    given = HabilitationGrant.objects.get()
    assert (given.person, given.valid_until, given.granted_by) == (lea, date(2026, 6, 16), owner)
    assert "Léa Martin" in text(as_(owner).get(URL)) and "Atelier du 2 juin" in text(as_(owner).get(URL))
    assert soup(as_(lea).get(board)).select("td.slot-free")


def test_training_given_again_replaces_the_former_one(laser, lea, owner):
    trained(lea, "laser", "2026-06-10", space=laser.resources.get().space)
    elsewhere = trained(lea, "laser", "2026-06-12")

    given = grant(laser, email=lea.email, by=owner, valid_until=date(2027, 6, 10), space=laser.resources.get().space)

    assert set(HabilitationGrant.objects.standing()) == {elsewhere, given}


def test_training_is_taken_back(as_, laser, lea, owner):
    given = trained(lea, "laser")
    type(lea).objects.update(language="en")

    assert as_(owner).post(f"{URL}{given.pk}/retirer/", {"reason": " "}).status_code == 422
    assert HabilitationGrant.objects.standing().exists() and not mail_outbox_of(lea)
    response = as_(owner).post(f"{URL}{given.pk}/retirer/", {"reason": "Capot <ouvert>"}, follow=True)

    (told,) = mail_outbox_of(lea)
    assert told.subject == "You no longer have the training “Laser”" and "Capot <ouvert>" in told.body
    assert not HabilitationGrant.objects.standing().exists()
    assert "Léa Martin no longer has “Laser”." in response.content.decode()


def test_address_without_an_account_is_told_to_the_manager(as_, laser, owner):
    response = as_(owner).post(URL, asked(laser, email="personne@example.org"))

    assert response.status_code == 422
    assert "Nobody has an account with this address." in text(response)


def test_only_managers_of_the_space(as_, laser, lea, owner, teammate, stranger, other_manager):
    given = trained(lea, "laser")
    people = (owner, teammate, stranger, lea, other_manager, None)

    assert [as_(user).get(f"{URL}{given.pk}/retirer/").status_code for user in people] == [200, 403, 404, 404, 404, 404]
    assert [as_(user).get(URL).status_code for user in people] == [200, 403, 404, 404, 404, 404]
    assert [as_(user).post(URL, asked(laser)).status_code for user in people[1:]] == [403, 404, 404, 404, 404]
    gone = [as_(user).post(f"{URL}{given.pk}/retirer/").status_code for user in people[1:]]
    assert gone == [403, 404, 404, 404, 404]
    assert HabilitationGrant.objects.standing().get() == given


def test_trainings_of_other_places_are_out_of_reach(as_, laser, lea, owner, other_manager):
    elsewhere = require_training(ResourceFactory(space=SpaceFactory.open()), "tour-a-bois")
    given = trained(lea, "tour-a-bois")

    assert "Tour-a-bois" not in as_(owner).get(URL).content.decode()
    assert as_(owner).post(URL, asked(elsewhere)).status_code == 422
    assert as_(owner).post(f"{URL}{given.pk}/retirer/").status_code == 404
    with pytest.raises(NotAllowed):
        revoke(given, by=owner, reason="Non")
    with pytest.raises(NotAllowed):
        grant(laser, email=lea.email, by=other_manager, space=laser.resources.get().space)
    with pytest.raises(NotAllowed):
        grant(laser, email=lea.email, by=other_manager, space=Space.objects.get(slug="ailleurs"))
    with pytest.raises(NotAllowed):
        grant(laser, email=lea.email, by=owner, space=None)


def test_inactive_account_gets_nothing(laser, lea, owner):
    lea.is_active = False
    lea.save()

    with pytest.raises(DomainError, match=r"Nobody|Personne"):
        grant(laser, email=lea.email, by=owner, space=laser.resources.get().space)


def test_place_without_anything_to_book_begins_with_that(as_, centrale, owner):
    page = soup(as_(owner).get(URL))

    assert "Training keeps a machine for those who know how to use it" in page.main.get_text()
    (link,) = page.select(".empty a")
    assert link["href"].endswith("/admin/snippets/catalogue/resource/add/")


def test_coordinator_names_the_first_training(as_, room, coordinator):
    (link,) = soup(as_(coordinator).get(URL)).select(".empty a")

    assert link.get_text() == "Name a training"
    assert link["href"] == reverse(Habilitation.snippet_viewset.get_url_name("add"))


def test_space_without_machines_says_so(as_, room, owner):
    assert soup(as_(owner).get(URL)).select_one(".empty") and not soup(as_(owner).get(URL)).select_one(".empty a")
    site = Site.objects.get(is_default_site=True)
    Network.objects.update_or_create(site=site, defaults={"contact_email": "coordination@example.org"})
    link = soup(as_(owner).get(URL)).select_one(".empty a")
    assert (link.get_text(), link["href"]) == ("Write to the coordination", "mailto:coordination@example.org")
    assert "habilitations" not in as_(owner).get("/en/gestion/la-centrale/").content.decode()


# Trained elsewhere

RECOGNISE = f"{URL}reconnues/"


@pytest.fixture
def berges(laser):
    space = SpaceFactory.open(name="Les Berges")
    laser.resources.add(ResourceFactory(space=space))
    return space


def test_manager_chooses_whose_training_counts(as_, laser, berges, room, lea, owner):
    trained(lea, space=berges)
    board = "/en/lieux/la-centrale/reserver/?jour=2026-06-16"
    assert soup(as_(lea).get(board)).select("td.slot-locked")
    assert "Léa Martin" not in text(as_(owner).get(URL)) and "Les Berges" in text(as_(owner).get(URL))

    chosen = {"formation": "laser", "laser-qui": "choisis", "laser-espaces": [str(berges.pk)]}
    response = as_(owner).post(RECOGNISE, chosen, follow=True)

    page = soup(response)
    assert page.select_one(f'input[name="laser-espaces"][value="{berges.pk}"][checked]')
    assert "given by Les Berges" in text(response) and not page.select("form[action$='/retirer/']")
    assert soup(as_(lea).get(board)).select("td.slot-free")


def test_choice_without_a_space_is_asked_again(as_, laser, berges, owner):
    response = as_(owner).post(RECOGNISE, {"formation": "laser", "laser-qui": "choisis"})

    assert response.status_code == 422 and "Tick one place at least" in text(response)
    assert soup(response).select_one("details[open]")
    assert as_(owner).post(RECOGNISE, {"formation": "laser", "laser-qui": "?"}).status_code == 422
    assert as_(owner).post(RECOGNISE, {"formation": "inconnue", "inconnue-qui": "tous"}).status_code == 404
    assert not Recognition.objects.exists()


def test_only_managers_of_the_space_choose(as_, laser, berges, lea, teammate, stranger, other_manager):
    asked_for = {"formation": "laser", "laser-qui": "tous"}
    people = (teammate, stranger, lea, other_manager, None)

    assert [as_(user).post(RECOGNISE, asked_for).status_code for user in people] == [403, 404, 404, 404, 404]
    assert not Recognition.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_whatever_there_is(as_, room, lea, owner, count, django_assert_num_queries):
    for number in range(count):
        training = require_training(room, f"formation-{number}")
        training.resources.add(ResourceFactory(space=SpaceFactory.open()))
        trained(lea, training.code, space=room.space)
        Recognition.objects.create(space=room.space, habilitation=training)
    client = as_(owner)
    client.get(URL)

    with django_assert_num_queries(PAGE_QUERIES):
        client.get(URL)


# Wagtail


def test_trainings_are_named_by_coordinators_alone(client, laser, owner, coordinator):
    url = reverse(Habilitation.snippet_viewset.get_url_name("list"))
    edit = reverse(Habilitation.snippet_viewset.get_url_name("edit"), args=[laser.pk])

    for user, expected in ((open_back_office(owner), {302, 403, 404}), (coordinator, {200})):
        client.force_login(user)
        assert client.get(url).status_code in expected
        assert client.get(edit).status_code in expected


def test_dashboard_leads_to_the_board_of_each_space(rf, room, lea, owner, stranger):
    booked(room, "10-12", person=lea, state=State.PENDING)
    booked(room, "14-15", person=lea)
    request = rf.get("/admin/")

    request.user = owner
    (link,) = daily_boards(request)
    assert link.url.endswith("/gestion/la-centrale/") and "(1 " in link.label
    request.user = stranger
    assert daily_boards(request) == []

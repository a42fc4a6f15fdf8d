"""`/compte/organisations/`: keeping an organisation, alone or with others."""

import re

import pytest

from maillage.users.models import User
from members.directory.models import Organisation, OrganisationTeam
from tests.factories.directory import OrganisationFactory
from tests.queries import asked
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/compte/organisations/"


def filled(**changes):
    return {"name": "La Ruche", "summary": "Atelier partagé", "visibility": "public", **changes}


def test_organisation_is_made_by_its_first_owner(client, owner, sector):
    client.force_login(owner)
    response = client.post(f"{URL}nouvelle/", filled(sectors=[sector.pk], siret="123 456 789 01234", action="submit"))
    organisation = Organisation.objects.get()

    assert response.url == f"{URL}la-ruche/"
    assert (organisation.state, organisation.siret) == ("to_check", "12345678901234")
    assert [(member.user, member.role) for member in organisation.team.all()] == [(owner, "owner")]


def test_organisation_stands_in_the_commune_of_its_address(client, owner, pau):
    client.force_login(owner)
    client.post(f"{URL}nouvelle/", filled(postal_code="64000", city="PAU Cedex"))

    assert Organisation.objects.get().territory == pau


def test_town_known_by_its_code_alone_is_in_the_form_and_stays(client, owner, ruche, pau):
    Organisation.objects.update(territory=pau, city="", postal_code="")
    client.force_login(owner)

    assert soup(client.get(f"{URL}la-ruche/")).select_one("[name=city]")["value"] == "Pau"
    client.post(f"{URL}la-ruche/", filled(city="Pau", postal_code="64000"))
    ruche.refresh_from_db()
    assert (ruche.city, ruche.postal_code, ruche.territory) == ("Pau", "64000", pau)


def test_town_known_by_its_code_alone_stays_when_its_form_is_sent_as_it_is(client, owner, ruche, pau, bayonne):
    """Looked up by its name alone it would be neither of two."""
    type(pau).objects.filter(pk=bayonne.pk).update(name="Pau", search_key=pau.search_key)
    Organisation.objects.update(territory=pau, city="", postal_code="")
    client.force_login(owner)

    client.post(f"{URL}la-ruche/", filled(city="Pau", postal_code=""))

    ruche.refresh_from_db()
    assert (ruche.city, ruche.postal_code, ruche.territory) == ("Pau", "", pau)


def test_organisation_never_takes_an_address_of_the_site(client, owner):
    client.force_login(owner)
    client.post(f"{URL}nouvelle/", filled(name="Nouvelle"))

    assert Organisation.objects.get().slug == "nouvelle-2"


def test_list_holds_mine_with_where_they_stand(client, owner, ruche):
    OrganisationFactory(name="Autre")
    client.force_login(owner)
    page = text(client.get(URL))

    assert ("La Ruche" in page, "Autre" in page) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_as_much_for_one_as_for_three(client, owner, number):
    for _rank in range(number):
        OrganisationFactory(owner=owner)
    client.force_login(owner)

    assert asked(client, URL, "directory_") == 1


def test_team_changes_its_organisation(client, ruche, editor):
    client.force_login(editor)
    client.post(f"{URL}la-ruche/", filled(summary="Changé"))

    assert Organisation.objects.get().summary == "Changé"


def test_organisation_of_others_is_not_found(client, ruche, stranger):
    client.force_login(stranger)
    member = ruche.team.get()
    paths = ["", "supprimer/", "retirer/", "reprendre/", "equipe/", f"equipe/{member.pk}/"]
    answers = [client.post(f"{URL}la-ruche/{path}", filled(name="Volée")).status_code for path in paths]

    assert answers == [404] * len(paths)
    assert Organisation.objects.get().name == "La Ruche"


@pytest.mark.parametrize("path", ["supprimer/", "retirer/", "equipe/"])
def test_editor_may_neither_take_it_away_nor_invite(client, ruche, editor, path, mailoutbox):
    client.force_login(editor)

    assert client.post(f"{URL}la-ruche/{path}", {"email": "x@example.org", "role": "owner"}).status_code == 403
    assert Organisation.objects.exists()
    assert mailoutbox == []


@pytest.mark.parametrize("address", ["stranger@example.org", "nobody@example.org"])
def test_invitation_tells_nothing_about_accounts(client, ruche, owner, stranger, mailoutbox, address):
    client.force_login(owner)
    response = client.post(f"{URL}la-ruche/equipe/", {"email": address, "role": "editor"}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["success"]
    assert [message.to for message in mailoutbox] == [[address]]


def test_invitation_leaves_while_the_cache_that_counts_it_is_away(client, ruche, owner, mailoutbox, cache_away):
    client.force_login(owner)
    client.post(f"{URL}la-ruche/equipe/", {"email": "nobody@example.org", "role": "editor"})

    assert len(mailoutbox) == 1


def invited_address(mailoutbox):
    return re.search(r"http://[^/]+(/compte/organisations/rejoindre/\S+/)", mailoutbox[0].body)[1]


@pytest.mark.parametrize("address", ["", "nobody", "a b@example.org"])
def test_invitation_without_an_address_says_so_next_to_the_field(client, ruche, owner, mailoutbox, address):
    client.force_login(owner)
    page = client.post(f"{URL}la-ruche/equipe/", {"email": address, "role": "editor"}).content.decode()

    assert 'id="invite_email_error"' in page
    assert f'value="{address}"' in page or not address
    assert mailoutbox == []


def test_invited_person_joins_with_the_link(client, ruche, owner, stranger, mailoutbox):
    client.force_login(owner)
    client.post(f"{URL}la-ruche/equipe/", {"email": "Stranger@example.org", "role": "editor"})
    client.force_login(stranger)
    address = invited_address(mailoutbox)

    assert client.get(address).status_code == 200
    assert not ruche.team.filter(user=stranger).exists()
    client.post(address)
    assert ruche.team.get(user=stranger).role == "editor"


def test_link_sent_to_somebody_else_opens_nothing(client, ruche, owner, teammate, stranger, mailoutbox):
    client.force_login(owner)
    client.post(f"{URL}la-ruche/equipe/", {"email": stranger.email, "role": "owner"})
    client.force_login(teammate)
    client.post(invited_address(mailoutbox))
    client.post(f"{URL}rejoindre/made-up/")

    assert not ruche.team.exclude(user=owner).exists()


def test_link_does_not_bring_back_who_was_taken_out(client, ruche, owner, stranger, mailoutbox):
    client.force_login(owner)
    client.post(f"{URL}la-ruche/equipe/", {"email": stranger.email, "role": "owner"})
    client.force_login(stranger)
    client.post(invited_address(mailoutbox))
    client.force_login(owner)
    client.post(f"{URL}la-ruche/equipe/{ruche.team.get(user=stranger).pk}/")
    client.force_login(stranger)
    client.post(invited_address(mailoutbox))

    assert [member.user for member in ruche.team.all()] == [owner]


def test_who_was_taken_out_joins_with_a_new_link(client, ruche, owner, stranger, editor, mailoutbox):
    client.force_login(owner)
    client.post(f"{URL}la-ruche/equipe/{ruche.team.get(user=editor).pk}/")
    client.post(f"{URL}la-ruche/equipe/", {"email": editor.email, "role": "owner"})
    client.force_login(editor)
    client.post(invited_address(mailoutbox))

    assert ruche.team.get(user=editor).role == "owner"


def test_link_of_somebody_who_no_longer_chooses_the_team_opens_nothing(client, ruche, owner, stranger, mailoutbox):
    second = OrganisationTeam.objects.create(organisation=ruche, user=User.objects.create_user("second@example.org"))
    client.force_login(second.user)
    client.post(f"{URL}la-ruche/equipe/", {"email": stranger.email, "role": "owner"})
    client.force_login(owner)
    client.post(f"{URL}la-ruche/equipe/{second.pk}/")
    client.force_login(stranger)
    client.post(invited_address(mailoutbox))

    assert [member.user for member in ruche.team.all()] == [owner]


def test_owner_takes_an_editor_out_and_never_the_last_owner(client, ruche, owner, editor):
    client.force_login(owner)
    for member in ruche.team.all():
        client.post(f"{URL}la-ruche/equipe/{member.pk}/")

    assert [member.user for member in ruche.team.all()] == [owner]


def test_editor_leaves_by_themselves_and_takes_nobody_out(client, ruche, owner, editor):
    client.force_login(editor)
    other, mine = ruche.team.get(user=owner), ruche.team.get(user=editor)
    OrganisationTeam.objects.create(organisation=ruche, user=User.objects.create_user("second@example.org"))
    client.post(f"{URL}la-ruche/equipe/{other.pk}/")
    client.post(f"{URL}la-ruche/equipe/{mine.pk}/")

    assert sorted(str(member.user) for member in ruche.team.all()) == ["Olive Ouvrard", "second@example.org"]


def test_deleted_organisation_is_gone_after_a_question(client, ruche, owner):
    client.force_login(owner)
    client.get(f"{URL}la-ruche/supprimer/")
    assert Organisation.objects.exists()
    client.post(f"{URL}la-ruche/supprimer/")

    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("state", "said"), [("published", "Publiée"), ("archived", "Archivée"), ("draft", "Brouillon")]
)
def test_state_agrees_with_an_organisation_in_french(client, owner, ruche, state, said):
    Organisation.objects.update(state=state, live=state == "published")
    client.force_login(owner)

    lists, pages = client.get(URL), client.get(f"{URL}la-ruche/")
    assert [soup(page).select_one("main .status").get_text(strip=True) for page in (lists, pages)] == [said, said]

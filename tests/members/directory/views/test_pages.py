"""The page of a person and of an organisation, as each reader may see it."""

import json
import re
from datetime import UTC, date, datetime

import pytest

from maillage.base import clock
from members.directory.models import OrganisationTeam
from tests.factories.directory import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

FIELDS = {
    "phone": "05 59 11 22 33",
    "website": "https://lea.example/",
    "languages": "occitan et basque",
    "available_until": date(2026, 9, 30),
}
SHOWN = {"phone": "05 59 11 22 33", "website": "lea.example", "languages": "occitan et basque",
         "available_until": "30 septembre 2026", "territory": "Pau (64)"}  # fmt: skip


def jsonld(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)[1])


@pytest.fixture
def lea(owner, pau):
    return PersonFactory.published(display_name="Léa Martin", slug="lea", user=owner, territory=pau, **FIELDS)


@pytest.mark.parametrize(
    ("level", "seen_by"),
    [
        ("public", {"anybody": True, "stranger": True, "owner": True, "coordinator": True}),
        ("members", {"anybody": False, "stranger": True, "owner": True, "coordinator": True}),
        ("team", {"anybody": False, "stranger": False, "owner": True, "coordinator": True}),
    ],
)
@pytest.mark.parametrize("field", sorted(SHOWN))
def test_field_shows_to_whom_its_owner_chose(client, request, lea, field, level, seen_by):
    setattr(lea, f"{field}_visibility", level)
    lea.save()

    found = {}
    for who in seen_by:
        client.logout()
        if who != "anybody":
            client.force_login(request.getfixturevalue(who))
        with clock.fixed(datetime(2026, 6, 16, 10, tzinfo=UTC)):
            found[who] = SHOWN[field] in client.get("/annuaire/personnes/lea/").content.decode()

    assert found == seen_by


def test_availability_that_is_over_does_not_show(client, lea):
    lea.available_until_visibility = "public"
    lea.save()
    with clock.fixed(datetime(2026, 10, 1, 10, tzinfo=UTC)):
        assert "30 septembre" not in client.get("/annuaire/personnes/lea/").content.decode()


@pytest.mark.parametrize(
    ("state", "visibility", "seen_by"),
    [
        ("published", "public", ["anybody", "stranger", "owner", "coordinator"]),
        ("published", "members", ["stranger", "owner", "coordinator"]),
        ("published", "team", ["owner", "coordinator"]),
        ("draft", "public", ["owner", "coordinator"]),
        ("to_check", "public", ["owner", "coordinator"]),
        ("refused", "public", ["owner", "coordinator"]),
        ("archived", "public", ["owner", "coordinator"]),
    ],
)
@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_page_is_not_found_by_those_who_may_not_see_it(client, request, owner, kind, state, visibility, seen_by):
    fields = {"state": state, "live": state == "published", "visibility": visibility, "slug": "it"}
    if kind == "person":
        PersonFactory(user=owner, **fields)
    else:
        OrganisationFactory(owner=owner, **fields)

    answers = {}
    for who in ("anybody", "stranger", "owner", "coordinator"):
        client.logout()
        if who != "anybody":
            client.force_login(request.getfixturevalue(who))
        folder = "personnes" if kind == "person" else "organisations"
        answers[who] = client.get(f"/annuaire/{folder}/it/").status_code

    assert answers == {who: 200 if who in seen_by else 404 for who in answers}


def test_owner_sees_that_a_draft_is_a_draft(client, owner):
    PersonFactory(user=owner, slug="lea")
    client.force_login(owner)
    assert "Draft" in client.get("/en/annuaire/personnes/lea/").content.decode()


def test_people_are_kept_from_search_engines_unless_they_choose_to_be_there(client, lea):
    robots = '<meta name="robots" content="noindex">'
    before = client.get("/annuaire/personnes/lea/").content.decode()
    lea.is_indexable = True
    lea.save()
    after = client.get("/annuaire/personnes/lea/").content.decode()

    assert robots in before
    assert robots not in after


def test_jsonld_says_only_what_the_reader_may_see(client, lea, stranger):
    anonymous = jsonld(client.get("/annuaire/personnes/lea/").content.decode())
    client.force_login(stranger)
    member = jsonld(client.get("/annuaire/personnes/lea/").content.decode())

    assert (anonymous["@type"], anonymous["name"]) == ("Person", "Léa Martin")
    assert "telephone" not in anonymous
    assert member["telephone"] == "05 59 11 22 33"


def test_foreign_text_is_text(client, lea):
    lea.body = "<script>alert(1)</script>\n\nDeux & trois"
    lea.headline = "</script><b>gras</b>"
    lea.save()
    page = client.get("/annuaire/personnes/lea/").content.decode()

    assert "<script>alert(1)" not in page
    assert "<b>gras" not in page
    assert "<p>Deux &amp; trois</p>" in page
    assert jsonld(page)["jobTitle"] == "</script><b>gras</b>"


def test_organisation_names_its_people_when_they_show_it(client, stranger, owner, teammate):
    organisation = OrganisationFactory.published(name="La Ruche", slug="la-ruche", owner=owner)
    OrganisationTeam.objects.create(organisation=organisation, user=teammate)
    PersonFactory.published(display_name="Public Léa", user=owner, organisations_visibility="public")
    PersonFactory.published(display_name="Members Tao", user=teammate, organisations_visibility="members")

    page = client.get("/annuaire/organisations/la-ruche/").content.decode()
    client.force_login(stranger)
    member_page = client.get("/annuaire/organisations/la-ruche/").content.decode()

    assert ("Public Léa" in page, "Members Tao" in page) == (True, False)
    assert ("Public Léa" in member_page, "Members Tao" in member_page) == (True, True)


def test_person_names_organisations_only_as_far_as_these_show_themselves(client, owner):
    PersonFactory.published(slug="lea", user=owner, organisations_visibility="public")
    OrganisationFactory.published(name="Shown Org", owner=owner)
    OrganisationFactory(name="Draft Org", owner=owner)

    page = client.get("/annuaire/personnes/lea/").content.decode()

    assert ("Shown Org" in page, "Draft Org" in page) == (True, False)


def test_organisation_says_who_it_is_to_search_engines(client):
    OrganisationFactory.published(
        name="La Ruche", slug="la-ruche", siret="12345678901234", email="bonjour@ruche.example", city="Pau"
    )
    said = jsonld(client.get("/annuaire/organisations/la-ruche/").content.decode())

    assert {key: said[key] for key in ("@type", "name", "identifier", "email")} == {
        "@type": "Organization", "name": "La Ruche", "identifier": "12345678901234", "email": "bonjour@ruche.example",
    }  # fmt: skip
    assert said["address"] == {"@type": "PostalAddress", "addressLocality": "Pau"}

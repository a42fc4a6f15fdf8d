"""The page of one space: what it says, to whom."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.utils.html import escape
from wagtail.models import Collection

from maillage.base import clock
from maillage.base.models import Network
from members.directory.models import Organisation, Person
from spaces.catalogue import sections
from spaces.catalogue.models import SpacePhoto
from tests.factories.catalogue import ResourceFactory, SpaceFactory, on_dates, open_weekly
from tests.factories.territories import CommuneFactory
from tests.spaces.catalogue.wagtail.test_space import picture_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with clock.fixed(NOON):
        yield


@pytest.fixture(autouse=True)
def _catalogue_alone(monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    monkeypatch.setattr(sections, "_actions", {})


def read(client, slug="centrale"):
    response = client.get(f"/lieux/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_page_says_what_one_needs_to_come(client):
    commune = CommuneFactory(code="64445", name="Pau")
    SpaceFactory.open(
        slug="centrale", name="La Centrale & Cie", summary="Un ancien atelier du gaz.", street="3 rue du Moulin",
        commune=commune, types=["coworking"], amenities=["wifi"], accessibility=["plain-pied"], phone="+33559000000",
        email="bonjour@lacentrale.example", website="https://www.lacentrale.example/", access="À 6 minutes de la gare.",
        body='[{"type": "text", "value": "<p>En 2014, six indépendants…</p>"}]',
    )  # fmt: skip

    page = read(client)

    for text in ("La Centrale &amp; Cie", "Un ancien atelier du gaz.", "3 rue du Moulin, 64000 Pau",
                 escape("À 6 minutes de la gare."),
                 "05\u00a059\u00a000\u00a000\u00a000", 'href="tel:+33559000000"', "mailto:bonjour@lacentrale.example",
                 ">lacentrale.example<", "En 2014, six indépendants…", "Espace de coworking",
                 "/lieux/?territoire=64445"):  # fmt: skip
        assert text in page, text


def test_page_says_when_it_is_open(client):
    space = SpaceFactory.open(slug="centrale", hours=("09:00", "19:00"))
    on_dates(space, date(2026, 7, 14), label="Fête nationale")

    context = client.get("/lieux/centrale/").context

    assert context["status"].kind == "open"
    assert [(row["today"], len(row["hours"])) for row in context["week"]] == [(True, 1), (False, 0)]
    assert len(context["exceptions"]) == 1
    assert context["exceptions"][0]["note"] == "Fête nationale"


@pytest.mark.parametrize(("prefix", "name"), [("/en", "National Day"), ("", "Fête nationale")])
def test_public_holidays_are_named_in_the_language_of_the_page(client, prefix, name):
    SpaceFactory.open(slug="centrale", public_holidays="closed")

    context = client.get(f"{prefix}/lieux/centrale/").context

    assert [one["note"] == name for one in context["exceptions"]] == [True, False]  # the second: 15 August


def test_public_holidays_are_told_to_search_engines_and_programs_where_nobody_wrote_otherwise(client):
    space = SpaceFactory.open(slug="centrale", public_holidays="closed")
    on_dates(space, date(2026, 7, 14), hours=("10:00", "12:00"))

    said = jsonld(read(client))["specialOpeningHoursSpecification"]

    assert ("10:00", "12:00", "2026-07-14") in [(one["opens"], one["closes"], one["validFrom"]) for one in said]
    closed = [one["validFrom"] for one in said if one["opens"] == one["closes"] == "00:00"]
    assert closed[:5] == ["2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25", "2027-01-01"]
    assert {"2027-03-29", "2027-05-17"} <= set(closed)
    assert [one["name"] for one in said if one["validFrom"] == "2026-12-25"] == ["Noël"]
    hours = client.get("/lieux/centrale.json").json()["opening_hours"]
    assert hours == "Mo-Fr 09:00-18:00; PH off; 2026 Jul 14 10:00-12:00"


def test_page_of_a_space_without_hours_says_so(client):
    SpaceFactory(slug="centrale")

    assert client.get("/lieux/centrale/").context["has_hours"] is False


def test_page_shows_photos_with_their_credit_and_a_weave_without(client):
    space = SpaceFactory(slug="centrale")
    assert 'class="weave' in read(client).split("page-cover")[1].split("</div>")[0]
    for title in ("La salle", "Le café"):
        picture = picture_in(Collection.objects.get(depth=1), title)
        picture.description, picture.credit = title, "Photo : O. Ouvrard"
        picture.save()
        SpacePhoto.objects.create(space=space, picture=picture)

    page = read(client)

    assert 'alt="La salle"' in page.split("page-cover")[1].split("</div>")[0]
    assert 'alt="Le café"' in page
    assert page.count("O. Ouvrard") == 2
    assert ".webp" in page


@pytest.mark.parametrize(
    ("kind", "who", "status"),
    [
        ("public", "anyone", 200), ("members", "anyone", 404), ("members", "stranger", 200),
        ("team", "stranger", 404), ("team", "teammate", 200), ("team", "owner", 200), ("team", "coordinator", 200),
        ("draft", "anyone", 404), ("draft", "stranger", 404), ("draft", "teammate", 200), ("draft", "owner", 200),
        ("archived", "stranger", 404), ("archived", "owner", 200),
    ],
)  # fmt: skip
def test_page_is_for_whom_may_see_it(client, owner, teammate, stranger, coordinator, kind, who, status):
    people = {"owner": owner, "teammate": teammate, "stranger": stranger, "coordinator": coordinator}
    fields = {"slug": "centrale", "name": "Nom secret", "manager": owner, "host": teammate}
    if kind == "draft":
        SpaceFactory.draft(**fields)
    elif kind == "archived":
        SpaceFactory(live=False, state="archived", **fields)
    else:
        SpaceFactory(visibility=kind, **fields)
    if who != "anyone":
        client.force_login(people[who])

    response = client.get("/lieux/centrale/")

    assert response.status_code == status
    assert ("Nom secret" in response.content.decode()) is (status == 200)
    if status == 200 and kind != "public":
        assert response.context["standing"]
        assert 'content="noindex"' in response.content.decode()
        assert not response.context["jsonld"]


def test_team_finds_the_way_to_the_form(client, owner, teammate, stranger):
    space = SpaceFactory(slug="centrale", manager=owner, host=teammate)
    edit = f"/admin/snippets/catalogue/space/edit/{space.pk}/"

    shown = {}
    for person in (owner, teammate, stranger):
        client.force_login(person)
        shown[person.email.split("@")[0]] = edit in read(client)

    assert shown == {"owner": True, "teammate": False, "stranger": False}


def test_imported_place_names_its_list_until_somebody_checks_it(client):
    SpaceFactory.imported(slug="centrale", source_name="Liste régionale 2019")
    Network.objects.update_or_create(site_id=1, defaults={"contact_email": "reseau@example.org"})

    page = read(client)

    assert "Liste régionale 2019" in page
    assert "mailto:reseau@example.org?" in page
    SpaceFactory.imported(slug="verifie", verified_at=NOON)
    assert client.get("/lieux/verifie/").context["source_note"] is None


def test_organisation_and_people_show_only_when_public(client, owner, teammate):
    hidden = Organisation.objects.create(name="Structure cachée", slug="cachee")
    space = SpaceFactory(slug="centrale", organisation=hidden, manager=owner, host=teammate)
    Person.objects.create(display_name="Olive publique", slug="olive", user=owner, live=True, state="published")
    Person.objects.create(display_name="Tao discret", slug="tao", user=teammate)

    page = read(client)
    assert ("Structure cachée" in page, "Olive publique" in page, "Tao discret" in page) == (False, True, False)
    space.organisation = Organisation.objects.create(
        name="Structure ouverte", slug="ouverte", live=True, state="published"
    )
    space.save()
    assert "Structure ouverte" in read(client)


def test_what_is_around_is_offered_nearest_first(client):
    SpaceFactory(slug="centrale", name="Ici")
    SpaceFactory(slug="loin", name="Loin", latitude=48.85, longitude=2.35)
    SpaceFactory(slug="orthez", name="Orthez", latitude=43.4878, longitude=-0.7706)
    SpaceFactory(slug="billere", name="Billère", latitude=43.30, longitude=-0.39)
    SpaceFactory.draft(slug="cache", name="Caché", latitude=43.2952, longitude=-0.37)

    near = client.get("/lieux/centrale/").context["near"]

    assert [one["label"] for one in near] == ["Billère", "Orthez"]
    assert "1,6" in near[0]["detail"] or "1.6" in near[0]["detail"]


# For machines


def jsonld(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_jsonld_describes_the_place(client):
    space = SpaceFactory.open(
        slug="centrale", name="</script><b>La Centrale & Cie", days=[0, 1], hours=("09:00", "24:00"),
        types=["mediatheque", "coworking"],
        accessibility=["plain-pied"], street="3 rue du Moulin",
    )  # fmt: skip
    open_weekly(space, [4], ("18:00", "02:00"), valid_from=date(2026, 6, 1))
    on_dates(space, date(2026, 7, 14))
    on_dates(space, date(2026, 12, 24), hours=("09:00", "12:00"))
    on_dates(space, date(2026, 1, 1), label="passé")
    ResourceFactory(space=space, name="Salle Aneto", people=8)
    ResourceFactory(space=space, name="Découpe laser", kind="machine")
    ResourceFactory(space=space, name="Retirée", is_active=False)

    page = read(client)
    data = jsonld(page)

    assert "<b>La Centrale" not in page
    assert data["name"] == "</script><b>La Centrale & Cie"
    assert data["@type"] == ["LocalBusiness", "CivicStructure"]
    assert data["address"] == {
        "@type": "PostalAddress", "streetAddress": "3 rue du Moulin", "postalCode": "64000", "addressLocality": "Pau",
        "addressCountry": "FR",
    }  # fmt: skip
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 43.2951, "longitude": -0.3708}
    hours = {"@type": "OpeningHoursSpecification"}
    assert data["openingHoursSpecification"] == [
        {**hours, "dayOfWeek": "Monday", "opens": "09:00", "closes": "23:59"},
        {**hours, "dayOfWeek": "Tuesday", "opens": "09:00", "closes": "23:59"},
        {**hours, "dayOfWeek": "Friday", "opens": "18:00", "closes": "02:00", "validFrom": "2026-06-01"},
    ]
    assert data["specialOpeningHoursSpecification"] == [
        {**hours, "opens": "00:00", "closes": "00:00", "validFrom": "2026-07-14", "validThrough": "2026-07-14"},
        {**hours, "opens": "09:00", "closes": "12:00", "validFrom": "2026-12-24", "validThrough": "2026-12-24"},
    ]
    assert data["containsPlace"] == [{"@type": "MeetingRoom", "name": "Salle Aneto", "maximumAttendeeCapacity": 8}]
    assert [feature["name"] for feature in data["amenityFeature"]] == ["De plain-pied"]
    assert "image" not in data


def test_page_can_be_shared_and_found(client):
    SpaceFactory(slug="centrale", name="La Centrale", summary="Un ancien atelier.")

    page = read(client)

    assert '<link rel="canonical" href="http://testserver/lieux/centrale/">' in page
    assert '<meta property="og:description" content="Un ancien atelier.">' in page
    assert 'href="/lieux/centrale.json"' in page


# What other rooms add


def test_rooms_above_add_panels_and_buttons(client):
    SpaceFactory(slug="centrale", body='[{"type": "text", "value": "<p>Histoire</p>"}]')
    for name, order, area in (("late", 90, "main"), ("early", 10, "main"), ("side", 50, "aside"), ("none", 1, "main")):
        context = (lambda request, space: None) if name == "none" else _said(name)
        sections.register(sections.Section(name, "components/message.html", context, area=area, order=order))
    sections.register_action(
        "book", lambda request, space: {"label": "Réserver", "url": f"/lieux/{space.slug}/reserver/"}
    )
    sections.register_action("nothing", lambda request, space: None)

    page = read(client)

    positions = [page.index(text) for text in ("panneau early", "panneau side", "Histoire", "panneau late")]
    assert positions == sorted(positions)
    assert 'href="/lieux/centrale/reserver/"' in page
    assert "panneau none" not in page


def _said(name):
    return lambda request, space: {"text": f"panneau {name}"}


def test_page_costs_the_same_whatever_it_holds(client, django_assert_num_queries, owner):
    def fill(space, count):
        for number in range(count):
            SpacePhoto.objects.create(space=space, picture=picture_in(Collection.objects.get(depth=1)))
            ResourceFactory(space=space)
            on_dates(space, date(2026, 7, 1 + number), hours=("10:00", "12:00"))
            SpaceFactory(latitude=43.3 + number / 100, longitude=-0.37, types=["fablab"])

    space = SpaceFactory.open(slug="centrale", types=["fablab"], amenities=["wifi"], accessibility=["plain-pied"])
    fill(space, 1)
    read(client)  # renditions are made once
    with django_assert_num_queries(15):
        read(client)
    fill(space, 2)
    read(client)
    with django_assert_num_queries(15):
        read(client)


def test_page_says_what_can_be_booked_by_those_who_need_more(client):
    space = SpaceFactory(slug="centrale")
    ResourceFactory(space=space, name="Poste 1", features=["wheelchair", "quiet"])
    ResourceFactory(space=space, name="Salle Aneto", features=["wheelchair"])
    ResourceFactory(space=space, name="Retirée", features=["hearing_loop"], is_active=False)

    response = client.get("/en/lieux/centrale/")

    said = [(one["value"], one["detail"]) for one in response.context["features"]]
    assert said == [("Wheelchair access", "Poste 1, Salle Aneto"), ("Quiet", "Poste 1")]
    (room,) = jsonld(response.content.decode())["containsPlace"][1:]
    assert room["amenityFeature"] == [
        {"@type": "LocationFeatureSpecification", "name": "wheelchair access", "value": True}
    ]

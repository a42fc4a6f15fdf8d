"""The catalogue as data: the same places in other forms, said once, safe to open."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from wagtail.models import Collection

from maillage.base import clock
from maillage.base.models import Network
from maillage.base.zones import get_zone
from spaces.catalogue.models import Space, SpacePhoto
from tests.factories.catalogue import SpaceFactory, on_dates, words
from tests.spaces.catalogue.wagtail.test_space import picture_in

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)
FEEDS = ("geojson", "csv", "json")


@pytest.fixture
def places():
    with clock.fixed(NOON):
        SpaceFactory.open(slug="centrale", name="La Centrale", types=["coworking", "fablab"], amenities=["wifi"],
                          phone="+33559000000", website="https://lacentrale.example/")  # fmt: skip
        SpaceFactory(slug="babel", name="Babel", types=["lieu-culturel"], latitude=44.8378, longitude=-0.5792)
        SpaceFactory(slug="zinc", name="Zinc", latitude=None, longitude=None)
        SpaceFactory.draft(slug="brouillon")
        SpaceFactory.for_members(slug="membres")


def body(response):
    return b"".join(response.streaming_content).decode() if response.streaming else response.content.decode()


def slugs(client, suffix, query=""):
    text = body(client.get(f"/lieux.{suffix}{query}"))
    if suffix == "csv":
        return [row["slug"] for row in csv.DictReader(io.StringIO(text))]
    if suffix == "json":
        return [one["slug"] for one in json.loads(text)["spaces"]]
    return [one["properties"]["url"].split("/")[2] for one in json.loads(text)["features"]]


@pytest.mark.parametrize(
    "query", ["", "?type=fablab", "?q=babel", "?ouvert=maintenant", "?bbox=-1,44,0,45", "?pres=44,0&tri=nom", "?page=7"]
)
def test_the_same_question_gives_the_same_places_in_every_form(client, places, query):
    with clock.fixed(NOON):
        page = client.get(f"/lieux/{query.replace('?page=7', '')}")
        listed = [card["url"].split("/")[2] for card in page.context["cards"]]
        assert slugs(client, "json", query) == slugs(client, "csv", query) == listed
        assert sorted(slugs(client, "geojson", query)) == sorted(slug for slug in listed if slug != "zinc")


def test_strangers_read_what_is_public_and_members_what_is_theirs(client, places, stranger):
    assert {suffix: sorted(slugs(client, suffix)) for suffix in FEEDS} == {
        "geojson": ["babel", "centrale"], "csv": ["babel", "centrale", "zinc"], "json": ["babel", "centrale", "zinc"],
    }  # fmt: skip
    client.force_login(stranger)
    assert "membres" in slugs(client, "json")
    assert "brouillon" not in slugs(client, "json")


def test_geojson_is_what_the_standard_says(client, places):
    response = client.get("/lieux.geojson")
    data = response.json()

    assert response["Content-Type"] == "application/geo+json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert data["bbox"] == [-0.5792, 43.2951, -0.3708, 44.8378]
    centrale = next(one for one in data["features"] if one["properties"]["name"] == "La Centrale")
    assert centrale == {
        "type": "Feature",
        "id": "http://testserver/lieux/centrale/",
        "geometry": {"type": "Point", "coordinates": [-0.3708, 43.2951]},
        "properties": {
            "name": "La Centrale",
            "city": "Pau",
            "types": ["coworking", "fablab"],
            "url": "/lieux/centrale/",
        },
    }


def test_geojson_keeps_its_identifiers_in_every_language(client, places):
    french, english = (client.get(f"{prefix}/lieux.geojson").json()["features"] for prefix in ("", "/en"))

    assert [one["id"] for one in french] == [one["id"] for one in english]
    assert all(one["properties"]["url"].startswith("/en/lieux/") for one in english)


def test_geojson_of_nothing_is_valid(client, db):
    assert client.get("/lieux.geojson").json() == {"type": "FeatureCollection", "features": []}


def test_csv_carries_the_national_columns_and_ours(client, places):
    Space.objects.filter(slug="centrale").update(verified_at=NOON, updated_at=NOON)
    with clock.fixed(NOON):
        on_dates(Space.objects.get(slug="centrale"), date(2026, 7, 14), label="Fête")
        rows = list(csv.DictReader(io.StringIO(body(client.get("/lieux.csv")))))

    centrale = next(row for row in rows if row["slug"] == "centrale")
    uuid = str(Space.objects.get(slug="centrale").uuid)
    assert centrale == {
        "id": uuid, "pivot": "", "nom": "La Centrale", "commune": "Pau", "code_postal": "64000", "code_insee": "",
        "adresse": "", "latitude": "43.2951", "longitude": "-0.3708", "typologie": "coworking|fablab",
        "telephone": "'+33559000000", "courriels": "", "site_web": "https://lacentrale.example/",
        "horaires": 'Mo-Fr 09:00-18:00; 2026 Jul 14 off "Fête"', "presentation_resume": "", "source": "",
        "structure_parente": "", "date_maj": "2026-06-16", "slug": "centrale",
        "url": "http://testserver/lieux/centrale/", "pays": "FR", "fuseau_horaire": "Europe/Paris",
        "equipements": "wifi", "accessibilite": "", "verifie_le": "2026-06-16",
    }  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_csv_can_act_as_a_formula(client, start):
    SpaceFactory(slug="piege", name=f"{start}cmd|' /C calc'!A0", summary=f"{start}2+2", city="Pau")

    rows = list(csv.reader(io.StringIO(body(client.get("/lieux.csv")))))

    texts = [cell for row in rows for cell in row if not _is_number(cell)]
    assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith(f"'{start}") for cell in texts)


def _is_number(cell):
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_json_says_everything_about_one_space(client, places, owner):
    space = Space.objects.get(slug="centrale")
    SpacePhoto.objects.create(space=space, picture=_picture(), caption="La salle")

    one = client.get("/lieux/centrale.json").json()

    assert one["types"] == [
        {"code": "coworking", "label": "Espace de coworking"},
        {"code": "fablab", "label": one["types"][1]["label"]},
    ]
    assert one["address"] == {"street": "", "postal_code": "64000", "city": "Pau", "insee": None, "country": "FR"}
    assert one["opening_hours"] == "Mo-Fr 09:00-18:00"
    assert [photo["caption"] for photo in one["photos"]] == ["La salle"]
    assert one == next(x for x in json.loads(body(client.get("/lieux.json")))["spaces"] if x["slug"] == "centrale")


def _picture():
    return picture_in(Collection.objects.get(depth=1))


@pytest.mark.parametrize("address", ["/lieux.geojson", "/lieux.csv", "/lieux.json", "/lieux/centrale.json"])
def test_feeds_say_when_nothing_is_new(client, places, address):
    first = client.get(address)

    assert first["ETag"]
    assert first["Last-Modified"]
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Last-Modified"]) == (first["ETag"], first["Last-Modified"])
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    assert again["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("change", ["edited", "added", "archived", "relabelled"])
def test_feeds_notice_every_change(client, places, change):
    with clock.fixed(NOON):
        tags = {suffix: client.get(f"/lieux.{suffix}")["ETag"] for suffix in FEEDS}
    with clock.fixed(NOON + timedelta(seconds=5)):
        space = Space.objects.get(slug="centrale")
        if change == "edited":
            space.save()
        elif change == "added":
            SpaceFactory()
        elif change == "archived":
            space.live = False
            space.save()
        else:
            (concept,) = words("space_type", ["fablab"])
            concept.label_fr = "Atelier"
            concept.save()
        for suffix, tag in tags.items():
            assert client.get(f"/lieux.{suffix}", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("address", ["/lieux.json", "/lieux/centrale.json"])
def test_feeds_notice_that_the_network_closes_on_public_holidays(client, address):
    SpaceFactory.open(slug="centrale")
    Network.objects.update_or_create(site_id=1, defaults={"public_holidays": "open"})
    with clock.fixed(NOON):
        first = client.get(address)
        assert "PH off" not in body(first)
        Network.objects.update(public_holidays="closed")
        again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert again.status_code == 200
    assert "PH off" in body(again)


def test_feeds_notice_by_their_date_alone_that_the_last_change_was_to_hide_a_place(client, places):
    with clock.fixed(NOON + timedelta(hours=1)):
        Space.objects.get(slug="centrale").save()
        seen = client.get("/lieux.json")["Last-Modified"]
    with clock.fixed(NOON + timedelta(hours=2)):
        space = Space.objects.get(slug="centrale")
        space.live = False
        space.save()
        again = client.get("/lieux.json", headers={"if-modified-since": seen})

    assert again.status_code == 200
    assert "La Centrale" not in body(again)


@pytest.mark.parametrize("address", ["/lieux.json", "/lieux/centrale.json", "/annuaire.json"])
def test_feeds_notice_that_a_day_began_in_the_place(client, places, address):
    evening = datetime(2026, 6, 16, 23, 30, tzinfo=get_zone("Europe/Paris"))
    with clock.fixed(evening):
        first = client.get(address)
    with clock.fixed(evening + timedelta(hours=1)):
        by_tag = client.get(address, headers={"if-none-match": first["ETag"]})
        by_date = client.get(address, headers={"if-modified-since": first["Last-Modified"]})

    assert (by_tag.status_code, by_date.status_code) == (200, 200)


def test_feeds_say_who_may_keep_them(client, places, stranger):
    assert client.get("/lieux.json")["Cache-Control"] == "public, max-age=60"
    client.force_login(stranger)
    assert client.get("/lieux.json")["Cache-Control"] == "private, max-age=0"


def test_a_feed_that_depends_on_the_hour_is_asked_again(client, places):
    with clock.fixed(NOON):
        answer = client.get("/lieux.geojson?ouvert=maintenant")
        again = client.get("/lieux.geojson?ouvert=maintenant", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    assert answer["Last-Modified"] == "Tue, 16 Jun 2026 10:00:00 GMT"
    with clock.fixed(NOON + timedelta(hours=10)):
        later = client.get("/lieux.geojson?ouvert=maintenant", headers={"if-none-match": answer["ETag"]})
    assert (later.status_code, later.json()["features"]) == (200, [])


def test_what_members_read_is_not_kept_for_others(client, places, stranger):
    public = client.get("/lieux.json")
    client.force_login(stranger)
    private = client.get("/lieux.json", headers={"if-none-match": public["ETag"]})

    assert private.status_code == 200
    assert "private" in private["Cache-Control"]
    assert "Cookie" in private["Vary"]


def test_feeds_are_compressed_for_who_can_read_it(client, places):
    for number in range(30):
        SpaceFactory(slug=f"n{number}")

    answer = client.get("/lieux.geojson", headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 2000


@pytest.mark.parametrize(("suffix", "count"), [("geojson", 7), ("json", 15), ("csv", 15)])
def test_feeds_cost_the_same_for_one_place_or_three(client, django_assert_num_queries, suffix, count):
    def make(number):
        space = SpaceFactory.open(slug=f"s{number}", types=["fablab"], amenities=["wifi"], accessibility=["plain-pied"])
        on_dates(space, date(2026, 7, 14))
        SpacePhoto.objects.create(space=space, picture=_picture())

    make(1)
    Network.default()  # its settings are made at the first question
    with django_assert_num_queries(count):
        assert len(slugs(client, suffix)) == 1
    make(2)
    make(3)
    with django_assert_num_queries(count):
        assert len(slugs(client, suffix)) == 3


def test_one_space_as_data_is_hidden_like_its_page(client, places, owner):
    for slug in ("brouillon", "membres", "rien"):
        assert client.get(f"/lieux/{slug}.json").status_code == 404

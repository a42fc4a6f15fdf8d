"""Lists brought in: once, again, beside what people keep."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maillage.base.errors import DomainError
from maillage.curation.models import ImportRun
from maillage.curation.services import lifecycle
from spaces.catalogue.models import Space
from spaces.catalogue.services.imports import import_spaces
from tests.factories.catalogue import SpaceFactory
from tests.factories.territories import CommuneFactory

pytestmark = pytest.mark.django_db

HEADER = "id;nom;type;adresse;code postal;commune;latitude;longitude;telephone;site web\n"
ROWS = {
    "A1": "A1;La Centrale;Coworking, Fablab;3 rue du Moulin;64000;Pau;43,2951;-0,3708;0559000000;lacentrale.example\n",
    "A2": "A2;Le Moulin;Atelier partagé;Quai du Gave;64300;Orthez;43.4878;-0.7706;;\n",
    "A3": "A3;La Case;;Rue de Paris;97400;Saint-Denis;-20.8789;55.4481;;\n",
}


def listing(*ids, **changes):
    rows = [changes.get(key, ROWS[key]) for key in ids]
    return (HEADER + "".join(rows)).encode()


def run(content, **options):
    return import_spaces(content, **{"file_name": "liste.csv", "source": "Liste", **options})


def counted(report):
    return report.created, report.updated, report.unchanged, len(report.possible_duplicates), len(report.rejected)


@pytest.fixture(autouse=True)
def _communes():
    CommuneFactory(code="64445", name="Pau", postcodes=" 64000 ")
    CommuneFactory(code="64430", name="Orthez", postcodes=" 64300 ", latitude=43.4878, longitude=-0.7706)
    CommuneFactory(code="97411", name="Saint-Denis", postcodes=" 97400 ", latitude=-20.88, longitude=55.45)


def test_import_creates_published_places_that_nobody_has_checked():
    report = run(listing("A1", "A3"))

    assert counted(report) == (2, 0, 0, 0, 0)
    centrale, case = Space.objects.order_by("external_id")
    facts = ("slug", "state", "live", "visibility", "source", "source_name", "external_id", "verified_at", "commune_id",
             "time_zone", "phone", "street")  # fmt: skip
    assert {name: getattr(centrale, name) for name in facts} == {
        "slug": "la-centrale-pau", "state": "published", "live": True, "visibility": "public", "source": "import",
        "source_name": "Liste", "external_id": "A1", "verified_at": None, "commune_id": "64445",
        "time_zone": "Europe/Paris", "phone": "+33559000000",
        "street": "3 rue du Moulin",
    }  # fmt: skip
    assert "lacentrale.example" in centrale.website
    assert sorted(concept.code for concept in centrale.types.all()) == ["coworking", "fablab"]
    assert (case.time_zone, case.commune_id) == ("Indian/Reunion", "97411")
    assert list(Space.objects.matching(["centrale"])) == [centrale]


def test_import_twice_changes_nothing():
    run(listing("A1", "A2"))
    before = list(Space.objects.order_by("pk").values())

    report = run(listing("A1", "A2"))

    assert counted(report) == (0, 0, 2, 0, 0)
    assert list(Space.objects.order_by("pk").values()) == before


def test_import_again_brings_its_own_records_up_to_date():
    run(listing("A1", "A2"))
    moved = "A1;La Grande Centrale;Fablab;5 rue du Moulin;64000;Pau;43.2951;-0.3708;;\n"

    report = run(listing("A1", "A2", A1=moved))

    assert counted(report) == (0, 1, 1, 0, 0)
    space = Space.objects.get(external_id="A1")
    assert (space.slug, space.name, space.street, space.phone) == (
        "la-centrale-pau",
        "La Grande Centrale",
        "5 rue du Moulin",
        "",
    )
    assert [concept.code for concept in space.types.all()] == ["fablab"]
    assert list(Space.objects.matching(["grande"])) == [space]


def test_a_type_alone_is_a_change():
    run(listing("A2"))

    report = run(listing("A2", A2=ROWS["A2"].replace("Atelier partagé", "Fablab")))

    assert counted(report) == (0, 1, 0, 0, 0)
    assert [concept.code for concept in Space.objects.get().types.all()] == ["fablab"]


@pytest.mark.parametrize("keeper", ["team", "editor"])
def test_what_somebody_keeps_is_never_overwritten(owner, coordinator, keeper):
    run(listing("A1"))
    space = Space.objects.get()
    if keeper == "team":
        space.team.create(user=owner, role="manager")
    else:
        space.name = "Corrigé par quelqu'un"
        lifecycle.publish(space, by=coordinator)
    kept = Space.objects.get().name

    report = run(listing("A1", A1=ROWS["A1"].replace("La Centrale", "La Centrale (2027)")))

    assert counted(report) == (0, 0, 1, 0, 0)
    assert Space.objects.get().name == kept


def test_what_was_archived_stays_archived(coordinator):
    run(listing("A1"))
    lifecycle.archive(Space.objects.get(), by=coordinator)

    assert counted(run(listing("A1"))) == (0, 0, 1, 0, 0)
    assert Space.objects.get().state == "archived"


def test_what_looks_like_a_known_place_is_named_and_not_created():
    SpaceFactory(slug="la-centrale", name="La Centrale", street="3 rue du Moulin")

    report = run(listing("A1", "A2"))

    assert counted(report) == (1, 0, 0, 1, 0)
    assert report.possible_duplicates == [{"line": 2, "slug": "la-centrale", "score": 1.0}]
    assert counted(run(listing("A1", "A2"))) == (0, 0, 1, 1, 0)


def test_a_place_written_twice_in_one_list_is_created_once():
    twin = ROWS["A1"].replace("A1;", "A9;")

    first = run(listing("A1", "A2", A2=twin))
    again = run(listing("A1", "A2", A2=twin))

    assert (counted(first), counted(again)) == ((1, 0, 0, 1, 0), (0, 0, 1, 1, 0))
    assert (
        first.possible_duplicates == again.possible_duplicates == [{"line": 3, "slug": "la-centrale-pau", "score": 1.0}]
    )


def test_refused_lines_are_named_with_their_column_and_a_reason():
    nameless, lost = "A2;;Fablab;;64000;Pau;;;;\n", "A3;Perdu;;;;;north;0;;\n"

    report = run(listing("A1", "A2", "A3", A2=nameless, A3=lost))

    assert counted(report) == (1, 0, 0, 0, 2)
    assert [(one["line"], one["column"]) for one in report.rejected] == [(3, "nom"), (4, "latitude")]
    assert all(one["reason"] for one in report.rejected)


def test_dry_run_reports_the_same_and_writes_nothing():
    SpaceFactory(slug="autre", name="Le Moulin", city="Orthez", postal_code="64300", street="Quai du Gave",
                 latitude=43.4878, longitude=-0.7706)  # fmt: skip
    rehearsal = run(listing("A1", "A2", "A3"), dry_run=True)

    assert (Space.objects.count(), ImportRun.objects.count()) == (1, 0)
    assert run(listing("A1", "A2", "A3")) == rehearsal
    assert counted(rehearsal) == (2, 0, 0, 1, 0)


def test_address_spells_out_letters_written_as_one():
    run(listing("A1", A1=ROWS["A1"].replace("La Centrale", "L’Œuf du Cœur")))

    assert Space.objects.get().slug == "l-oeuf-du-coeur-pau"


def test_import_is_remembered_with_its_file(coordinator):
    run(listing("A1"), by=coordinator)

    record = ImportRun.objects.get()
    assert (record.kind, record.source_name, record.file_name, record.by) == (
        "spaces",
        "Liste",
        "liste.csv",
        coordinator,
    )
    assert record.outcome["created"] == 1
    assert len(record.file_digest) == 64


def test_two_places_of_one_name_get_two_addresses():
    report = run(listing("A1", "A2", A2="A2;La Centrale;;Avenue de l'Université;64000;Pau;43.3140;-0.3670;;\n"))

    slugs = sorted(Space.objects.values_list("slug", flat=True))
    assert slugs == (["la-centrale-pau", "la-centrale-pau-2"] if report.created == 2 else ["la-centrale-pau"])


@pytest.mark.parametrize("content", [b"", b"a;b\n1;2\n", b"PK\x03\x04xxxx", b"<!doctype html><html>"])
def test_a_list_that_cannot_be_read_is_refused_as_a_whole(content):
    with pytest.raises(DomainError) as refusal:
        run(content)
    assert refusal.value.message
    assert not ImportRun.objects.exists()


def test_an_import_that_breaks_leaves_nothing(monkeypatch):
    with pytest.raises(RuntimeError), monkeypatch.context() as broken:
        broken.setattr("spaces.catalogue.services.imports._remember", _break)
        run(listing("A1"))
    assert not Space.objects.exists()


def _break(*_args, **_options):
    raise RuntimeError


def test_the_number_of_queries_grows_by_the_batch_not_by_the_line():
    def many(count):
        rows = [
            f"B{n};Tiers lieu {n} {'abcdefghij'[n % 10] * 5};;{n} rue {n};64000;Pau;{43 + n / 500};-0.37;;\n"
            for n in range(count)
        ]
        return (HEADER + "".join(rows)).encode()

    def cost(count):
        Space.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            created = run(many(count), source=f"L{count}").created
        return created, len(queries)

    cost(1)  # types and content types are looked up once
    (few, few_queries), (more, more_queries) = cost(10), cost(60)
    assert (few, more) == (10, 60)
    assert more_queries - few_queries <= 2  # SQLite takes some thirty rows a statement


# The command


def test_command_answers_json(tmp_path, capsys):
    file = tmp_path / "liste.csv"
    file.write_bytes(listing("A1"))

    call_command("import_spaces", str(file), "--json")

    assert json.loads(capsys.readouterr().out) == {
        "created": 1, "updated": 0, "unchanged": 0, "possible_duplicates": [], "rejected": [],
    }  # fmt: skip
    assert Space.objects.get().source_name == "liste"


def test_command_takes_a_mapping_and_a_country(tmp_path, capsys):
    file, mapping = tmp_path / "hubs.csv", tmp_path / "mapping.json"
    file.write_text("Hub;Wo;Ort\nTechnopark;33.57,-7.63;Casablanca\n")
    mapping.write_text('{"name": "Hub", "coordinates": "Wo", "city": "Ort"}')

    call_command("import_spaces", str(file), "--mapping", str(mapping), "--country", "ma", "--source", "Hubs")

    space = Space.objects.get()
    assert (space.name, space.country, space.time_zone, space.commune) == (
        "Technopark",
        "MA",
        "Africa/Casablanca",
        None,
    )
    assert "1" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["nowhere.csv"], ["{file}", "--mapping", "{file}"]])
def test_command_says_what_is_wrong_in_one_line(tmp_path, arguments):
    file = tmp_path / "liste.csv"
    file.write_bytes(listing("A1"))

    with pytest.raises(CommandError):
        call_command("import_spaces", *[argument.format(file=file) for argument in arguments])
    assert not Space.objects.exists()

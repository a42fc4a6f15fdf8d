"""What somebody hides, and what is not published, leaks nowhere: pages, lists, figures, data, API."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from maillage.base import clock
from maillage.base.models import Picture
from members.directory.models import Organisation, Person
from tests.factories.directory import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 16, 10, tzinfo=UTC)
# What gives each field away, in French and in English, to people and to programs.
SIGNS = {
    "phone": ["05 59 11 22 33"],
    "website": ["secret-site.example"],
    "languages": ["langue des troubadours"],
    "available_until": ["2026-09-30", "30 septembre", "30 September", "status-open"],
    "territory": ["64445", "Pau"],
    "photo": ["portrait-secret"],
    "organisations": ["Ligue secrète"],
}
SHOWN_TO = {"public": {"anybody", "stranger"}, "members": {"stranger"}, "team": set()}


@pytest.fixture
def league(owner):
    return OrganisationFactory.published(name="Ligue secrète", slug="ligue", owner=owner)


@pytest.fixture
def lea(owner, pau, skill, sector, league):
    picture = BytesIO()
    Image.new("RGB", (60, 60), "#6b3f78").save(picture, "PNG")
    person = PersonFactory.published(
        display_name="Léa Lestrade", slug="lea", user=owner, territory=pau, phone="05 59 11 22 33",
        website="https://secret-site.example", languages="langue des troubadours", available_until=date(2026, 9, 30),
        photo=Picture.objects.create(title="x", file=ContentFile(picture.getvalue(), "portrait-secret.png")),
        is_indexable=True, **{f"{field}_visibility": "public" for field in Person.HIDEABLE},
    )  # fmt: skip
    person.skills.set([skill])
    person.sectors.set([sector])
    person.save()
    return person


def read(client, path):
    response = client.get(path)
    parts = response.streaming_content if response.streaming else [response.content]
    return response.status_code, b"".join(parts).decode()


# Where a person can be read; the organisation's page names its people, and is read apart.
ABOUT_A_PERSON = [
    "/annuaire/personnes/lea/",
    "/en/annuaire/personnes/lea/",
    "/annuaire/?q=lestrade",
    "/annuaire/?competence=ceramique",
    "/annuaire.json?q=lestrade",
    "/annuaire.csv?q=lestrade",
    "/api/v1/people?q=lestrade",
    "/api/v1/people/lea",
]


def leaks(client, signs=SIGNS):
    """Where a sign of each thing can be read."""
    texts = {}
    for path in ABOUT_A_PERSON:
        status, texts[path] = read(client, path)
        assert status == 200, path
    return {
        thing: {path for path in texts if any(map(texts[path].__contains__, said))} for thing, said in signs.items()
    }


@pytest.mark.parametrize("level", ["public", "members", "team"])
def test_hidden_field_is_written_nowhere(client, lea, stranger, level):
    for field in SIGNS:
        setattr(lea, f"{field}_visibility", level)
    lea.save()
    with clock.fixed(NOW):
        places = {"anybody": leaks(client)}
        client.force_login(stranger)
        places["stranger"] = leaks(client)

    page = "/annuaire/personnes/lea/"
    for field in SIGNS:
        found = {who: places[who][field] for who in places}
        assert {who for who in found if page in found[who]} == SHOWN_TO[level], field
        assert {who for who in found if found[who]} == SHOWN_TO[level], field
        programs = [path for path in found["stranger"] if ".json" in path or ".csv" in path or "/api/" in path]
        assert level == "public" or programs == [], "programs see what anybody sees, whoever runs them"


def figures(client, query=""):
    """Every figure of the list: totals, kinds, choices."""
    context = client.get(f"/annuaire/{query}").context
    options = {
        f"{group['name']}={option['value']}": option.get("count")
        for group in context["facets"]
        for option in group.get("options", [{"value": "", "count": group.get("count")}])
    }
    places = {option["value"]: option["label"] for option in context["search_fields"][1]["options"]}
    return {"total": context["total"], "kinds": [kind["count"] for kind in context["kinds"]], **options, **places}


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("territory", ""),
        ("territory", "?territoire=64"),
        ("territory", "?territoire=64445"),
        ("territory", "?q=Pau"),
        ("territory", "?pres=43.3,-0.37&rayon=20"),
        ("available_until", ""),
        ("available_until", "?disponible=1"),
    ],
)
def test_hidden_field_counts_as_if_it_were_empty(client, lea, field, query):
    OrganisationFactory.published(name="Somebody else", territory=lea.territory)
    with clock.fixed(NOW):
        shown = figures(client, query)
        setattr(lea, f"{field}_visibility", "members")
        lea.save()
        hidden = figures(client, query)
        setattr(lea, field, None)
        lea.save()
        empty = figures(client, query)

    assert hidden == empty
    assert shown != empty


def test_hidden_relation_is_named_by_neither_side(client, lea, stranger):
    paths = ("/annuaire/personnes/lea/", "/annuaire/organisations/ligue/")
    seen = {}
    for level in ("public", "members", "team"):
        lea.organisations_visibility = level
        lea.save()
        client.logout()
        names = (("Ligue secrète", paths[0]), ("Léa Lestrade", paths[1]))
        anybody = [name in read(client, path)[1] for name, path in names]
        client.force_login(stranger)
        seen[level] = (anybody, [name in read(client, path)[1] for name, path in names])

    yes, no = [True, True], [False, False]
    assert seen == {"public": (yes, yes), "members": (no, yes), "team": (no, no)}


UNPUBLISHED = ["draft", "to_check", "refused", "archived"]


@pytest.mark.parametrize("kind", ["person", "organisation"])
@pytest.mark.parametrize("state", ["published", *UNPUBLISHED])
def test_record_that_is_not_published_is_nowhere(client, stranger, pau, skill, sector, kind, state):
    fields = {"state": state, "live": state == "published", "slug": "secret", "territory": pau}
    if kind == "person":
        record = PersonFactory(display_name="Zénobie Zaffran", headline="mot-secret", is_indexable=True, **fields)
        record.skills.set([skill])
    else:
        record = OrganisationFactory(name="Zénobie Zaffran", summary="mot-secret", **fields)
    record.sectors.set([sector])
    record.save()
    folder, call = ("personnes", "people") if kind == "person" else ("organisations", "organisations")
    pages = [f"/annuaire/{folder}/secret/", f"/en/annuaire/{folder}/secret/", f"/api/v1/{call}/secret"]
    lists = [
        "/", "/annuaire/", "/annuaire/?q=zenobie", "/annuaire/?secteur=spectacle-vivant", "/annuaire/?territoire=64445",
        "/annuaire.json", "/annuaire.csv", f"/api/v1/{call}", f"/api/v1/{call}?q=zenobie", f"/sitemap-{folder}.xml",
    ]  # fmt: skip
    signs = ("mot-secret", "Zaffran", f"/{folder}/secret/")
    is_out = state == "published"
    for user in (None, stranger):
        if user:
            client.force_login(user)
        assert {read(client, path)[0] for path in pages} == {200 if is_out else 404}
        seen = [path for path in lists if any(map(read(client, path)[1].__contains__, signs))]
        assert [path for path in seen if path != "/"] == (lists[1:] if is_out else [])
        assert is_out or "/" not in seen
        assert figures(client)["total"] == int(is_out)


def test_words_of_a_draft_of_a_published_page_stay_in_the_draft(client, lea, coordinator):
    lea.headline = "brouillon-secret"
    lea.save_revision(user=coordinator)

    assert "brouillon-secret" in lea.get_latest_revision_as_object().headline
    assert leaks(client, {"draft": ["brouillon-secret"]}) == {"draft": set()}
    assert figures(client, "?q=brouillon")["total"] == 0


@pytest.mark.parametrize("model", [Person, Organisation])
def test_address_that_was_guessed_answers_like_one_that_does_not_exist(client, model):
    factory, folder = (PersonFactory, "personnes") if model is Person else (OrganisationFactory, "organisations")
    factory(slug="it-exists")
    guessed = client.get(f"/annuaire/{folder}/it-exists/")
    nothing = client.get(f"/annuaire/{folder}/it-does-not/")

    assert (guessed.status_code, nothing.status_code) == (404, 404)
    assert [t.name for t in guessed.templates] == [t.name for t in nothing.templates]

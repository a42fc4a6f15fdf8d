"""What one may choose on `/agenda/`, and how many dates each choice would leave."""

import re
from datetime import date, time

import pytest

from maillage.base import clock
from maillage.base.models import Network
from maillage.territories.models import Territory
from tests.factories.agenda import EventFactory, paris
from tests.factories.catalogue import SpaceFactory
from tests.factories.directory import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_tuesday():
    with clock.fixed(paris(2026, 12, 1, 9)):
        yield


@pytest.fixture
def three(db):
    """A free concert for all on three Saturdays, a paid workshop, and a talk online."""
    phare = SpaceFactory(name="Le Phare", slug="le-phare", city="Bayonne")
    pont = OrganisationFactory.published(name="Cie du Pont", slug="cie-du-pont")
    EventFactory.published(
        title="Concert", space=phare, on=date(2026, 12, 5), rrule="FREQ=WEEKLY;COUNT=3", types=["concert"],
        audiences=["tout-public"], organisers=[pont], for_mi=True, for_hi=True,
    )  # fmt: skip
    EventFactory.published(
        title="Céramique", space=SpaceFactory(name="Le Moulin", slug="le-moulin"), on=date(2026, 12, 2),
        types=["atelier"], audiences=["enfants", "familles"], is_free=False, price="12 €", for_mi=True,
    )  # fmt: skip
    EventFactory.published(title="Causerie", space=None, on=date(2026, 12, 3), types=["atelier"], attendance="online")


def page(client, query=""):
    response = client.get(f"/en/agenda/?{query}")
    assert response.status_code == 200, response.content
    return response


def counts(response, name):
    """By value; nothing where the facet is not offered."""
    groups = [group for group in response.context["facets"] if group["name"] == name]
    return {option["value"]: option["count"] for group in groups for option in group["options"] if option["value"]}


def test_each_facet_counts_the_dates_that_it_would_leave(client, three):
    shown = page(client)

    assert counts(shown, "type") == {"atelier": 2, "concert": 3}
    assert counts(shown, "public") == {"tout-public": 3, "enfants": 1, "familles": 1}
    assert counts(shown, "mode") == {"presentiel": 4, "en-ligne": 1, "mixte": 0}
    assert counts(shown, "accessibilite") == {"hi": 3, "vi": 0, "pi": 0, "mi": 4, "ii": 0}
    assert counts(shown, "lieu") == {"le-moulin": 1, "le-phare": 3}
    assert counts(shown, "organisateur") == {"cie-du-pont": 3}
    assert shown.context["facets"][-1]["count"] == 4


def test_counts_are_those_under_the_other_filters(client, three):
    shown = page(client, "type=atelier&gratuit=1")

    assert counts(shown, "type") == {"atelier": 1, "concert": 3}  # free ones, of any type
    assert counts(shown, "mode") == {"presentiel": 0, "en-ligne": 1, "mixte": 0}
    assert counts(shown, "lieu") == {}
    assert shown.context["total"] == 1


def test_several_kinds_of_access_mean_all_of_them(client, three):
    shown = page(client, "accessibilite=mi")

    assert shown.context["total"] == 4
    assert counts(shown, "accessibilite") == {"hi": 3, "vi": 0, "pi": 0, "mi": 4, "ii": 0}
    assert page(client, "accessibilite=mi&accessibilite=hi").context["total"] == 3


@pytest.mark.parametrize("name", ["type", "public", "mode", "accessibilite", "lieu", "organisateur"])
def test_each_count_is_what_one_finds(client, three, name):
    for value, count in counts(page(client, "q=c"), name).items():
        assert page(client, f"q=c&{name}={value}").context["total"] == count, value


def test_regions_and_departments_are_offered_with_their_counts(client, three):
    region = Territory.objects.create(pk="REG-75", code="75", level="region", name="Nouvelle-Aquitaine")
    department = Territory.objects.create(pk="64", code="64", level="departement", name="Pyrénées-Atlantiques")
    commune = Territory.objects.create(
        pk="64102", code="64102", level="commune", name="Bayonne", departement=department, region=region
    )
    Territory.objects.filter(pk="64102").update(commune=commune)
    phare = EventFactory._meta.model.objects.get(title="Concert").space
    type(phare).objects.filter(pk=phare.pk).update(commune=commune)

    (where,) = [field for field in page(client).context["search_fields"] if field["name"] == "territoire"]

    assert [(option["value"], option["label"].strip()) for option in where["options"]] == [
        ("", "Everywhere"),
        ("REG-75", "Nouvelle-Aquitaine (3)"),
        ("64", "Pyrénées-Atlantiques (3)"),
    ]
    assert page(client, "territoire=64").context["total"] == 3


def test_days_that_people_name_are_one_choice(client, three):
    named = page(client).context["days_named"]

    assert [(str(chip["text"]), chip["count"], chip["url"]) for chip in named] == [
        ("Today", 0, "/en/agenda/?du=2026-12-01&au=2026-12-01"),
        ("Tomorrow", 1, "/en/agenda/?du=2026-12-02&au=2026-12-02"),
        ("This weekend", 1, "/en/agenda/?du=2026-12-05&au=2026-12-06"),
        ("The next seven days", 3, "/en/agenda/?du=2026-12-01&au=2026-12-07"),
    ]
    chosen = page(client, "du=2026-12-05&au=2026-12-06&type=concert").context["days_named"][2]
    assert (chosen["current"], chosen["url"]) == (True, "/en/agenda/?type=concert")


@pytest.mark.parametrize(("day", "weekend"), [(5, "du=2026-12-05&au=2026-12-06"), (6, "du=2026-12-06&au=2026-12-06")])
def test_weekend_is_what_is_left_of_it(client, day, weekend):
    with clock.fixed(paris(2026, 12, day, 9)):
        assert weekend in page(client).context["days_named"][2]["url"]


def test_night_counts_for_its_evening_as_it_is_listed(client):
    EventFactory.published(title="Bal", on=date(2026, 12, 4), starts=time(20, 30), ends=time(0, 30))
    shown = page(client)

    assert [(day["date"], len(day["entries"])) for day in shown.context["days"]] == [(date(2026, 12, 4), 1)]
    assert [(one["text"], one["count"]) for one in shown.context["days_named"]] == [
        ("Today", 0), ("Tomorrow", 0), ("This weekend", 0), ("The next seven days", 1),
    ]  # fmt: skip
    assert page(client, "du=2026-12-05&au=2026-12-06").context["total"] == 0


def test_night_that_is_still_on_is_listed_after_midnight(client):
    EventFactory.published(title="Bal", on=date(2026, 12, 4), starts=time(20, 30), ends=time(0, 30))

    with clock.fixed(paris(2026, 12, 5, 0)):
        (day,) = page(client).context["days"]
        assert "Bal" in client.get("/en/").content.decode()
    with clock.fixed(paris(2026, 12, 5, 1)):
        assert page(client).context["total"] == 0

    assert (day["date"], day["entries"][0]["since"]) == (date(2026, 12, 5), "since Friday 4 December")


def test_chosen_filters_are_said_in_peoples_words(client, three):
    query = (
        "q=c&du=2026-12-01&au=2026-12-31&lieu=le-phare&organisateur=cie-du-pont&type=concert&public=tout-public"
        "&mode=presentiel&accessibilite=hi&pres=43.2951,-0.3708&bbox=-2,43,0,44&gratuit=1"
    )

    chips = page(client, query).context["active"]

    assert [chip["text"] for chip in chips] == [
        "“c”", "from Tuesday 1 December", "to Thursday 31 December", "Le Phare", "Cie du Pont", "Concert", "Everyone",
        "Within 20 km of the point chosen", "Part of the map", "In person", "Hearing impairment", "Free entry",
    ]  # fmt: skip
    for chip in chips:
        assert client.get(chip["url"]).status_code == 200
    assert "accessibilite" not in chips[-2]["url"]


def test_no_code_shows_on_the_page(client, three):
    html = page(client, "accessibilite=hi&mode=presentiel&public=tout-public&vue=carte").content.decode()

    assert not re.findall(r">\s*(hi|presentiel|tout-public|cie-du-pont|le-phare)\s*<", html)


def test_words_find_types_of_events_and_saints(client, three):
    EventFactory.published(
        title="Bal", space=SpaceFactory(city="Saint-Jean-de-Luz"), on=date(2026, 12, 4), types=["atelier"]
    )

    assert page(client, "q=concert").context["total"] == 3
    assert page(client, "q=atelier&type=atelier").context["total"] == 3
    assert page(client, "q=st jean").context["total"] == 1


def test_today_is_the_networks_own(client):
    with clock.fixed(paris(2026, 12, 1, 22)):  # already the 2nd in La Réunion
        EventFactory.published(title="Kabar", on=date(2026, 12, 1))
        assert page(client).context["days_named"][0]["url"] == "/en/agenda/?du=2026-12-01&au=2026-12-01"
        Network.objects.update(time_zone="Indian/Reunion")

        assert page(client).context["days_named"][0]["url"] == "/en/agenda/?du=2026-12-02&au=2026-12-02"


def test_hidden_places_and_organisers_are_not_offered(client):
    EventFactory.published(
        title="Ouvert à tous", on=date(2026, 12, 5), space=SpaceFactory(name="Le Secret", slug="secret", state="draft",
        live=False), organisers=[OrganisationFactory(name="Les Cachés", slug="caches")],
    )  # fmt: skip
    shown = page(client)

    assert counts(shown, "lieu") == counts(shown, "organisateur") == {}

"""Reads of spaces, as sentences."""

import pytest
from django.contrib.auth.models import AnonymousUser

from maillage.base.geo import Box, haversine_m
from maillage.base.words import words_of
from maillage.territories.rules.place_names import spelled_out
from spaces.catalogue.models import (
    Resource,
    Space,
)
from spaces.catalogue.models.querysets import Asked
from tests.factories.catalogue import ResourceFactory, SpaceFactory

pytestmark = pytest.mark.django_db


def slugs(spaces):
    return sorted(spaces.values_list("slug", flat=True))


# Words


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("etincelle", True), ("ÉTINCELLE", True), ("L'Étin", True), ("oloron", True), ("64400", True),
        ("st-marie", True), ("atelier partagé", True), ("oloron etincelle", True),
        ("tincelle", False), ("oloron pau", False), ("100%", False), ("_tincelle", False),
    ],
)  # fmt: skip
def test_matching_finds_words_by_their_beginning_whatever_their_accents(asked, is_found):
    SpaceFactory(name="L’Étincelle", city="Oloron-Saint-Marie", postal_code="64400", summary="Un atelier, partagé.")

    assert Space.objects.matching(words_of(spelled_out(asked))).exists() is is_found


def test_saying_or_holding_also_reads_the_words_of_the_vocabulary_that_are_named():
    fablab = SpaceFactory(name="Babel", types=["fablab"])
    SpaceFactory(name="Autre", types=["coworking"])
    fab = Asked("fab", [fablab.types.get().pk], [])

    assert list(Space.objects.saying_or_holding([fab])) == [fablab]
    assert list(Space.objects.saying_or_holding([fab, Asked("babel", [], [])])) == [fablab]
    assert not Space.objects.saying_or_holding([fab, Asked("autre", [], [])]).exists()


def test_resources_in_service_are_found_by_the_name_they_have_now():
    laser = ResourceFactory(name="Découpe laser", kind="machine")
    asked = [Asked("laser", [], [])]

    assert list(Space.objects.saying_or_holding(asked)) == [laser.space]
    laser.name = "Fraiseuse St-Jean"
    laser.save(update_fields=["name"])
    assert not Space.objects.saying_or_holding(asked).exists()
    assert list(Space.objects.saying_or_holding([Asked("saint", [], [])])) == [laser.space]
    assert not Space.objects.matching(["fraiseuse"]).exists()
    Resource.objects.update(is_active=False)
    assert not Space.objects.saying_or_holding([Asked("fraiseuse", [], ["machine"])]).exists()


def test_best_match_first_puts_names_that_begin_so_before_the_others():
    SpaceFactory(slug="b", name="Zeste")
    SpaceFactory(slug="a", name="Au bord", summary="zeste")

    assert [space.slug for space in Space.objects.best_match_first(["zeste"])] == ["b", "a"]


def test_best_match_first_puts_what_says_the_words_before_what_only_holds_them():
    for slug, name in (("holds", "Au port"), ("says", "Notre centrale"), ("named", "La Centrale")):
        SpaceFactory(slug=slug, name=name)

    in_order = Space.objects.best_match_first(["centrale"], "la centrale")

    assert [space.slug for space in in_order] == ["named", "says", "holds"]


# Ground

PLACES = {
    "pau": (43.2951, -0.3708), "lescar": (43.3340, -0.4340), "bordeaux": (44.8378, -0.5792),
    "noumea": (-22.2711, 166.4380), "wallis": (-13.2825, -176.1764), "lille": (50.6292, 3.0573),
}  # fmt: skip


@pytest.fixture
def around():
    for slug, (latitude, longitude) in PLACES.items():
        SpaceFactory(slug=slug, latitude=latitude, longitude=longitude)
    SpaceFactory(slug="nowhere", latitude=None, longitude=None)


def test_near_keeps_what_is_within_reach_and_sorts_by_distance(around):
    near = Space.objects.near(*PLACES["pau"], radius_m=200_000).order_by("distance_sq_m")

    assert [space.slug for space in near] == ["pau", "lescar", "bordeaux"]


def test_near_measures_like_the_globe(around):
    for space in Space.objects.near(*PLACES["pau"]).filter(slug__in=["lescar", "bordeaux", "lille"]):
        real = haversine_m(*PLACES["pau"], space.latitude, space.longitude)
        assert space.distance_sq_m**0.5 == pytest.approx(real, rel=0.005)


def test_near_goes_the_shorter_way_round(around):
    wallis = Space.objects.near(*PLACES["noumea"]).get(slug="wallis")

    assert wallis.distance_sq_m**0.5 == pytest.approx(haversine_m(*PLACES["noumea"], *PLACES["wallis"]), rel=0.01)


@pytest.mark.parametrize(
    ("box", "inside"),
    [
        (Box(-1, 43, 0, 44), ["lescar", "pau"]),
        (Box(-0.3708, 43.2951, -0.3708, 43.2951), ["pau"]),
        (Box(160, -30, -170, 0), ["noumea", "wallis"]),
        (Box(10, 0, 20, 10), []),
    ],
)
def test_within_takes_the_edges_and_passes_the_antimeridian(around, box, inside):
    assert slugs(Space.objects.within(box)) == inside


# People


def test_visible_and_listed_depend_on_who_looks(owner, teammate, stranger, coordinator):
    SpaceFactory(slug="public")
    SpaceFactory.for_members(slug="members")
    SpaceFactory(slug="team", visibility="team", manager=owner)
    SpaceFactory.draft(slug="draft", host=teammate)

    seen = {
        "anyone": slugs(Space.objects.visible_to(AnonymousUser())),
        "stranger": slugs(Space.objects.visible_to(stranger)),
        "manager": slugs(Space.objects.visible_to(owner)),
        "host": slugs(Space.objects.visible_to(teammate)),
        "coordinator": slugs(Space.objects.visible_to(coordinator)),
    }
    assert seen == {
        "anyone": ["public"],
        "stranger": ["members", "public"],
        "manager": ["members", "public", "team"],
        "host": ["draft", "members", "public"],
        "coordinator": ["draft", "members", "public", "team"],
    }
    assert slugs(Space.objects.listed_for(teammate)) == ["members", "public"]


def test_mirrors_are_imported_spaces_that_nobody_claimed_or_corrected(owner, coordinator):
    SpaceFactory(slug="own")
    SpaceFactory.imported(slug="mirror")
    SpaceFactory.imported(slug="claimed", manager=owner)
    SpaceFactory.imported(slug="corrected").save_revision(user=coordinator)

    assert slugs(Space.objects.mirrors()) == ["mirror"]
    assert slugs(Space.objects.claimed()) == ["claimed", "corrected"]


def test_resources_are_seen_where_their_space_is(owner, stranger):
    ResourceFactory(slug="shown")
    ResourceFactory(slug="retired", is_active=False)
    draft = SpaceFactory.draft(manager=owner)
    ResourceFactory(slug="coming", space=draft, is_active=False)

    assert slugs(Resource.objects.visible_to(stranger)) == ["shown"]
    assert slugs(Resource.objects.visible_to(owner)) == ["coming", "shown"]
    assert slugs(Resource.objects.managed_by(owner)) == ["coming"]
    assert slugs(Resource.objects.bookable()) == ["shown"]


# Doors

"""Names that are one, names that are two."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.catalogue.rules.places.addresses import same_address
from spaces.catalogue.rules.places.names import _edits, normalise_city, normalise_name, similarity

NAMES = st.text(st.sampled_from("abcé lœ-'12@"), max_size=16)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("L'Étincelle – Co-working (ex-gare)", "etincelle coworking"),
        ("Le FAB LAB & Cie", "fablab cie"),
        ("BUROL@B", "burolab"),
        ("Les Nuits (Re)Belles", "nuits re belles"),
        ("(La Centrale)", "centrale"),
        ("Le La", "le la"),
        ("Cœur de ville", "coeur ville"),
        ("Tiers-Lieux", "tierslieu"),
        ("مكتبة الرباط", "مكتبة الرباط"),
    ],
)
def test_normalise_name_keeps_what_tells_places_apart(name, expected):
    assert normalise_name(name) == expected


@pytest.mark.parametrize(
    "city", ["Paris", "PARIS 11e Arrondissement", "Paris Cedex 11", "Paris 1er", "paris", "Paris 20"]
)
def test_normalise_city_makes_one_of_a_city_and_its_districts(city):
    assert normalise_city(city) == "paris"


def test_normalise_city_agrees_on_saints():
    assert normalise_city("SAINT-ÉTIENNE") == normalise_city("St Etienne") == "st etienne"


@pytest.mark.parametrize(
    ("name", "other", "cities", "expected"),
    [
        ("La Centrale", "LA CENTRALE", (), 1.0),
        ("Le Cent Sept", "Le Centsept", (), 1.0),
        ("Le Phare", "Espace de coworking Le Phare", (), 1.0),
        ("La Cordée à Morez", "La Cordée", ("Morez", "Hauts de Bienne"), 1.0),
        ("La Capsule", "La Capsule by Reims Coworking", ("Reims",), 1.0),
        ("Now Coworking", "Now Coworking Lyon", ("Lyon", "Lyon"), 1.0),
        ("Cowork In Grenoble", "Cowork'In-Grenoble", ("Grenoble",), 1.0),
    ],
)
def test_similarity_is_high_when_only_spelling_kind_or_town_differ(name, other, cities, expected):
    assert similarity(name, other, cities) == expected


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Platforme C", "Plateforme C"),
        ("La Recyclerie", "La Rceyclerie"),
        ("Craft", "Caft"),
        ("ADE Coworking", "ADE Cowarking"),
        ("Les Ateliers", "L'Atelier"),
    ],
)
def test_similarity_is_nearly_one_when_a_letter_slips(name, other):
    assert 0.95 <= similarity(name, other) < 1


@pytest.mark.parametrize(
    ("name", "other", "cities"),
    [
        ("La Cordée Perrache", "La Cordée Ainay", ("Lyon",)),
        ("Agence de Mulhouse", "Agence de Colmar", ()),
        ("Fablab de Loches", "Coworking de Loches", ("Loches",)),
        ("Médiathèque Jean-Moulin", "Musée Jean-Moulin", ()),
        ("Le 50", "Le Loft 50 Partners", ()),
        ("Espace Oasis", "Espace Oasis 2", ()),
        ("Hub 36", "Hub 37", ()),
        ("MIX", "MAX", ()),
        ("Mutinerie", "La Ruche", ()),
    ],
)
def test_similarity_is_low_when_each_has_a_word_of_its_own(name, other, cities):
    assert similarity(name, other, cities) < 0.78


def test_similarity_is_between_when_one_name_extends_the_other():
    assert 0.8 < similarity("Chez Basile", "Chez Basile // agriculture urbaine") < 0.95


@given(name=NAMES, other=NAMES)
def test_similarity_is_a_share_that_does_not_depend_on_the_order(name, other):
    assert similarity(name, name) == 1.0
    assert similarity(name, other) == pytest.approx(similarity(other, name))
    assert 0.0 <= similarity(name, other) <= 1.0


def naive_edits(word: str, other: str) -> int:
    @cache
    def cost(i: int, j: int) -> int:
        if not i or not j:
            return i + j
        best = min(cost(i - 1, j) + 1, cost(i, j - 1) + 1, cost(i - 1, j - 1) + (word[i - 1] != other[j - 1]))
        if i > 1 and j > 1 and word[i - 1] == other[j - 2] and word[i - 2] == other[j - 1]:
            best = min(best, cost(i - 2, j - 2) + 1)
        return best

    return cost(len(word), len(other))


@given(word=st.text("abc", max_size=7), other=st.text("abc", max_size=7))
def test_edits_counts_like_its_definition(word, other):
    assert _edits(word, other) == naive_edits(word, other)


@pytest.mark.parametrize(
    ("street", "other", "expected"),
    [
        ("62 Rue Jean-Jacques Rousseau", "62, rue jean jacques rousseau", True),
        ("50 bd Gambetta", "50 Boulevard Gambetta", True),
        ("La Paillasse 226 rue Saint Denis", "226 rue St-Denis", True),
        ("Bâtiment C, 220 rue de la Chimie", "220 rue de la Chimie", True),
        ("7bis avenue Saint-Jérôme", "7 bis av. St Jérôme", True),
        ("7bis avenue Saint-Jérôme", "7 avenue Saint-Jérôme", False),
        ("5 rue du Havre", "61 boulevard Haussmann", False),
        ("5 rue du Havre", "6 rue du Havre", False),
        ("rue du Havre", "quai de Seine", None),
        ("12 rue du Havre", "quai de Seine", False),
        ("rue du Havre", "12 rue du Havre", None),
        ("", "12 rue du Havre", None),
        ("le Bourg", "le Bourg", None),
    ],
)
def test_same_address_is_sure_or_says_nothing(street, other, expected):
    assert same_address(street, other) is expected
    assert same_address(other, street) is expected

"""The words of other lists, and the types that they mean here."""

import pytest

from maillage.vocabulary.seed import SPACE_TYPES
from spaces.catalogue.rules.places.types import CODES, types_in, types_of_name


@pytest.mark.parametrize(
    ("cell", "codes", "unknown"),
    [
        ("Tiers lieux à dominante coworking", ["coworking"], []),
        ("Tiers lieux à dominante fablab", ["fablab"], []),
        ("Espace de co-working", ["coworking"], []),
        ("Fab-Lab, Télécentre", ["fablab", "telecentre"], []),
        ("TIERS_LIEUX|ASSO", ["tiers-lieu", "mediation-numerique"], []),
        ("BIB", ["mediatheque"], []),
        ("coworking;cuisine-partagee", ["coworking", "cuisine-partagee"], []),
        ("Tiers lieu culturel", ["lieu-culturel"], []),
        ("Tiers-lieu nourricier", ["tiers-lieu-agricole"], []),
        ("Tiers-lieux", ["tiers-lieu"], []),
        ("University / Research Hub", ["pepiniere"], []),
        ("coworking_space", ["coworking"], []),
        ("Makerspace|Soucoupe", ["fablab"], ["Soucoupe"]),
        ("", [], []),
        ("HOTEL", [], ["HOTEL"]),
    ],
)
def test_types_in_translates_each_word(cell, codes, unknown):
    assert types_in(cell) == (codes, unknown)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("FabLab Réunion", ["fablab"]),
        ("Médiathèque Simone-Veil", ["mediatheque"]),
        ("La Ferme du bonheur", []),
        ("Formation continue", []),
    ],
)
def test_types_of_name_says_only_what_is_certain(name, codes):
    assert types_of_name(name) == codes


def test_types_are_those_of_the_starting_vocabulary():
    assert {code for code, *_ in SPACE_TYPES} == CODES


@pytest.mark.parametrize(("code", "french", "english"), SPACE_TYPES)
def test_every_type_is_found_by_its_code_and_its_labels(code, french, english):
    assert types_in(code) == ([code], [])
    assert code in types_in(french)[0]
    assert code in types_in(english)[0]

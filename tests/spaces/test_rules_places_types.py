"""The words of other lists, and the types that they mean here."""

import re

import pytest

from spaces.catalogue.rules.places.types import SPACE_TYPES, types_in, types_of_name


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


def test_codes_are_unique_addresses_and_labels_fit_their_columns():
    codes = [one.code for one in SPACE_TYPES]

    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z]+)*", code)] == []
    assert [
        one for one in SPACE_TYPES if not 0 < len(one.label_fr) <= 80 or not 0 < len(one.label_en) <= 80
    ] == []


@pytest.mark.parametrize("code", [one.code for one in SPACE_TYPES])
def test_every_type_is_found_by_its_code_and_its_french_label(code):
    label = next(one.label_fr for one in SPACE_TYPES if one.code == code)

    assert types_in(code) == ([code], [])
    assert code in types_in(label)[0]

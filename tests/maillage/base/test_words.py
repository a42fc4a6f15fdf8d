"""Words compared whatever their accents, case and punctuation."""

import pytest

from maillage.base.words import asked_words, fold, says, search_key, singulars, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L'Étincelle – Saint-Œuf", "l etincelle saint oeuf"),
        ("L’ÉTINCELLE", "l etincelle"),
        ("  Fab·Lab\u00a0n°3  ", "fab lab n 3"),
        ("ﬁbre", "fibre"),
        ("İstanbul", "istanbul"),
        ("الدار البيضاء", "الدار البيضاء"),
        ("…", ""),
    ],
)
def test_fold_gives_plain_words(text, folded):
    assert fold(text) == folded


def test_fold_is_stable_when_folded_again():
    once = fold("Crème brûlée à l'Œuvre, n°3")
    assert fold(once) == once


def test_words_of_keeps_each_word_once_and_in_order():
    assert words_of("Le lieu, le LIEU culturel") == ["le", "lieu", "culturel"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Une salle de réunion à Pau", ["salle", "reunion", "pau"]),
        ("l'imprimante 3D", ["imprimante", "3d"]),
        ("a desk near the station", ["desk", "station"]),
        ("La", ["la"]),
        ("…", []),
    ],
)
def test_asked_words_leaves_out_little_words_unless_there_are_no_others(text, words):
    assert asked_words(text) == words


def test_search_key_puts_a_space_before_every_word_and_leaves_out_what_is_empty():
    assert search_key("Le 6ᵉ", "", "Pau") == " le 6e pau"


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("imprimantes", ("imprimante",)),
        ("jeux", ("jeu",)),
        ("locaux", ("locau", "local")),
        ("laundries", ("laundrie", "laundry")),
        ("boxes", ("boxe", "box")),
        ("benches", ("benche", "bench")),
        ("salle", ()),
        ("bus", ()),
        ("", ()),
    ],
)
def test_singulars_are_what_a_plural_may_be_of(word, found):
    assert singulars(word) == found


@pytest.mark.parametrize(
    ("word", "is_said"),
    [("imprimantes", True), ("impri", True), ("primante", False), ("tours", True), ("tourbes", False)],
)
def test_says_compares_singulars_with_whole_words(word, is_said):
    assert says(search_key("Tour", "Imprimante 3D", "Tourbillon"), word) is is_said

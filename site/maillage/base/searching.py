"""Conditions on columns that hold `words.search_key`: the same for every list that people search by words."""

from django.db.models import Q

from maillage.base.words import singulars


def saying(word: str, column: str = "search_text") -> Q:
    """The folded `word` begins a word of the column, or is the plural of a whole one.

    "tours" finds "tour" and "tours", not "tourcoing".
    """
    condition = Q((f"{column}__contains", f" {word}"))
    for one in singulars(word):
        condition |= Q((f"{column}__contains", f" {one} ")) | Q((f"{column}__endswith", f" {one}"))
    return condition


def beginning(word: str, column: str = "search_text") -> Q:
    """The same of the first word of the column."""
    condition = Q((f"{column}__startswith", f" {word}"))
    for one in singulars(word):
        condition |= Q((f"{column}__startswith", f" {one} ")) | Q((column, f" {one}"))
    return condition

"""Reads of territories, as sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from maillage.territories.rules.place_names import spelled_out

if TYPE_CHECKING:
    from maillage.territories.models import Territory

PUBLIC_CODE = re.compile(r"[0-9A-Z-]{2,12}")


class TerritoryQuerySet(models.QuerySet["Territory"]):
    """`Territory.objects`."""

    def communes(self) -> Self:
        return self.filter(level="commune")

    def by_public_code(self, code: str) -> Territory:
        """The territory at this address, or the commune that took over a former code.

        Raises Territory.DoesNotExist. One query, two for a former code.
        """
        asked = code.strip().upper()
        if PUBLIC_CODE.fullmatch(asked):  # nothing else reaches the database
            if found := self.filter(pk=asked).first():
                return found
            if heir := self.filter(former_communes__code=asked).order_by("-population", "pk").first():
                return heir
        raise self.model.DoesNotExist(f"no territory has the code {code!r}")

    def matching(self, text: str) -> Self:
        """What a person may mean by `text`: a name or its beginning, a postcode, a code.

        Accents, hyphens and "St" for "Saint" do not matter. Exact names first, then names that begin
        so, then names with a word that begins so; the most inhabited first among each.
        """
        key = spelled_out(text)
        if not key:
            return self.none()
        found, rank = _numbered(key) if key.isdigit() else _named(key)
        ordered = self.filter(found).annotate(match_rank=rank)
        return ordered.order_by("match_rank", Coalesce("population", Value(0)).desc(), "public_code")


def _numbered(key: str) -> tuple[Q, Case]:
    """Five digits are a postcode before they are an INSEE code: people know the former."""
    by_postcode = Q(postcodes__contains=f" {key}")
    ranks = (When(code=key, level="departement", then=0), When(by_postcode, then=1))
    return by_postcode | Q(code=key), Case(*ranks, default=2, output_field=IntegerField())


def _named(key: str) -> tuple[Q, Case]:
    exact, begins = When(search_key=f" {key}", then=0), When(search_key__startswith=f" {key}", then=1)
    found = Q(search_key__contains=f" {key}") | Q(public_code=key.upper().replace(" ", "-"))
    return found, Case(exact, begins, default=2, output_field=IntegerField())

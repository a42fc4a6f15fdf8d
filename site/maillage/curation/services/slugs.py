"""Addresses made from names."""

from collections.abc import Container
from itertools import chain, count

from django.db.models import Model
from django.utils.text import slugify

from maillage.base.words import fold

MAX_LENGTH = 80


def free_slug(model: type[Model], text: str, *, but: int | None = None) -> str:
    """An address made from `text` that no record of `model` has; `but` is the key of its own record."""
    base = slugify(fold(text))[: MAX_LENGTH - 6].strip("-") or str(model._meta.model_name)
    others = model._default_manager.exclude(pk=but).filter(slug__startswith=base)
    taken = {*others.values_list("slug", flat=True), *getattr(model, "RESERVED_SLUGS", ())}
    return first_free(base, taken)


def first_free(base: str, taken: Container[str]) -> str:
    """`base`, or with the first number that nobody has."""
    numbered = (f"{base}-{number}" for number in count(2))
    return next(one for one in chain([base], numbered) if one not in taken)


def unique_slug(record: Model) -> str:
    """An address for `record` made from its name, that no other record has."""
    return free_slug(type(record), str(record), but=record.pk)

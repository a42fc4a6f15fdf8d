"""Addresses made from names."""

from django.db.models import Model
from django.utils.text import slugify

MAX_LENGTH = 80


def unique_slug(record: Model, text: str = "") -> str:
    """An address for `record` made from `text` (by default its name) that no other record has."""
    base = slugify(text or str(record))[: MAX_LENGTH - 5].strip("-") or record._meta.model_name
    others = type(record)._default_manager.exclude(pk=record.pk).filter(slug__startswith=base)
    taken = set(others.values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"

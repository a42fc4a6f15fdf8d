"""Abstract models that every floor builds on."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base import clock
from maillage.base.words import search_key


class Timestamped(models.Model):
    """Rows that remember when they were made and last changed."""

    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("last change"), default=clock.now, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.updated_at = clock.now()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "updated_at"}
        super().save(*args, **kwargs)


class Searchable(models.Model):
    """Rows found by words, whatever their accents and case: the column `search_text` holds those of SEARCHED."""

    search_text: Any

    SEARCHED: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = self.folded_words()
        if (fields := kwargs.get("update_fields")) is not None and set(self.SEARCHED) & set(fields):
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    def folded_words(self) -> str:
        """What `search_text` holds: rows made in bulk set it themselves."""
        return search_key(*(getattr(self, name) for name in self.SEARCHED))


class Identified(Timestamped):
    """Rows known outside by a random identifier."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

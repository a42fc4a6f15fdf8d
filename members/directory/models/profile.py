"""What people and organisations have in common."""

from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base.words import fold
from maillage.curation.models import Listed
from maillage.territories.models import SearchableByTown


class Profile(SearchableByTown, Listed):
    """Somebody, or an organisation, found by words and listed by name."""

    body = models.TextField(_("presentation"), max_length=4000, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    website = models.URLField(_("website"), blank=True, validators=[URLValidator(schemes=["https", "http"])])
    search_text = models.TextField(editable=False, default="", blank=True)
    sort_name = models.CharField(max_length=200, editable=False, default="", blank=True)

    KEPT_OUTSIDE_REVISIONS = (*Listed.KEPT_OUTSIDE_REVISIONS, "search_text", "sort_name")

    class Meta(Listed.Meta):
        abstract = True
        ordering = ["sort_name", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_name = fold(str(self))[:200]
        if (fields := kwargs.get("update_fields")) is not None and set(self.SEARCHED) & set(fields):
            kwargs["update_fields"] = {*fields, "sort_name"}
        super().save(*args, **kwargs)

"""Abstract models that every floor builds on."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base import clock


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


class Identified(Timestamped):
    """Rows known outside by a random identifier."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

"""What was brought in, from where, with what outcome."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base import clock


class ImportRun(models.Model):
    """One import of a list, kept so that each record can be traced to its file."""

    at = models.DateTimeField(_("at"), default=clock.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=40)
    source_name = models.CharField(max_length=80)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.at:%Y-%m-%d})"

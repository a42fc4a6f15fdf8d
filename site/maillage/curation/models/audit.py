"""Who did what, to which record, when and why."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base import clock

LABELS = {
    "created": _("written"),
    "submitted": _("submitted"),
    "withdrawn": _("withdrawn"),
    "published": _("published"),
    "updated": _("changed"),
    "unpublished": _("taken off the site"),
    "refused": _("sent back"),
    "archived": _("archived"),
    "restored": _("restored as a draft"),
    "deleted": _("deleted"),
    "team_joined": _("somebody joined the team"),
    "team_role_changed": _("somebody’s part in the team changed"),
    "team_left": _("somebody left the team"),
}


class AuditEvent(models.Model):
    """One line of a record's history. Only ever added; its words go once whom they may name is forgotten."""

    at = models.DateTimeField(_("at"), default=clock.now, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    action = models.CharField(_("action"), max_length=40)
    subject_type = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("history line")
        verbose_name_plural = _("history")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_uuid", "-at"], name="audit_of_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject_type} {self.subject_uuid}"

    @property
    def label(self) -> str:
        """What happened, in words; a room's own code is shown as it is."""
        return str(LABELS.get(self.action) or self.action.replace("_", " "))

"""Who keeps a space and who welcomes people there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SpaceTeam(models.Model):
    """Somebody's part in a space. Changed through `services.team`, which gives the keys that go with it."""

    class Role(models.TextChoices):
        MANAGER = "manager", _("manager")
        HOST = "host", _("host")

    space = models.ForeignKey("catalogue.Space", on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="space_roles")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MANAGER)

    class Meta:
        verbose_name = _("team member")
        verbose_name_plural = _("team")
        ordering = ["role", "pk"]
        constraints = [models.UniqueConstraint(fields=["space", "user"], name="space_team_member_once")]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

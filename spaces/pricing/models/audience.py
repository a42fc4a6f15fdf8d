"""Who pays what: groups of people that a price may be for."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.users.permissions import Anyone, is_coordinator
from spaces.catalogue.models import Space


class SpaceOrNetworkQuerySet(models.QuerySet):
    """What belongs to a space, or to the whole network."""

    def editable_by(self, user: Anyone) -> Self:
        """Those of the spaces that they manage; those of the network for coordinators."""
        return self if is_coordinator(user) else self.filter(space__in=Space.objects.managed_by(user).values("pk"))

    def within(self, space: Space) -> Self:
        """Those that count in a space: its own and the network's."""
        return self.filter(Q(space=None) | Q(space=space))


class Audience(models.Model):  # type: ignore[django-manager-missing]  # the plugin loses those of a generic queryset
    """People for whom a space, or the whole network, has prices of their own: members, students, associations."""

    space = models.ForeignKey(
        Space, on_delete=models.CASCADE, null=True, blank=True, related_name="audiences", verbose_name=_("place"),
        help_text=_("Empty: it counts in the whole network."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("name for programs"), max_length=80)

    objects = SpaceOrNetworkQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("who pays", "price group")
        verbose_name_plural = pgettext_lazy("who pays", "price groups")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["space", "slug"], name="audience_once_per_space"),
            models.UniqueConstraint(fields=["slug"], condition=Q(space=None), name="audience_once_in_network"),
        ]

    def __str__(self) -> str:
        return self.name

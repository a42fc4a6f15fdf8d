"""Other times that the team has offered to somebody whose booking a closure meets."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.base.models import Identified
from spaces.booking.models.booking import Booking


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def latest_of(self, bookings: list[Booking]) -> dict[int, "Proposal"]:
        """The last one of each booking, by the booking's key."""
        found = self.filter(booking__in=bookings).order_by("created_at", "pk")
        return {proposal.booking_id: proposal for proposal in found}


class Proposal(Identified):
    """Times sent by mail, each with a link that moves the booking.

    `times`: [[start, end]] in ISO 8601 with offset, on the clock of the place. None: nothing was free.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="proposals")
    was_start_at = models.DateTimeField()
    was_end_at = models.DateTimeField()
    times = models.JSONField(default=list)
    taken_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of other times")
        verbose_name_plural = _("proposals of other times")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.was_start_at:%Y-%m-%d %H:%M}"

    def is_open(self) -> bool:
        """Whether the booking still is where it was when this was sent."""
        return self.taken_at is None and (self.was_start_at, self.was_end_at) == (
            self.booking.start_at, self.booking.end_at
        )  # fmt: skip

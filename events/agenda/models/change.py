"""One date of an event that does not take place as planned."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from events.agenda.models.event import Event, Status
from events.agenda.rules.changes import Move
from maillage.base.instants import YEARS

BECOMES = (Status.CANCELLED, Status.RESCHEDULED, Status.MOVED_ONLINE, Status.POSTPONED, Status.FULL)


class DateChange(Orderable):
    """What becomes of the dates that the schedules give on one day. Times are of the event's own clock."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="changes")
    day = models.DateField(_("which date"))
    status = models.CharField(
        _("what becomes of it"),
        max_length=12,
        choices=[(one.value, one.label) for one in BECOMES],
        default=Status.CANCELLED,
    )
    new_on = models.DateField(_("new date"), null=True, blank=True)
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("change of a date")
        verbose_name_plural = _("changes of dates")

    def __str__(self) -> str:
        return f"{self.day}: {self.get_status_display()}"

    def clean(self) -> None:
        if self.new_on and self.new_on.year not in YEARS[1:-1]:
            raise ValidationError({"new_on": _("This date is too far away. Choose one nearer to today.")})
        says_when = bool(self.new_on or self.starts or self.ends)
        if self.status == Status.RESCHEDULED and not says_when:
            raise ValidationError({"new_on": _("Say its new day, its new time, or both.")})
        if self.status == Status.CANCELLED and says_when:
            raise ValidationError({"status": _("A cancelled date has no other time: say that it is at another time.")})

    @property
    def move(self) -> Move:
        return Move(self.new_on, self.starts, self.ends)

"""Who has come to a training: each gets the habilitation that the event gives, with this date as its evidence."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events.agenda.models import Occurrence
from events.agenda.permissions import can_say_who_came
from maillage.base import clock, dates
from maillage.base.errors import DomainError, NotAllowed
from maillage.users.models import User
from spaces.booking.models import HabilitationGrant
from spaces.booking.services.habilitations import give

LONGEST_EVIDENCE = HabilitationGrant._meta.get_field("evidence").max_length or 0  # always said


def attended(occurrence: Occurrence) -> Any:
    """What this date has given and still stands, by key."""
    given = HabilitationGrant.objects.standing().filter(evidence_uuid=occurrence.uuid)
    return given.select_related("person", "habilitation").order_by("pk")


def cannot_yet(occurrence: Occurrence) -> DomainError | None:
    """Why nobody can have come, if so: to be asked before anybody is ticked."""
    if occurrence.is_off:
        return DomainError("off", _("This date did not take place: nobody can have come."))
    if occurrence.start_at <= clock.now():
        return None
    zone = occurrence.event.zone
    said = {"day": dates.day_long(occurrence.start_at, zone), "hour": dates.clock_time(occurrence.start_at, zone)}
    return DomainError("too_early", _("It begins on %(day)s at %(hour)s. Come back then to say who came.") % said)


@transaction.atomic
def note_attendance(occurrence: Occurrence, people: Sequence[User], *, by: Any) -> list[HabilitationGrant]:
    """Give each of them what the event gives, counted from the last day of this date; twice is once.

    Raises DomainError("too_early") before it has begun, "off" where it does not take place.
    """
    event = occurrence.event
    if not can_say_who_came(by, event) or event.habilitation is None:
        raise NotAllowed(_("Only the team of the place says who has come."))
    if refusal := cannot_yet(occurrence):
        raise refusal
    had = set(attended(occurrence).values_list("person", flat=True))
    until = valid_until(occurrence.last_on, event.habilitation_months)
    return [
        give(
            event.habilitation,
            person=person,
            by=by,
            space=event.space,
            valid_until=until,
            evidence=str(occurrence)[:LONGEST_EVIDENCE],
            evidence_uuid=occurrence.uuid,
            evidence_path=occurrence.get_absolute_url(),
        )
        for person in dict.fromkeys(people)
        if person.pk not in had
    ]


def valid_until(last_on: date, months: int | None) -> date | None:
    """The same day so many months later, or the last of that month; None: for good."""
    if months is None:
        return None
    years, month = divmod(last_on.month - 1 + months, 12)
    year = last_on.year + years
    return date(year, month + 1, min(last_on.day, monthrange(year, month + 1)[1]))

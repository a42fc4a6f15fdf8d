"""What the team of a space sees of a day: who comes, who is there, who leaves."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.base import clock, dates
from maillage.base.instants import ONE_MINUTE, midnight, to_utc
from maillage.base.zones import get_zone
from spaces.booking import wording
from spaces.booking.happenings import Happening, happenings
from spaces.booking.models import Block, Booking, BookingQuerySet, MissedArrival, State
from spaces.booking.pages.doors import doors
from spaces.booking.pages.out_of_service import closure_url, out_of_service
from spaces.booking.pages.team_frame import TODAY, frame, to_begin
from spaces.booking.pages.welcome import free_list
from spaces.booking.rules.presence import Presence, presence
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.habilitations import known_to
from spaces.booking.services.kiosks import missed
from spaces.booking.services.untrained import untrained
from spaces.booking.team_forms import BlockForm
from spaces.catalogue.models import Space
from spaces.catalogue.permissions import can_edit

STRIP_DAYS = 7
MOST_CLOSURES = 50
ONE_DAY = timedelta(1)

Item = dict[str, Any]

QUIET = frozenset({State.CONFIRMED, State.PENDING, State.CHECKED_IN, State.RELEASED})  # where the group says it
GROUPS = {
    Presence.TO_ARRIVE: lambda: _("To arrive"),
    Presence.IN: lambda: _("There now"),
    Presence.LEAVING: lambda: _("Leaving soon"),
    Presence.ABSENT: lambda: pgettext("people", "No arrival noted"),
    Presence.OVER: lambda: pgettext("people", "Gone home"),
}


@dataclass(frozen=True, eq=False)
class TeamPage:
    """One day of a space for its team. Some twenty queries, whatever happens that day.

    `closed`: what they have just taken out of service; `affected`: whom that meets.
    """

    request: HttpRequest
    space: Space
    day: date
    form: BlockForm | None = None
    closed: Block | None = None
    affected: tuple[Booking, ...] = ()

    @cached_property
    def zone(self) -> Any:
        return get_zone(self.space.time_zone)

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def can_decide(self) -> bool:
        return can_edit(self.request.user, self.space)

    @cached_property
    def is_today(self) -> bool:
        return self.day == clock.today(self.zone)

    def context(self) -> Item:
        groups, free = self._groups(), free_list(self.space) if self.is_today else []
        events = [self._event(one) for one in self._happenings()]
        return {
            **frame(self.request, self.space, TODAY if self.is_today else ""),  # of another day, the tab leads back
            **to_begin(self.request, self.space, has_begun=bool(groups or free or events)),
            "day": self.day,
            "doors": doors(self.space, self.day, self.now),
            "is_today": self.is_today,
            "is_followed": self.is_today and not self.affected and not (self.form and self.form.errors),
            "days": self._strip(),
            "previous_url": self._url(self.day - STRIP_DAYS * ONE_DAY),
            "next_url": self._url(self.day + STRIP_DAYS * ONE_DAY),
            "today_url": self._url(clock.today(self.zone)),
            "back_url": self._url(self.day),
            "events": events,
            "groups": groups,
            "closures": out_of_service(self.space, most=MOST_CLOSURES),
            "missed": [self._missed(arrival) for arrival in missed(self.space)],
            "can_decide": self.can_decide,
            "form": self._form(),
            "affected": [self._line(booking) for booking in self.affected],
            "closure_url": closure_url(self.space, [self.closed]) if self.closed and self.can_decide else "",
            "habilitations_url": self._habilitations_url(),
            "book_url": reverse("booking:space", args=[self.space.slug]),
            "welcome_url": self._welcome_url(),
            "free": free,
        }

    def _habilitations_url(self) -> str:
        """To the trainings that this space gives or asks for, if there are any."""
        if not self.can_decide or not known_to(self.space).exists():
            return ""
        return reverse("booking:habilitations", args=[self.space.slug])

    def _form(self) -> BlockForm | None:
        """Only for those who may take something out of service."""
        if not self.can_decide:
            return None
        usual = {"start": f"{self.day}T09:00", "end": f"{self.day}T18:00"}
        return self.form or BlockForm(space=self.space, initial=usual)

    def _bounds(self, first: date, last: date) -> tuple[datetime, datetime]:
        return to_utc(midnight(first, self.zone)), to_utc(midnight(last + ONE_DAY, self.zone))

    def _welcome_url(self) -> str:
        """Somebody telephones about the day that is shown."""
        url = reverse("booking:welcome", args=[self.space.slug])
        return url if self.is_today else f"{url}?{urlencode({'jour': self.day.isoformat()})}"

    def _bookings(self) -> BookingQuerySet:
        return Booking.objects.filter(resource__space=self.space).for_listing().noting_training()

    def _between(self, first: date, last: date) -> BookingQuerySet:
        """Everything that holds a place on these days, and who did not come."""
        there = Q(state__in=State.HOLDING - {State.PENDING}) | Q(state=State.RELEASED)
        found = self._bookings().filter(there).exclude(state=State.HOLD, expires_at__lte=self.now)
        return found.overlapping(*self._bounds(first, last))

    def _groups(self) -> list[Item]:
        """The day in the order in which one looks at it; what is over comes last, folded up by the page."""
        lines: dict[Presence, list[Item]] = {group: [] for group in Presence}
        bookings = list(self._between(self.day, self.day).order_by("start_at", "resource__position", "pk"))
        lacking = untrained(bookings)
        for booking in bookings:
            group = presence(booking.state, booking.start_at, booking.end_at, now=self.now)
            lines[group].append(self._line(booking, lacking.get(booking.pk)))
        if not any(lines.values()):
            return []
        return [{"name": group, "title": GROUPS[group](), "lines": lines[group]} for group in Presence
                if lines[group] or (self.is_today and group != Presence.OVER)]  # fmt: skip

    def _happenings(self) -> list[Happening]:
        return happenings(self.request.user, self.space, *self._bounds(self.day, self.day))

    def _event(self, one: Happening) -> Item:
        starts_that_day = dates.local(one.start_at, self.zone).date() == self.day
        hours = dates.hours if starts_that_day and one.end_at - one.start_at < ONE_DAY else dates.when
        status, kind = self._standing(one)
        return {
            "url": one.url,
            "title": one.title,
            "hours": hours(one.start_at, one.end_at, self.zone),
            "rooms": ", ".join(one.rooms),
            "status": status,
            "status_kind": kind,
        }

    def _standing(self, one: Happening) -> tuple[str, str]:
        """Today, what goes on now and what is over; else what is not as planned."""
        if one.is_off or not self.is_today or self.now < one.start_at:
            return one.status, one.status_kind
        if one.end_at <= self.now:
            return pgettext("date of an event", "over"), "over"
        return pgettext("date of an event", "on now"), "open"

    def _strip(self) -> list[Item]:
        """Seven days with how many bookings each has, those of all its groups. One query."""
        days = [self.day + count * ONE_DAY for count in range(-1, STRIP_DAYS - 1)]
        times = list(self._between(days[0], days[-1]).values_list("start_at", "end_at"))
        return [{"date": day, "url": self._url(day), "note": self._note(day, times), "current": day == self.day}
                for day in days]  # fmt: skip

    def _note(self, day: date, times: list[tuple[datetime, datetime]]) -> str:
        first, last = self._bounds(day, day)
        count = sum(start < last and first < end for start, end in times)
        return ngettext("%(count)s in all", "%(count)s in all", count) % {"count": count} if count else ""

    def _line(self, booking: Booking, lacking: Refusal | None = None) -> Item:
        starts_that_day = dates.local(booking.start_at, self.zone).date() == self.day
        hours = dates.hours if starts_that_day else dates.when
        is_expected = booking.state == State.CONFIRMED
        return {
            "uuid": booking.uuid,
            "url": booking.get_absolute_url(),
            "hours": hours(booking.start_at, booking.end_at, self.zone),
            "when": dates.when(booking.start_at, booking.end_at, self.zone),
            "resource": booking.resource.name,
            "places": wording.places(booking),
            "person": wording.who(booking),
            "organisation": booking.organisation.name if booking.organisation else "",
            "note": booking.note,
            "status": "" if booking.state in QUIET else wording.status(booking),
            "status_kind": wording.status_kind(booking),
            "late": self._late(booking) if is_expected and self.is_today else "",
            "lacking": wording.lacking(lacking),
            "can_check_in": is_expected and self._begins_soon(booking),
            "can_release": is_expected and booking.start_at <= self.now,
            "can_undo": booking.can_be_undone_at(self.now),
        }

    def _late(self, booking: Booking) -> str:
        """« attendue depuis 20 min »."""
        if booking.end_at <= self.now:
            return _("Nobody has noted an arrival")
        minutes = (self.now - booking.start_at) // ONE_MINUTE
        return _("expected %(duration)s ago") % {"duration": dates.duration(minutes)} if minutes > 0 else ""

    def _begins_soon(self, booking: Booking) -> bool:
        """Arrivals are noted on the day itself."""
        return dates.local(booking.start_at, self.zone).date() <= clock.today(self.zone)

    def _missed(self, arrival: MissedArrival) -> Item:
        booking = arrival.booking
        return {
            "uuid": arrival.uuid,
            "url": booking.get_absolute_url(),
            "person": wording.who(booking),
            "booked": f"{booking.resource.name}, {dates.when(booking.start_at, booking.end_at, self.zone)}",
            "came": dates.when(arrival.at, None, self.zone),
            "why": arrival.why,
        }

    def _url(self, day: date) -> str:
        path = reverse("booking:team", args=[self.space.slug])
        return path if day == clock.today(self.zone) else f"{path}?jour={day.isoformat()}"

"""What the page of a space's day board shows besides the board: what was asked, and the same as lists."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.base import dates
from maillage.base.instants import MINUTE, ONE_MINUTE
from spaces.booking import wording
from spaces.booking.addresses import booking_path
from spaces.booking.models import Booking
from spaces.booking.pages.basket import Basket
from spaces.booking.pages.day_board import ONE_DAY, DayBoard, Item
from spaces.booking.pages.features import chips
from spaces.booking.pages.slot_table import kind_of, too_short
from spaces.booking.questions import GRID, LIST, PLAN, WEEK, BoardQuestion
from spaces.booking.services.board import Board, Day, Row, Slot, day_board
from spaces.booking.services.reading import rules_of
from spaces.catalogue.models import Resource

DURATIONS_MIN = (30, 60, 120, 180, 240, 480)
MOST_SEATS_OFFERED = 12
A_MONTH = timedelta(30)


def has_plan(board: Board, room: Resource) -> bool:
    """Whether something inside it stands on its plan."""
    return any(row.resource.parent_id == room.pk and hasattr(row.resource, "spot") for row in board.rows)


def as_moving(asked: BoardQuestion, booking: Booking) -> BoardQuestion:
    """The same question for a booking that is to move: as long, on as many places."""
    length = (booking.end_at - booking.start_at) // ONE_MINUTE
    return replace(asked, duration=asked.duration or length, seats=booking.seats)


class BoardPage(DayBoard):
    """A day of a space, on a page of its own."""

    def context(self) -> Item:
        return {
            "space": self.space,
            "focus": self.focus,
            "about": self._about(),
            "breadcrumb": self._breadcrumb(),
            "day": self.day,
            "is_past": self.day < self.today,
            "today_url": self.address.having(day=None),
            "days": self.strip(),
            "previous_url": self.turned(-1),
            "next_url": self.turned(1),
            "choices": self._choices(),
            "features": self._features(),
            "is_without": bool(self.board.rows) and not self.rows,
            "closed": self.closed(),
            "next_free_url": self._next_free_url(),
            "table": self.table(),
            "lists": self._lists() if self.asked.view == LIST or self.is_of_one else [],
            "views": self._views(),
            "first": self.first(),
            "locks": self.locks(),
            "moving": self._moving(),
            "week": None,
            "plan": None,
            "plans": self._plans(),
            "basket": Basket(self.space, self.asked, self.request.user).on_board() if self.is_gathering else None,
            "gather_url": self._gather_url(),
            "has_resources": bool(self.board.rows),
            "everything_url": self._everything_url() if self.focus else "",
        }

    def _gather_url(self) -> str:
        """To choose several things, on a day that has any."""
        has_none = self.day < self.today or bool(self.closed())
        has_none = has_none or (self.asked.view != WEEK and not self._is_any_free)
        return "" if self.moving or self.is_gathering or has_none else self.address.having(gathering=True)

    @property
    def _is_any_free(self) -> bool:
        """Whether anything is free on the day."""
        return any(row.free_slots for row in self.rows)

    def _next_free_url(self) -> str:
        """From a day to come that has nothing to choose from, to the next one that has."""
        if self.day < self.today or not self.rows or self._is_any_free:
            return ""
        return self.address.having(day=found) if (found := self.next_free_on(self.day)) else ""

    def next_free_on(self, day: date) -> date | None:
        """The first day after `day` with something free that is not locked: of those known, or of a month more.

        Nine queries where the days known have none.
        """
        if found := self._first_free_on(one for one in self.board.days if one.on > day):
            return found
        later = day_board(
            self.space,
            day,
            user=self.person,
            duration=self.asked.duration,
            seats=self.asked.seats,
            around=(day + ONE_DAY, day + A_MONTH),
            besides=self.moving,
        )
        return self._first_free_on(later.days)

    def _first_free_on(self, days: Iterable[Day]) -> date | None:
        return next(
            (
                day.on
                for day in days
                for row in self.rows
                if day.starts.get(row.resource.pk) and not self.is_locked(row, day)
            ),
            None,
        )

    def _features(self) -> list[Item]:
        """To see only what has what one needs."""
        if self.focus:
            return []
        resources = [row.resource for row in self.board.rows]
        return chips(resources, self.asked.features, lambda features: self.address.having(features=features))

    def _lists(self) -> list[Item]:
        """The same as plain lists, one for each resource: for the component `slot-list`."""
        return [
            {
                "name": row.resource.name,
                "detail": wording.detail(row.resource),
                "features": row.resource.offers,
                "url": "" if self.focus else self.address.having(resource=row.resource.slug),
                "slots": list(self._listed(row, is_locked=row.resource.pk in self.locked, with_taken=self.is_of_one)),
                "caption": _("Times of %(resource)s") % {"resource": row.resource.name},
                "empty": self.why_not(row) or self.nothing(),
            }
            for row in self.rows
        ]

    def _listed(self, row: Row, *, is_locked: bool, with_taken: bool = False) -> Iterator[Item]:
        for slot in row.slots:
            kind = kind_of(slot, is_locked=is_locked)
            hours = dates.clock_time(slot.start) if slot.is_short else dates.hours(slot.start, slot.end)
            said = {"label": hours, "kind": kind}
            if kind == "busy" and with_taken:
                url = self.slot_url(row, slot)
                yield said | {"note": _why_busy(row, slot, can_wait=bool(url)), "url": url, "short": slot.is_short}
            elif kind == "own" and with_taken:
                yield said | {"note": _("overlaps your choice"), "url": self.slot_url(row, slot)}
            elif kind == "locked":
                yield said | {"note": _("not for you yet") if self.is_for_others(row) else _("training needed")}
            elif kind in ("free", "selected"):
                counted = {"counted": row.resource.counted(slot.free)}
                left = ngettext("%(counted)s left", "%(counted)s left", slot.free) % counted
                notes = [_("chosen") if kind == "selected" else "", left if row.resource.is_pool else ""]
                yield said | {"url": self.slot_url(row, slot), "note": ", ".join(note for note in notes if note)}

    def _about(self) -> Item | None:
        """What there is to know of the one resource that was asked for."""
        if self.focus is None:
            return None
        return {
            "summary": self.focus.summary,
            "kind": capfirst(self.focus.get_kind_display()),
            "size": wording.size(self.focus),
            "features": self.focus.offers,
            "prices": wording.prices(self.focus),
            "has_other_prices": wording.has_other_prices(self.focus),
            "limits": self._limits(self.focus),
        }

    def _limits(self, resource: Resource) -> list[str]:
        """Its rules, after those that it is for."""
        whom = [_("Only for: %(whom)s.") % {"whom": ", ".join(row.whom)} for row in self.rows if row.whom]
        return [*whom, *wording.limits(resource)]

    def _plans(self) -> list[Item]:
        """The ways to the plans of rooms, from the board of all there is."""
        if self.focus or self.moving:
            return []
        return [
            {
                "label": _("Choose on the plan: %(room)s") % {"room": row.resource.name},
                "url": self.address.having(resource=row.resource.slug, view=PLAN),
            }
            for row in self.board.rows
            if has_plan(self.board, row.resource)
        ]

    def _moving(self) -> Item | None:
        """Which booking is to move."""
        if self.moving is None:
            return None
        when = dates.when(self.moving.start_at, self.moving.end_at, self.moving.zone)
        said = {"resource": self.moving.resource.name, "when": when}
        is_elsewhere = self.focus != self.moving.resource
        if self.is_for_somebody:
            said["resource"] = f"{wording.who(self.moving)}, {said['resource']}"
            title = _("Choose the new time of the booking")
            if is_elsewhere:
                title = _("Choose what to have instead of the booking")
        elif is_elsewhere:
            title = _("Choose what you will have instead of your booking")
        else:
            title = _("Choose the new time of your booking")
        return {
            "title": title,
            "text": _("So far: %(resource)s, %(when)s.") % said,
            "url": booking_path(self.asked.moving or self.moving.uuid),
        }

    def _choices(self) -> Item:
        """How long, and on how many places: choices of a small form."""
        asked = self.asked
        shortest = {row.duration_min for row in self.rows} if asked.duration is None else set()
        by_itself = shortest if len(shortest) == 1 else set()
        default = dates.duration(min(by_itself)) if by_itself else _("shortest")
        durations = [{"value": "", "label": default, "selected": asked.duration is None}]
        durations += [
            {"value": minutes, "label": dates.duration(minutes), "selected": minutes == asked.duration}
            for minutes in sorted((self._durations() | ({asked.duration} if asked.duration else set())) - by_itself)
        ]
        largest = max((row.resource.capacity for row in self.rows), default=1)
        offered = sorted({*range(1, min(largest, MOST_SEATS_OFFERED) + 1), asked.seats})
        places = [{"value": count, "label": count, "selected": count == asked.seats} for count in offered]
        return {
            "action": self.address.path,
            "durations": durations,
            "places": places if len(places) > 1 and not self.moving else [],
            "hours": [],
            "keep": self.address.pairs("duree", "places", "heure"),
        }

    def _durations(self) -> set[int]:
        """Those of the usual that something here can be booked for."""
        rules = [rules_of(row.resource) for row in self.rows]
        return {
            minutes for minutes in DURATIONS_MIN if any(one.duration_refusal(minutes * MINUTE) is None for one in rules)
        }

    def _views(self) -> list[Item]:
        """A table reads as a list on a phone: there the list is no choice of its own."""
        shown = {GRID: (pgettext("view", "Day"), "list" if self.focus else "table")}
        shown[WEEK] = (pgettext("view", "Week"), "calendar-days")
        if not self.focus:
            shown[LIST] = (_("List"), "list")
        elif has_plan(self.board, self.focus) and not self.moving:
            shown[PLAN] = (pgettext("view", "Plan"), "map")
        current = self.asked.view if self.asked.view in shown else GRID
        return [
            {
                "label": label,
                "icon": icon,
                "url": self._url_of_view(view),
                "current": view == current,
                "only_wide": view == LIST != current,
            }
            for view, (label, icon) in shown.items()
        ]

    def _url_of_view(self, view: str) -> str:
        """A week is that of the day on the screen: when today has nothing left, that is another day."""
        return self.address.having(view=view, day=self.day) if view == WEEK else self.address.having(view=view)

    def _everything_url(self) -> str:
        """Out of one resource; a week stays a week."""
        view = WEEK if self.asked.view == WEEK else GRID
        return self.address.having(resource="", view=view)

    def _breadcrumb(self) -> list[Item]:
        steps = [
            {"label": pgettext("section", "Places"), "url": reverse("catalogue:list")},
            {"label": self.space.name, "url": self.space.get_absolute_url()},
        ]
        if self.focus:
            steps.append({"label": pgettext("page", "Book"), "url": self._everything_url()})
            return [*steps, {"label": self.focus.name}]
        return [*steps, {"label": pgettext("page", "Book")}]


def _why_busy(row: Row, slot: Slot, *, can_wait: bool) -> str:
    if short := too_short(row, slot):
        return _("%(short)s, tell me") % {"short": short} if can_wait else short
    return _("taken, tell me") if can_wait else pgettext("slot", "taken")

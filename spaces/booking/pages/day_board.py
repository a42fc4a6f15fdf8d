"""A day of a space as people may book it, made of components' arguments: for the board's page and the space's own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from maillage.base import clock, dates, navigation
from maillage.base.instants import to_instant
from maillage.base.zones import get_zone
from maillage.users.permissions import Anyone, is_member
from spaces.booking import wording
from spaces.booking.addresses import BoardAddress, form_path, move_path, moving_to, team_move_path
from spaces.booking.models import Booking
from spaces.booking.pages.chosen import chosen_in, with_chosen
from spaces.booking.pages.features import has_all
from spaces.booking.pages.slot_table import WAITED_FOR, SlotTable, lay_out
from spaces.booking.questions import WEEK, BoardQuestion, Picked, Wanted, after
from spaces.booking.rules.refusals import TRAININGS, Refusal
from spaces.booking.services.availability import first_free
from spaces.booking.services.board import Board, Day, Row, Slot, day_board
from spaces.catalogue.models import Resource, Space

STRIP_DAYS = 14
USUAL_MIN = 60
FINE_SPAN = 1  # columns of an hour: with more of them, cells are narrow
ONE_DAY = timedelta(1)
NOTHING_ASKED = BoardQuestion()

Item = dict[str, Any]


@dataclass(frozen=True, eq=False)
class DayBoard:
    """A day of a space as `person` may book it. A dozen queries, whatever there is to book."""

    request: HttpRequest
    space: Space
    asked: BoardQuestion = NOTHING_ASKED
    strip_days: int = STRIP_DAYS
    moving: Booking | None = None

    @cached_property
    def address(self) -> BoardAddress:
        return BoardAddress(self.space, self.asked)

    @cached_property
    def _form_paths(self) -> dict[int, str]:
        return {row.resource.pk: form_path(row.resource) for row in self.board.rows}

    @cached_property
    def _move_path(self) -> str:
        if self.moving and self.is_for_somebody:
            return team_move_path(self.moving)
        return move_path(self.asked.moving) if self.asked.moving else ""

    @cached_property
    def is_for_somebody(self) -> bool:
        """Whether the team moves what is somebody else's."""
        return isinstance(self.asked.moving, UUID) and not (self.moving and self.moving.is_of(self.request.user))

    @property
    def is_gathering(self) -> bool:
        """Whether what is chosen goes to the basket."""
        return self.moving is None and bool(self.asked.gathering or self.asked.basket)

    @cached_property
    def today(self) -> date:
        return clock.today(get_zone(self.space.time_zone))

    @cached_property
    def first_on(self) -> date:
        """The strip turns by whole pages from today, so that a day is always on the same one."""
        day = self.asked.day or self.today
        ahead = (day - self.today).days
        return day if ahead < 0 else self.today + ahead // self.strip_days * self.strip_days * ONE_DAY

    @cached_property
    def around(self) -> tuple[date, date]:
        """The first and the last day to read."""
        return self.first_on, self.first_on + (self.strip_days - 1) * ONE_DAY

    @property
    def person(self) -> Anyone:
        """Whom it is for: whoever looks, or whose booking is to move; of a guest's, nobody with an account."""
        return self.moving.themselves if self.moving else self.request.user

    @cached_property
    def board(self) -> Board:
        is_week = self.asked.view == WEEK
        week_of = self.asked.resource if is_week else ""
        found = day_board(
            self.space,
            self.asked.day or self.today,
            user=self.person,
            duration=self.asked.duration,
            seats=self.asked.seats,
            around=self.around,
            or_later=self.asked.day is None,
            besides=self.moving,
            each_day_of=week_of,
            with_refused=is_week,
        )
        if not self.is_gathering:
            return found
        return with_chosen(found, self.asked.basket, seats=self.asked.seats, week_of=week_of)

    @property
    def day(self) -> date:
        return self.board.day

    @cached_property
    def rows(self) -> list[Row]:
        """That of the resource that was asked for, or all that have what is needed."""
        if self.asked.resource:
            return [row for row in self.board.rows if row.resource.slug == self.asked.resource]
        return [row for row in self.board.rows if has_all(row.resource, self.asked.features)]

    @cached_property
    def focus(self) -> Resource | None:
        return self.rows[0].resource if self.asked.resource and self.rows else None

    @property
    def is_of_one(self) -> bool:
        """Whether the times of one resource alone are shown."""
        return self.focus is not None

    @cached_property
    def locked(self) -> set[int]:
        """Those for others, or that ask for a training this person has not shown: nobody has before signing in."""
        return {row.resource.pk for row in self.rows if row.code is not None} | self._closed_to_a_stranger

    def is_locked(self, row: Row, day: Day) -> bool:
        """The same for any of the days around."""
        return row.resource.pk in day.codes or row.resource.pk in self._closed_to_a_stranger

    @cached_property
    def _closed_to_a_stranger(self) -> set[int]:
        if is_member(self.person):
            return set()
        return {row.resource.pk for row in self.rows if row.whom or row.resource.habilitations.all()}

    def codes(self, row: Row) -> set[Refusal]:
        """What keeps this person from it, on the days that are shown."""
        return {row.code} if row.code else set()

    def is_for_others(self, row: Row) -> bool:
        """Whether it is locked because this person is not, or not known to be, one of those that it is for."""
        return Refusal.NOT_ALLOWED in self.codes(row) or bool(row.whom and not is_member(self.person))

    def needs_account(self, row: Row) -> bool:
        """Whether it is locked because a guest, whose booking is to move, has no account."""
        return Refusal.NOT_ALLOWED in self.codes(row) and not row.whom and not is_member(self.person)

    def lock_note(self, row: Row) -> str:
        """What keeps this person from a locked one, in a few words."""
        if self.needs_account(row):
            return _("only with an account")
        if self.is_for_others(row):
            return _("only for: %(whom)s") % {"whom": ", ".join(row.whom)}
        return _("training needed first")

    def table(self, unit_min: int | None = None) -> Item | None:
        """For the component `slot-grid`; None when that day has nothing to choose from, or its doors are closed."""
        if self.closed():
            return None
        found = lay_out(self.rows, self.board.zone, locked=self.locked, url_of=self.slot_url, unit_min=unit_min)
        if not found.columns:
            return None
        return {
            "caption": _("Free times on %(day)s") % {"day": dates.day_long(self.day)},
            "columns": found.columns,
            "blank": _blank(found),
            "halves": any(cell.get("half") for cells in found.cells for cell in cells),
            "fine": found.columns[0]["span"] > FINE_SPAN,
            "one": self.is_of_one,
            "nothing": self.nothing(),
            "rows": self._table_rows(found),
        }

    def _table_rows(self, table: SlotTable) -> list[Item]:
        return [
            {
                "name": row.resource.name,
                "detail": self._detail(row),
                "features": row.resource.offers,
                "url": self.address.having(resource=row.resource.slug),
                "wait_url": self._wait_url(row, cells),
                "cells": cells,
            }
            for row, cells in zip(self.rows, table.cells, strict=True)
        ]

    def _wait_url(self, row: Row, cells: list[Item]) -> str:
        """Where a narrow box, which shows what is free, leads to what is taken and can be waited for."""
        can_wait = any(cell["kind"] == "busy" and cell["url"] for cell in cells)
        return self.address.having(resource=row.resource.slug, day=self.day) if can_wait and not self.is_of_one else ""

    def _detail(self, row: Row) -> str:
        """Size and price, or why nothing can be booked."""
        said = [wording.detail(row.resource)]
        if row.resource.pk in self.locked:
            said.append(self.lock_note(row))
        elif not row.free_slots and (why := self.why_not(row) or self._nothing_left(row)):
            said.append(why)
        elif self.asked.duration is None and row.duration_min != USUAL_MIN:
            said.append(_("from %(duration)s") % {"duration": dates.duration(row.duration_min)})
        return " · ".join(part for part in said if part)

    def _nothing_left(self, row: Row) -> str:
        """Of today, when all of it is over: its cells say nothing."""
        is_over = self.asked.view != WEEK and all(slot.code == Refusal.IN_THE_PAST for slot in row.slots)
        return pgettext("a day", "nothing left") if self.day == self.today and is_over else ""

    def nothing(self) -> str:
        """What a thing without anything free says, where no rule says more: for so long, if that was asked."""
        if self.asked.duration is None:
            return _("Nothing free that day.")
        return _("Nothing free for %(duration)s that day.") % {"duration": dates.duration(self.asked.duration)}

    def why_not(self, row: Row) -> str:
        return wording.why_not(row.resource, (slot.code for slot in row.slots))

    def strip(self) -> list[Item]:
        """Days of the component `date-strip`."""
        return [
            {
                "date": day.on,
                "url": self.address.having(day=day.on),
                "note": self._note(day),
                "current": day.on == self.day,
                "closed": not day.is_open or day.on < self.today,
            }
            for day in self.board.days
        ]

    def _note(self, day: Day) -> str:
        """« 3 libres »: things of a space that this person may have, or all where none is; « 3 créneaux »: of one."""
        if day.on < self.today:
            return pgettext("a day", "over")
        if not day.is_open:
            return pgettext("a day", "closed")
        theirs = [row for row in self.rows if not self.is_locked(row, day)]
        shown = [day.starts.get(row.resource.pk, []) for row in theirs or self.rows]
        if any(shown):
            return times(sum(map(len, shown))) if self.is_of_one else _free(sum(map(bool, shown)))
        if any(row.resource.pk in day.chosen for row in theirs):
            return _("chosen")
        return pgettext("a day", "nothing left") if day.on == self.today else pgettext("a day", "full")

    def turned(self, pages: int) -> str:
        """The strip before or after; there is none before today."""
        first_on = self.first_on + pages * self.strip_days * ONE_DAY
        if pages < 0 and self.first_on <= self.today:
            return ""
        return self.address.having(day=max(first_on, self.today))

    def closed(self) -> str:
        """Why the doors are closed that day; "" when they are not."""
        day = next((one for one in self.board.days if one.on == self.day), None)
        return self.closed_on(day) if day else ""

    def closed_on(self, day: Day) -> str:
        if day.is_open:
            return ""
        said = {"space": self.space.name, "day": dates.day_long(day.on), "reason": day.reason}
        if day.reason:
            return _("%(space)s is closed on %(day)s (%(reason)s).") % said
        return _("%(space)s is closed on %(day)s.") % said

    def first(self) -> Item | None:
        """The first time that is free from the day shown: in its days or, for one resource, as far as can be booked."""
        if self.first_on > self.today:
            return None
        rows = [row for row in self.rows if row.resource.pk not in self.locked]
        since = self.first_on if self.asked.view == WEEK else self.day
        days = [day for day in self.board.days if day.on >= since]
        found = [
            (start, row)
            for row in self.rows
            for day in days
            for start in day.starts.get(row.resource.pk, [])[:1]
            if not self.is_locked(row, day)
        ]
        if not found and self.focus and self.is_of_one and rows and (later := self._first_later(self.focus, since)):
            found = [(later, rows[0])]
        if not found:
            return None
        start, row = min(found, key=lambda one: to_instant(one[0]))
        slot = Slot(start, after(start, row.duration_min), 1, None)
        said = {"when": dates.when(start), "resource": row.resource.name}
        label = said["when"] if self.is_of_one else _("%(when)s, %(resource)s") % said
        is_first = self.asked.day is None or since <= self.today
        text = _("First free time:") if is_first else _("First free time from then on:")
        return {"text": text, "label": label, "url": self.slot_url(row, slot)}

    def _first_later(self, resource: Resource, since: date) -> datetime | None:
        return first_free(resource, since=since, duration=self.asked.duration, seats=self.asked.seats)

    def locks(self) -> list[Item]:
        """For each resource that is for others, or asks for a training: for whom, which one, and what to do.

        Signing in makes nobody's a booking that a guest moves.
        """
        agenda = navigation.address("/agenda/") if navigation.exists("/agenda/") else ""
        is_known = is_member(self.person)
        sign_in = f"{reverse('account_login')}?{urlencode({'next': self.address.having()})}"
        return [
            {
                "resource": row.resource.name,
                "needs_account": self.needs_account(row),
                "whom": ", ".join(row.whom) if self.is_for_others(row) else "",
                "trainings": _trainings(row.resource) if self.codes(row) & TRAININGS or not is_known else "",
                "is_expired": Refusal.HABILITATION_EXPIRED in self.codes(row),
                "is_of_week": self.asked.view == WEEK,
                "sign_in_url": "" if is_known or self.moving else sign_in,
                "agenda_url": f"{agenda}?{urlencode({'lieu': self.space.slug})}" if agenda else "",
            }
            for row in self.rows
            if row.resource.pk in self.locked
        ]

    def _can_wait_for(self, row: Row, slot: Slot) -> bool:
        is_theirs = row.resource.pk not in self.locked
        return is_theirs and slot.code in WAITED_FOR and not self.moving and not self.is_gathering

    def slot_url(self, row: Row, slot: Slot) -> str:
        """The page that books this start, gives it to the booking that is to move, gathers it or lets it go again.

        Of what one's own choice is in the way of, that choice.
        Of what is taken, the page that leads to its waiting list; "" where one cannot wait.
        """
        if slot.meets_chosen:
            return self.address.having(day=self.day) + "#panier"
        if slot.code is not None and not self._can_wait_for(row, slot):
            return ""
        seats = self.asked.seats if row.resource.is_pool else 1
        if self.moving:
            asked = moving_to(self.moving, Wanted(slot.start, slot.end), row.resource)
            return f"{self._move_path}?{urlencode(asked)}"
        if slot.is_chosen:
            theirs = [one for one in self.asked.basket if one.resource == row.resource.slug]
            out = chosen_in(slot, theirs)
            left = tuple(one for one in self.asked.basket if one not in out)
            return self.address.having(day=self.day, basket=left, gathering=True) + "#panier"
        if self.is_gathering:
            line = Picked(row.resource.slug, slot.start.astimezone(UTC), slot.end.astimezone(UTC), seats)
            return self.address.having(day=self.day, basket=(*self.asked.basket, line)) + "#panier"
        return f"{self._form_paths[row.resource.pk]}?{Wanted(slot.start, slot.end, seats).query}"


def _blank(table: SlotTable) -> str:
    """« fermé, trop court pour 1 h »: what its cells mean that show nothing."""
    whys = (cell["why"] for cells in table.cells for cell in cells if cell.get("why") and not cell.get("url"))
    return ", ".join(dict.fromkeys(whys))


def _trainings(resource: Resource) -> str:
    return ", ".join(str(one) for one in resource.habilitations.all())


def _free(count: int) -> str:
    """« 3 libres »."""
    return ngettext("%(count)s free", "%(count)s free", count) % {"count": count}


def times(count: int) -> str:
    """« 3 créneaux »."""
    return npgettext("times of a day", "%(count)s slot", "%(count)s slots", count) % {"count": count}

"""The plan of a room at one time: each desk on it and in a list, with what may be done with it."""

from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from maillage.base import dates, pictures
from maillage.base.instants import Instant, from_wall, to_instant, to_local
from spaces.booking import wording
from spaces.booking.clock_fields import OFFSET, written_hour
from spaces.booking.pages.board import BoardPage
from spaces.booking.pages.day_board import Item
from spaces.booking.pages.features import chips, has_all
from spaces.booking.pages.slot_table import SHOWN, kind_of, too_short
from spaces.booking.questions import GRID, clock_minutes
from spaces.booking.services.board import Row, Slot
from spaces.catalogue.models import Resource
from spaces.catalogue.rules.plan import reading_order

PICTURE_WIDTHS = (960, 1600)
ICONS = {"free": "circle-check", "selected": "check", "locked": "lock", "own": "list-checks", "busy": "x"}


class PlanPage(BoardPage):
    """The desks of a room on the day of its board, at one of its hours. All but the picture is known to the board."""

    def context(self) -> Item:
        plan = self._plan()
        has_free = plan is not None and any(desk["kind"] == "free" for desk in plan["desks"])
        return super().context() | {
            "plan": plan,
            "has_no_plan": not self.inside,
            "is_without": bool(self.inside) and not self.rows,
            "table": None,
            "first": None if has_free else self.first(),
        }

    @cached_property
    def focus(self) -> Resource | None:
        """The room."""
        slug = self.asked.resource
        return next((row.resource for row in self.board.rows if row.resource.slug == slug), None)

    @property
    def is_of_one(self) -> bool:
        return False

    @cached_property
    def inside(self) -> list[Row]:
        """What stands on the plan, line by line."""
        room = self.focus
        rows = {
            row.resource.pk: row
            for row in self.board.rows
            if room and row.resource.parent_id == room.pk and hasattr(row.resource, "spot")
        }
        return [rows[pk] for pk in reading_order({pk: row.resource.spot.box for pk, row in rows.items()})]

    @cached_property
    def rows(self) -> list[Row]:
        return [row for row in self.inside if has_all(row.resource, self.asked.features)]

    def _features(self) -> list[Item]:
        resources = [row.resource for row in self.inside]
        return chips(resources, self.asked.features, lambda features: self.address.having(features=features))

    @cached_property
    def hours(self) -> list[Instant]:
        """The starts of that day that are not over or closed for all of them."""
        return sorted({to_instant(slot.start) for row in self.inside for slot in row.slots
                       if self._kind(row, slot) in SHOWN})  # fmt: skip

    @cached_property
    def hour(self) -> Instant | None:
        """The one asked for, or the first when something is free."""
        if self.asked.hour:
            return self._asked_hour()
        free = {to_instant(slot.start) for row in self.rows for slot in row.slots if self._kind(row, slot) == "free"}
        return next((hour for hour in self.hours if hour in free), next(iter(self.hours), None))

    def _asked_hour(self) -> Instant:
        """Without an offset, an hour that the clock shows twice is the first of the two."""
        if OFFSET.search(self.asked.hour):
            return to_instant(datetime.fromisoformat(f"{self.day}T{self.asked.hour}"))
        return from_wall(self.day, clock_minutes(self.asked.hour), self.board.zone)

    def _choices(self) -> Item:
        hours = sorted({*self.hours, *([] if self.hour is None else [self.hour])})
        local = [(hour, to_local(hour, self.board.zone)) for hour in hours]
        offered = [
            {"value": written_hour(at), "label": dates.clock_time(at), "selected": hour == self.hour}
            for hour, at in local
        ]
        return super()._choices() | {"hours": offered}

    def _kind(self, row: Row, slot: Slot) -> str:
        return kind_of(slot, is_locked=row.resource.pk in self.locked)

    def _plan(self) -> Item | None:
        """For the part `plan.html`."""
        room = self.focus
        if room is None or self.hour is None or not self.rows:
            return None
        picture = room.plan_picture
        desks = [self._desk(row) for row in self.rows]
        when = next((desk["hours"] for desk in desks if desk["hours"]), "")
        return {
            "room": room.name,
            "when": when,
            "count": self._count(desks, when) if when else "",
            "picture": pictures.shown(picture, widths=PICTURE_WIDTHS) if picture else None,
            "desks": desks,
        }

    def _count(self, desks: list[Item], when: str) -> str:
        """What is free at this time, beside what the strip counts: all that is free at some time of the day."""
        free = sum(desk["kind"] == "free" for desk in desks)
        some = sum(bool(row.free_slots) for row in self.rows)
        now = ngettext("%(when)s: %(count)s of %(all)s is free.", "%(when)s: %(count)s of %(all)s are free.", free)
        said = [now % {"when": when, "count": free, "all": len(desks)}]
        if some != free:
            day = ngettext(
                "In the course of the day, %(count)s is free at some time.",
                "In the course of the day, %(count)s are free at some time.",
                some,
            )
            said.append(day % {"count": some})
        return " ".join(said)

    def _desk(self, row: Row) -> Item:
        """A free one leads to the form; any other to its own day, where another time can be chosen."""
        slot = next((slot for slot in row.slots if to_instant(slot.start) == self.hour), None)
        kind = self._kind(row, slot) if slot else "closed"
        short = too_short(row, slot) if slot else ""
        kind = kind if kind in SHOWN and not short else "closed"
        its_day = self.address.having(day=self.day, resource=row.resource.slug, view=GRID, hour="")
        return {
            "name": row.resource.name,
            "kind": kind,
            "said": short or self._said(row, kind),
            "icon": ICONS.get(kind, "clock"),
            "hours": dates.hours(slot.start, slot.end) if slot else "",
            "detail": wording.prices(row.resource)[0],
            "features": row.resource.offers,
            "box": row.resource.spot.box,
            "url": self.slot_url(row, slot) if slot and kind in ("free", "selected", "own") else its_day,
        }

    def _said(self, row: Row, kind: str) -> str:
        """The state of a desk, in words."""
        if kind == "locked":
            return self.lock_note(row) if self.is_for_others(row) else _("not for you: training needed")
        said = {
            "free": pgettext("slot", "free"),
            "selected": _("chosen"),
            "own": _("overlaps your choice"),
            "busy": pgettext("slot", "taken"),
        }
        return said.get(kind) or _("not at this time")

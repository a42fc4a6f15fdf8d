"""What takes place in a space without being booked: events, with a room or without, and outside calendars.

Booking knows what takes its resources (`Use`), not what is announced. The agenda registers here from `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.text import capfirst

from maillage.users.permissions import Anyone
from spaces.booking.models import Use
from spaces.catalogue.models import Space


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """`key`: that of its uses. `url`: its page, for who may read it; `edit_url`: where who may changes it.

    `status`: how it differs from what was planned.
    """

    key: UUID
    title: str
    start_at: datetime
    end_at: datetime
    rooms: tuple[str, ...] = ()
    url: str = ""
    edit_url: str = ""
    status: str = ""
    status_kind: str = ""
    is_off: bool = False

    def takes(self, use: Use) -> bool:
        """Uses that touch are one: they may last longer."""
        return use.key == self.key and use.start_at < self.end_at and use.end_at > self.start_at


Announce = Callable[[Anyone, Space, datetime, datetime], Iterable[Happening]]

_announcers: dict[str, Announce] = {}


def register(name: str, announce: Announce) -> None:
    """`announce(user, space, start_at, end_at)`: a constant number of queries. Rooms are known here."""
    _announcers[name] = announce


def happenings(user: Anyone, space: Space, start_at: datetime, end_at: datetime) -> list[Happening]:
    """All that shares an instant with [start_at, end_at), soonest first. One query, and those of who announces."""
    there = Use.objects.filter(resource__space=space, start_at__lt=end_at, end_at__gt=start_at)
    uses = list(there.select_related("resource").order_by("resource__position", "resource__name", "pk"))
    announced = [one for announce in _announcers.values() for one in announce(user, space, start_at, end_at)]
    known = {one.key for one in announced}
    others = dict.fromkeys(_of_use(use) for use in uses if use.key not in known)
    found = [replace(one, rooms=_rooms(one, uses)) for one in (*announced, *others)]
    return sorted(found, key=lambda one: (one.start_at, one.end_at, one.title))


def _of_use(use: Use) -> Happening:
    title = use.label or str(capfirst(use.get_kind_display()))
    return Happening(key=use.key, title=title, start_at=use.start_at, end_at=use.end_at)


def _rooms(happening: Happening, uses: Iterable[Use]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use.resource.name for use in uses if happening.takes(use)))

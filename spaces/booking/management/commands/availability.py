"""When a resource can be booked, for people and for programs (see the contract)."""

import json
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.base.zones import get_zone
from spaces.booking.services.availability import availability
from spaces.catalogue.models import Resource

MOST_DIGITS = 9


class Command(BaseCommand):
    help = "Say when a resource can be booked: availability SPACE/RESOURCE --from 2026-06-16 --duration 60"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("resource", help="space/resource, as their addresses say")
        parser.add_argument("--from", dest="from_on", required=True, help="first day of the place: 2026-06-16")
        parser.add_argument("--until", dest="until_on", help="last day, included; without it, the first alone")
        parser.add_argument("--duration", required=True, help="minutes")
        parser.add_argument("--seats", default="1", help="places wanted of a pool")
        parser.add_argument("--now", help="read the clock as this instant: 2026-06-01T08:00:00+02:00")
        parser.add_argument("--explain", action="store_true", help="say why the other starts are refused")
        parser.add_argument("--json", dest="as_json", action="store_true", help="the API's answer")

    def handle(self, *args: Any, **options: Any) -> None:
        resource = _find(options["resource"])
        asked = {
            "from_on": _day(options["from_on"], "--from"),
            "until_on": _day(options["until_on"] or options["from_on"], "--until"),
            "duration": _number(options["duration"], "--duration", "minutes"),
            "seats": _number(options["seats"], "--seats", "places"),
            "explain": options["explain"],
        }
        try:
            with clock.fixed(_instant(options["now"], resource.space.time_zone)):
                answer = availability(resource, **asked)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(answer) if options["as_json"] else _listed(answer))


def _find(path: str) -> Resource:
    space, _, slug = path.partition("/")
    resource = Resource.objects.select_related("space").filter(space__slug=space, slug=slug).first()
    if resource is None:
        raise CommandError(f"There is no resource {path!r}. Write it like la-centrale/salle-aneto.")
    return resource


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"{option} {text!r} is not a date. Write it like 2026-06-16.") from None


def _number(text: str, option: str, of_what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) > 0):
        raise CommandError(f"{option} {text!r} is not a number of {of_what}. Write it like 60.")
    return int(text)


def _instant(text: str | None, zone: str) -> datetime:
    """Without an offset, on the wall clock of the place."""
    if text is None:
        return clock.now()
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        message = f"--now {text!r} is not an instant. Write it like 2026-06-01T08:00:00+02:00."
        raise CommandError(message) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=get_zone(zone))


def _listed(answer: dict[str, Any]) -> str:
    """One start a line, then each refused one with its code."""
    lines = [*answer["starts"], *(f"{one['start']}  {one['code']}" for one in answer.get("refused", ()))]
    return "\n".join(lines) or "Nothing can be booked on these days."

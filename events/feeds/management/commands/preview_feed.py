"""`manage.py preview_feed FILE_OR_URL --from … --until …`"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.feeds.services.preview import preview_feed
from maillage.base.errors import DomainError


class Command(BaseCommand):
    help = "Show what taking in an outside calendar (iCalendar) would give, without writing anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="FILE_OR_URL")
        parser.add_argument("--from", dest="start", required=True, metavar="ISO", help="first date or instant")
        parser.add_argument("--until", dest="end", required=True, metavar="ISO", help="end, not included")
        parser.add_argument(
            "--time-zone",
            metavar="TZ",
            help="zone of dates here, and of times in the file, that name none; by default the network's",
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = preview_feed(
                options["source"],
                start=options["start"],
                end=options["end"],
                zone_name=options["time_zone"],
                typed_here=True,
            )
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(answer)))


def _lines(answer: dict[str, list]) -> list[str]:
    """A table for people, then the problems."""
    events, problems = answer["events"], answer["problems"]
    width = max((len(event["start"]) for event in events), default=0)
    lines = [f"{event['start']:{width}}  {event['end']:{width}}  {_title(event)}" for event in events]
    lines.append(ngettext("%(number)s event", "%(number)s events", len(events)) % {"number": len(events)})
    if problems:
        lines += ["", _("Problems:"), *(f"- {problem}" for problem in problems)]
    return lines


def _title(event: dict[str, str]) -> str:
    if event["status"] == "CANCELLED":
        return f"{event['summary']} ({pgettext('event', 'cancelled')})"
    if event["status"] == "TENTATIVE":
        return f"{event['summary']} ({pgettext('event', 'to be confirmed')})"
    return event["summary"]

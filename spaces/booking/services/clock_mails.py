"""What a team is told after its time zone has new rules: what has moved to stay at its hour, and what could not."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext
from django_tasks import task

from maillage.base import dates, mail
from spaces.catalogue.models import SpaceTeam

MOST_LINES = 50

Line = dict[str, str]


def line_of(what: str, start_at: datetime, end_at: datetime) -> Line:
    """As a task keeps it."""
    return {"what": what, "start": start_at.isoformat(), "end": end_at.isoformat()}


@task()
def tell_team(*, space_id: int, moved: list[Line], stuck: Sequence[Line] = ()) -> None:
    """One mail to each manager of the space, in their language, on the clock of the place."""
    team = SpaceTeam.objects.filter(space=space_id, role=SpaceTeam.Role.MANAGER, user__is_active=True)
    for member in team.select_related("user", "space"):
        to, zone = member.user, member.space.time_zone
        with translation.override(to.language):
            context = {
                "space": member.space,
                "moved": _said(moved, zone),
                "stuck": _said(stuck, zone),
                "url": settings.SITE_URL + reverse("booking:planning", args=[member.space.slug]),
            }
        mail.send("booking/emails/clock_changed", to=to.email, language=to.language, context=context)


def _said(lines: Sequence[Line], zone: str) -> list[str]:
    said = [f"{line['what']} · {dates.when(*_times(line), zone)}" for line in lines[:MOST_LINES]]
    others = len(lines) - len(said)
    if others:
        said.append(ngettext("and %(count)s other", "and %(count)s others", others) % {"count": others})
    return said


def _times(line: Line) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(line["start"]), datetime.fromisoformat(line["end"])

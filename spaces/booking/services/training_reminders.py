"""Trainings that end soon: their people and the teams that gave them are told ahead, once."""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction

from maillage.base import clock
from maillage.base.zones import get_zone
from spaces.booking.models import HabilitationGrant
from spaces.booking.services.training_mails import warn_person, warn_team

AHEAD = timedelta(days=28)
FIRST_TO_BEGIN = get_zone("Etc/GMT-14")  # where a day begins first: nobody is told late


@transaction.atomic
def warn_of_endings() -> int:
    """Tell of what ends within four weeks; how many. Run it once a day; a late run tells later.

    Who was given it for less than that knows.
    """
    today = clock.today(FIRST_TO_BEGIN)
    near = HabilitationGrant.objects.standing().filter(
        warned_at=None, valid_until__gte=today, valid_until__lte=today + AHEAD, person__is_active=True
    )
    by_space: defaultdict[int, list[int]] = defaultdict(list)
    told = 0
    for given in near.order_by("pk"):
        if given.valid_until is None or given.granted_at.date() > given.valid_until - AHEAD:
            continue
        if not HabilitationGrant.objects.filter(pk=given.pk, warned_at=None).update(warned_at=clock.now()):
            continue  # another run was quicker
        warn_person.enqueue(grant_id=given.pk)
        told += 1
        if given.space_id is not None:
            by_space[given.space_id].append(given.pk)
    for space_id, grant_ids in by_space.items():
        warn_team.enqueue(space_id=space_id, grant_ids=grant_ids)
    return told

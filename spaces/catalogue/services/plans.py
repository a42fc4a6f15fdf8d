"""The plan of a room: its desks are put where they stand."""

from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError, NotAllowed
from maillage.users.models import User
from spaces.catalogue.models import Resource, Spot
from spaces.catalogue.permissions import can_edit
from spaces.catalogue.rules.plan import Box


@transaction.atomic
def arrange(room: Resource, boxes: Mapping[int, Box | None], *, by: User) -> None:
    """Put what is inside a room where `boxes` says, by key; None takes it off the plan. Others stay.

    Raises DomainError("not_in_room") for what is not inside this room, ("off_plan") for a box beyond the edge.
    """
    if not can_edit(by, room.space):
        raise NotAllowed(_("Only the managers of this place change its plans."))
    inside = set(room.children.select_for_update().values_list("pk", flat=True))
    if not boxes.keys() <= inside:
        raise DomainError("not_in_room", _("Something is no longer inside this room. Open the plan again."))
    if not all(box is None or box.is_inside for box in boxes.values()):
        raise DomainError("off_plan", _("Something stands beyond the edge of the plan. Move it inside."))
    Spot.objects.filter(resource__in=[pk for pk, box in boxes.items() if box is None]).delete()
    for pk, box in boxes.items():
        if box is not None:
            Spot.objects.update_or_create(resource_id=pk, defaults=asdict(box))

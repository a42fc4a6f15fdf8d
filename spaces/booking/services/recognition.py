"""Which trainings of other spaces count in a space: it chooses."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed
from spaces.booking.models import Habilitation, Recognition
from spaces.booking.permissions import can_recognise
from spaces.catalogue.models import Space


def others_giving(habilitations: Sequence[Habilitation], *, besides: Space) -> dict[int, list[Space]]:
    """By the key of each training, other public spaces whose team may give it, by name. Three queries."""
    of_spaces: defaultdict[int, set[int]] = defaultdict(set)
    among = Habilitation.objects.filter(pk__in=[one.pk for one in habilitations]).order_by()
    for name in ("recognised_by", "resources__space"):
        for pk, space_id in among.exclude(**{name: None}).values_list("pk", name):
            of_spaces[pk].add(space_id)
    keys = set().union(*of_spaces.values()) - {besides.pk}
    spaces = list(Space.objects.public().filter(pk__in=keys).order_by("name", "pk"))
    return {one.pk: [space for space in spaces if space.pk in of_spaces[one.pk]] for one in habilitations}


@transaction.atomic
def recognise(space: Space, habilitation: Habilitation, *, given_by: Collection[Space] | None, by: Any) -> None:
    """Let the training count here where one of these spaces gave it; None: whichever did.

    Replaces what was chosen for it before. What the space gives itself, and what the network gave, always counts.
    """
    if not can_recognise(by, space):
        raise NotAllowed(_("Only the managers of a place choose which training counts there."))
    Recognition.objects.filter(space=space, habilitation=habilitation).delete()
    chosen: list[Space | None] = [None] if given_by is None else [one for one in given_by if one != space]
    Recognition.objects.bulk_create(Recognition(space=space, habilitation=habilitation, given_by=one) for one in chosen)

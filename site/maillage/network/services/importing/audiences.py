"""For whom there are prices. Those that a document does not name stay: prices refer to them."""

from collections.abc import Sequence

from django.db.models import Q

from maillage.network.document import schema
from maillage.network.document.sound_parts import Location
from maillage.network.services.importing.progress import Progress, readable, repeated
from spaces.catalogue.models import Space
from spaces.pricing.models import Audience

Saying = tuple[Space | None, list[schema.Audience], Location]


def import_audiences(saying: Sequence[Saying], progress: Progress) -> None:
    """Of each space, or of the network (None). Three queries at most, none where nobody says any."""
    if not any(parts for _, parts, _ in saying):
        return
    spaces = [space for space, _, _ in saying if space]
    theirs = Q(space__in=spaces) | Q(space=None) if None in [space for space, _, _ in saying] else Q(space__in=spaces)
    known = {(one.space_id, one.slug): one for one in Audience.objects.filter(theirs)}
    new, renamed = [], []
    for space, parts, where in saying:
        for position, slug in repeated(part.slug for part in parts):
            progress.refuse((*where, position, "slug"), f"{slug} stands twice")
        for part in {part.slug: part for part in parts}.values():
            key = (space.pk if space else None, part.slug)
            audience = known.get(key)
            if audience is None:
                known[key] = Audience(space=space, slug=part.slug, name=part.name or readable(part.slug))
                new.append(known[key])
                progress.count("audiences", "created")
            elif part.name and part.name != audience.name:
                audience.name = part.name
                renamed.append(audience)
                progress.count("audiences", "updated")
            else:
                progress.count("audiences", "unchanged")
    Audience.objects.bulk_create(new)
    Audience.objects.bulk_update(renamed, ["name"])

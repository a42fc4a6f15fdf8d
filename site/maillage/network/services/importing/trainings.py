"""Trainings that people have followed, and those of other spaces that a space recognises."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from maillage.network.document import schema
from maillage.network.services.importing.progress import Progress, readable, repeated
from maillage.users.models import User
from spaces.booking.models import Habilitation, HabilitationGrant, Recognition


def import_grants(parts: list[schema.Person], progress: Progress) -> None:
    """What each person has followed, once with each space."""
    for position, part in enumerate(parts):
        user = progress.users.get(part.email)
        if user is None:
            continue
        for number, (code, _space) in repeated((grant.code, grant.space) for grant in part.habilitations):
            progress.refuse(("people", position, "habilitations", number, "code"), f"{code} stands twice")
        for number, grant in enumerate(part.habilitations):
            if grant.space and progress.space(grant.space) is None:
                where = ("people", position, "habilitations", number, "space")
                progress.miss(where, f"there is no space {grant.space}")
                continue
            with progress.attempt("people", position, "habilitations", number):
                _grant(user, grant, progress)


def _grant(user: User, part: schema.Grant, progress: Progress) -> None:
    known: dict[str, Any] = {
        "habilitation": ensure_habilitation(part.code),
        "person": user,
        "space": progress.space(part.space) if part.space else None,
    }
    grant = HabilitationGrant.objects.standing().filter(**known).first()
    progress.save(
        "habilitations",
        grant or HabilitationGrant(**known, granted_by=progress.by),
        {"valid_until": part.valid_until},
    )


def import_recognitions(parts: list[schema.Space], progress: Progress) -> None:
    """What a space says about it is all that it recognises. One query where nothing changes."""
    saying = [(number, part) for number, part in enumerate(parts) if "recognises" in part.model_fields_set]
    spaces = [progress.spaces[part.slug] for _, part in saying if part.slug in progress.spaces]
    stands: defaultdict[int, set[tuple[str, str | None]]] = defaultdict(set)
    rows = Recognition.objects.filter(space__in=spaces) if spaces else Recognition.objects.none()
    for space_id, *row in rows.values_list("space", "habilitation__code", "given_by__slug"):
        stands[space_id].add((row[0], row[1]))
    for number, part in saying:
        space = progress.spaces.get(part.slug)
        if space is None:
            continue
        should = set(_recognised(part, number, progress))
        if stands[space.pk] != should:
            Recognition.objects.filter(space=space).delete()
            Recognition.objects.bulk_create(
                Recognition(
                    space=space,
                    habilitation=ensure_habilitation(code),
                    given_by=progress.space(slug) if slug else None,
                )
                for code, slug in sorted(should, key=str)
            )


def _recognised(part: schema.Space, position: int, progress: Progress) -> Iterable[tuple[str, str | None]]:
    """The trainings with the spaces that may have given them; none: any."""
    for number, code in repeated(one.code for one in part.recognises):
        progress.refuse(("spaces", position, "recognises", number, "code"), f"{code} stands twice")
    for number, one in enumerate(part.recognises):
        for index, slug in enumerate(one.from_ or []):
            if progress.space(slug) is None:
                progress.miss(("spaces", position, "recognises", number, "from", index), f"there is no space {slug}")
            else:
                yield one.code, slug
        if one.from_ is None:
            yield one.code, None


def ensure_habilitation(code: str) -> Habilitation:
    """The one of this code, made where there is none."""
    return Habilitation.objects.get_or_create(code=code, defaults={"label": readable(code)})[0]

"""The booking conditions of spaces, known by their name there."""

from collections.abc import Iterable
from dataclasses import replace

from maillage.network.document import schema
from maillage.network.document.sound_parts import Location
from maillage.network.services.importing.progress import Progress, repeated
from spaces.booking.models import BookingPolicy, CancellationTier
from spaces.catalogue.models import Resource, Space


def import_policies(parts: list[schema.Space], progress: Progress) -> None:
    """What a space says about its conditions is all that holds there. Two queries where nothing changes."""
    saying = [(number, part) for number, part in enumerate(parts) if "policies" in part.model_fields_set]
    spaces = [progress.spaces[part.slug] for _, part in saying if part.slug in progress.spaces]
    standing: dict[tuple[int, str], BookingPolicy] = {
        (policy.space_id, policy.name): policy
        for policy in BookingPolicy.objects.filter(space__in=spaces).prefetch_related("tiers", "resources")
    }
    for number, part in saying:
        if space := progress.spaces.get(part.slug):
            where: Location = ("spaces", number, "policies")
            _check(part.policies, where, progress)
            for position, one in enumerate(part.policies):
                resources = set(_resources(one, part.slug, (*where, position, "resources"), progress))
                _write(one, space, resources, standing.pop((space.pk, one.name), None), progress)
    BookingPolicy.objects.filter(pk__in=[policy.pk for policy in standing.values()]).delete()


def _check(parts: list[schema.Policy], where: Location, progress: Progress) -> None:
    """Each has a name of its own, and each resource knows which holds for it."""
    for position, name in repeated(part.name for part in parts):
        progress.refuse((*where, position, "name"), f"{name} stands twice in this space")
    held = [(position, slug) for position, part in enumerate(parts) for slug in sorted(set(part.resources)) or [""]]
    for index, slug in repeated(slug for _, slug in held):
        said = f"{slug} has other conditions already" if slug else "two hold for all that has no conditions of its own"
        progress.refuse((*where, held[index][0], "resources"), said)


def _resources(part: schema.Policy, space: str, where: Location, progress: Progress) -> Iterable[Resource]:
    for number, slug in enumerate(part.resources):
        if found := progress.resources.get(f"{space}/{slug}"):
            yield found
        else:
            progress.miss((*where, number), f"this space has no resource {slug}")


def _write(
    part: schema.Policy,
    space: Space,
    resources: set[Resource],
    policy: BookingPolicy | None,
    progress: Progress,
) -> None:
    outcome = "updated" if policy else "created"
    if policy is None:
        policy = BookingPolicy(space=space, name=part.name)
    elif replace(part.terms, version=policy.version) == policy.terms and set(policy.resources.all()) == resources:
        progress.count("policies", "unchanged")
        return
    else:
        policy.version += 1
    policy.cancel_notice_min = part.cancel_notice
    policy.release_after_min = part.release_after
    policy.no_show_percent = part.no_show_percent
    policy.remind_before_min = part.remind_before
    policy.save()
    CancellationTier.objects.filter(policy=policy).delete()
    CancellationTier.objects.bulk_create(
        CancellationTier(policy=policy, notice_min=tier.notice_min, kept_percent=tier.kept_percent)
        for tier in part.terms.tiers
    )
    through = BookingPolicy.resources.through.objects
    through.filter(bookingpolicy=policy).delete()
    through.bulk_create(BookingPolicy.resources.through(bookingpolicy=policy, resource=one) for one in resources)
    progress.count("policies", outcome)

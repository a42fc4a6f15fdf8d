"""Take a whole network out: the document that would bring it in again.

Passwords never leave. Records come in a stable order, so that two exports of one network are equal.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from wagtail.rich_text import expand_db_html

from events.agenda.models import DateChange, Event
from maillage.base.instants import local_text
from maillage.base.models import Network
from maillage.base.rich_text import clean, paragraphs
from maillage.base.zones import get_zone
from maillage.network.document.schema import FORMAT
from maillage.network.services.importing.events import EVENT_FIELDS
from maillage.network.services.importing.places import NETWORK_FIELDS, SPACE_FIELDS
from maillage.network.services.importing.plans import GIVEN, plan_path
from maillage.users.models import COORDINATORS, User
from members.directory.models import Organisation
from spaces.booking.documents import exceptional_dates, money, resource_document, week
from spaces.booking.models import Block, Booking, BookingPolicy
from spaces.catalogue.models import OpeningException, Space, SpaceTeam
from spaces.pricing.models import Audience, Plan

ANY = ""  # no space has this slug

Part = dict[str, Any]


def export_network() -> Part:
    """The document, as JSON-able values."""
    return {
        "format": FORMAT,
        "network": _network(),
        "spaces": [_space(space) for space in _spaces()],
        "people": list(_people()),
        "organisations": list(_organisations()),
        "bookings": list(_bookings()),
        "blocks": list(_blocks()),
        "events": list(_events()),
    }


def _network() -> Part:
    network = Network.default()
    dated = OpeningException.objects.of_network().prefetch_related("hours")
    return {
        **{name: getattr(network, name) for name in NETWORK_FIELDS},
        "contact_email": network.contact_email or None,
        "exceptions": [exceptional_dates(exception) for exception in dated],
        "audiences": [_audience(audience) for audience in Audience.objects.filter(space=None).order_by("slug")],
        "plans": [_plan(plan) for plan in _with_all(Plan.objects.filter(space=None)).order_by("slug")],
    }


def _spaces() -> Iterable[Space]:
    return (
        Space.objects.order_by("slug")
        .select_related("commune")
        .prefetch_related(
            "types", "amenities", "accessibility", "opening_hours", "exceptions__hours", "resources__parent",
            "resources__spot", "resources__shares", "resources__opening_hours", "resources__exceptions__hours",
            "resources__prices__audience", "resources__admissions__audience", "resources__quotas__plan",
            "resources__habilitations", "policies__tiers", "policies__resources", "audiences",
            "recognitions__habilitation", "recognitions__given_by",
            Prefetch("plans", _with_all(Plan.objects.all())),
        )
    )  # fmt: skip


def _space(space: Space) -> Part:
    texts = [block.value.source for block in space.body if block.block_type == "text"]
    return {
        "slug": space.slug,
        **{name: _or_none(getattr(space, name)) for name in SPACE_FIELDS},
        "types": _codes(space.types.all()),
        "story": [text for source in texts for text in paragraphs(source)],
        "story_html": [clean(expand_db_html(source)) for source in texts],
        "address": {
            "street": space.street,
            "postal_code": space.postal_code,
            "city": space.city,
            "insee": space.commune.code if space.commune else None,
            "country": space.country,
        },
        "amenities": _codes(space.amenities.all()),
        "accessibility": _codes(space.accessibility.all()),
        "opening_hours": week(space.opening_hours.all()),
        "exceptions": [exceptional_dates(exception) for exception in space.exceptions.all()],
        "resources": [resource_document(resource) for resource in space.resources.all()],
        "policies": [_policy(policy) for policy in space.policies.all()],
        "audiences": [_audience(audience) for audience in space.audiences.all()],
        "plans": [_plan(plan) for plan in space.plans.all()],
        "recognises": _recognised(space),
    }


def _recognised(space: Space) -> list[Part]:
    """Of whom each training counts here besides; null: of any space."""
    given_by: defaultdict[str, list[str]] = defaultdict(list)
    for one in space.recognitions.all():
        given_by[one.habilitation.code] += [one.given_by.slug] if one.given_by else [ANY]
    return [{"code": code, "from": None if ANY in slugs else sorted(slugs)} for code, slugs in sorted(given_by.items())]


def _with_all(plans: Any) -> Any:
    return plans.select_related("audience").prefetch_related("entitlements", "spaces")


def _plan(plan: Plan) -> Part:
    return {
        "slug": plan.slug,
        "name": plan.name,
        "audience": plan.audience and plan.audience.slug,
        "price": money(plan.price_cents),
        "reach": plan.reach,
        "spaces": sorted(space.slug for space in plan.spaces.all()),
        "entitlements": [{name: getattr(one, name) for name in GIVEN} for one in plan.entitlements.all()],
    }


def _memberships(user: User) -> list[Part]:
    """What was taken of them stays here: the document knows no movements."""
    return [
        {
            "plan": plan_path(one.plan),
            "from": one.valid_from.isoformat(),
            "through": one.valid_through and one.valid_through.isoformat(),
        }
        for one in sorted(user.memberships.all(), key=lambda one: (one.valid_from, one.pk))
    ]


def _audience(audience: Audience) -> Part:
    return {"slug": audience.slug, "name": audience.name}


def _policy(policy: BookingPolicy) -> Part:
    terms = policy.terms
    return {
        "name": policy.name,
        "resources": sorted(resource.slug for resource in policy.resources.all()),
        "cancellation": [{"notice": tier.notice_min, "kept_percent": tier.kept_percent} for tier in terms.tiers],
        "cancel_notice": terms.cancel_notice_min,
        "release_after": terms.release_after_min,
        "no_show_percent": terms.no_show_percent,
        "remind_before": terms.remind_before_min,
    }


def _people() -> Iterator[Part]:
    users = User.objects.filter(is_active=True).order_by("email")
    for user in users.select_related("profile__territory").prefetch_related(
        "groups",
        "space_roles__space",
        "habilitation_grants__habilitation",
        "habilitation_grants__space",
        "memberships__plan__space",
        "profile__skills",
        "profile__sectors",
    ):
        roles = {"administrator": user.is_superuser, "coordinator": _coordinates(user)}
        parts = list(user.space_roles.all())
        yield {
            "email": user.email,
            "name": user.name,
            "roles": [role for role, held in roles.items() if held],
            "manages": sorted(part.space.slug for part in parts if part.role == SpaceTeam.Role.MANAGER),
            "hosts": sorted(part.space.slug for part in parts if part.role == SpaceTeam.Role.HOST),
            "habilitations": _grants(user),
            "memberships": _memberships(user),
            **_profile(user),
        }


def _grants(user: User) -> list[Part]:
    """The trainings followed, the latest of each with each space: the document knows no more."""
    latest = {
        (grant.habilitation.code, grant.space.slug if grant.space else ""): grant
        for grant in reversed(user.habilitation_grants.all())
        if not grant.revoked_at
    }
    return [
        {"code": code, "valid_until": grant.valid_until and grant.valid_until.isoformat(), "space": slug or None}
        for (code, slug), grant in sorted(latest.items())
    ]


def _coordinates(user: User) -> bool:
    return any(group.name == COORDINATORS for group in user.groups.all())


def _profile(user: User) -> Part:
    profile = getattr(user, "profile", None)
    if profile is None or not profile.is_published:
        return {}
    return {
        "headline": profile.headline,
        "body": profile.body,
        "skills": _codes(profile.skills.all()),
        "sectors": _codes(profile.sectors.all()),
        "insee": _insee(profile.territory),
        "visibility": profile.visibility,
    }


def _organisations() -> Iterator[Part]:
    rows = Organisation.objects.published().order_by("slug").select_related("territory")
    for organisation in rows.prefetch_related("sectors", "team__user"):
        yield {
            "slug": organisation.slug,
            "name": organisation.name,
            "summary": organisation.summary,
            "body": organisation.body,
            "legal_form": organisation.legal_form,
            "siret": organisation.siret or None,
            "sectors": _codes(organisation.sectors.all()),
            "insee": _insee(organisation.territory),
            "website": organisation.website or None,
            "team": sorted(member.user.email for member in organisation.team.all() if member.user.is_active),
        }


def _bookings() -> Iterator[Part]:
    rows = Booking.objects.select_related("resource__space", "person").order_by("start_at", "resource", "pk")
    for booking in rows.iterator():
        yield {
            "resource": booking.resource.path,
            "person": booking.person.email if booking.person and booking.person.is_active else None,
            "start": _local(booking.start_at, booking.resource.space),
            "end": _local(booking.end_at, booking.resource.space),
            "seats": booking.seats,
            "state": booking.state,
            "expires": booking.expires_at and _local(booking.expires_at, booking.resource.space),
            "buffer_before": booking.buffer_before,
            "buffer_after": booking.buffer_after,
            "note": booking.note or None,
            "guest": booking.guest_name or None,
        }


def _blocks() -> Iterator[Part]:
    for block in Block.objects.standing().select_related("resource__space").order_by("start_at", "pk"):
        yield {
            "resource": block.resource.path,
            "start": _local(block.start_at, block.resource.space),
            "end": _local(block.end_at, block.resource.space),
            "reason": block.reason,
        }


def _events() -> Iterator[Part]:
    """Those with one schedule: the document knows no more."""
    rows = Event.objects.published().select_related("space", "habilitation").order_by("slug")
    for event in rows.prefetch_related("schedules", "changes", "types", "audiences", "resources", "organisers"):
        for schedule in event.schedules.all()[:1]:
            yield {
                "slug": event.slug,
                **{name: _or_none(getattr(event, name)) for name in EVENT_FIELDS},
                "body": "\n\n".join(paragraphs(event.body)),
                "body_html": clean(expand_db_html(event.body)),
                "types": _codes(event.types.all()),
                "audiences": _codes(event.audiences.all()),
                "accessibility": event.accessible_to,
                "space": event.space.slug if event.space else None,
                "habilitation": event.habilitation.code if event.habilitation else None,
                "resources": sorted(room.slug for room in event.resources.all()),
                "organisers": sorted(organisation.slug for organisation in event.organisers.all()),
                "start": schedule.wall_start.isoformat(timespec="minutes"),
                "end": schedule.wall_end.isoformat(timespec="minutes"),
                "rrule": schedule.rrule or None,
                "exdates": schedule.exdates,
                "changes": [_change(change) for change in sorted(event.changes.all(), key=lambda change: change.day)],
            }


def _change(change: DateChange) -> Part:
    return {
        "day": change.day.isoformat(),
        "status": change.status,
        "new_day": change.new_on and change.new_on.isoformat(),
        "starts": change.starts and f"{change.starts:%H:%M}",
        "ends": change.ends and f"{change.ends:%H:%M}",
    }


def _local(at: datetime, space: Space) -> str:
    """With its offset: the two 02:00 of an autumn night stay apart."""
    return local_text(at, get_zone(space.time_zone))


def _codes(concepts: Iterable[Any]) -> list[str]:
    return sorted(concept.code for concept in concepts)


def _insee(territory: Any) -> str | None:
    return territory.code if territory is not None and territory.level == "commune" else None


def _or_none(value: Any) -> Any:
    return None if value == "" else value

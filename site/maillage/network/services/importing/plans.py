"""Plans and who has them. What a document does not name stays: the ledger refers to it."""

from collections.abc import Iterable
from typing import Any

from maillage.network.document import schema
from maillage.network.document.sound_parts import Location
from maillage.network.services.importing.progress import Progress, readable, repeated
from spaces.catalogue.models import Space
from spaces.pricing.models import Audience, Entitlement, LedgerEntry, Membership, Plan

GIVEN = ("unit", "amount", "every", "kinds")


def import_plans(document: schema.Document, progress: Progress) -> None:
    """Once spaces and their audiences are there."""
    if document.network:
        _import(None, document.network.plans, ("network", "plans"), progress)
    for position, part in enumerate(document.spaces):
        if part.plans and (space := progress.spaces.get(part.slug)):
            _import(space, part.plans, ("spaces", position, "plans"), progress)


def import_memberships(parts: list[schema.Person], progress: Progress) -> None:
    """A membership is known again by person, plan and first day."""
    saying = [(number, part) for number, part in enumerate(parts) if part.memberships]
    plans = {plan_path(plan): plan for plan in Plan.objects.select_related("space")} if saying else {}
    for number, part in saying:
        user = progress.user(part.email)
        for position, one in enumerate(part.memberships):
            plan = plans.get(one.plan)
            if plan is None:
                progress.miss(("people", number, "memberships", position, "plan"), f"there is no plan {one.plan}")
            elif user is not None:
                known = Membership.objects.filter(person=user, plan=plan, valid_from=one.from_).first()
                membership = known or Membership(person=user, plan=plan, valid_from=one.from_)
                progress.save("memberships", membership, {"valid_through": one.through})


def plan_path(plan: Plan) -> str:
    """As a membership names it."""
    return f"{plan.space.slug}/{plan.slug}" if plan.space else plan.slug


def _import(space: Space | None, parts: list[schema.Plan], where: Location, progress: Progress) -> None:
    twice = dict(repeated(part.slug for part in parts))
    for position, slug in twice.items():
        progress.refuse((*where, position, "slug"), f"{slug} stands twice")
    known = {plan.slug: plan for plan in Plan.objects.filter(space=space).prefetch_related("entitlements", "spaces")}
    audiences = {one.slug: one for one in Audience.objects.filter(space=space)} if parts else {}
    for position, part in enumerate(parts):
        if position not in twice:
            plan = known.get(part.slug) or Plan(space=space, slug=part.slug)
            _write(part, plan, audiences, (*where, position), progress)


def _write(part: schema.Plan, plan: Plan, audiences: dict[str, Audience], where: Location, progress: Progress) -> None:
    if part.audience and part.audience not in audiences:
        progress.miss((*where, "audience"), f"there is no audience {part.audience} beside this plan")
    values = {
        "name": part.name or plan.name or readable(part.slug),
        "audience": audiences.get(part.audience or ""),
        "price_cents": int(part.price * 100),
        "reach": part.reach,
    }
    spaces = dict.fromkeys(_spaces(part, where, progress))
    is_new = plan.pk is None
    given = [tuple(getattr(one, name) for name in GIVEN) for one in part.entitlements]
    has = [] if is_new else [tuple(getattr(one, name) for name in GIVEN) for one in plan.entitlements.all()]
    other_spaces = is_new or {one.pk for one in spaces} != {one.pk for one in plan.spaces.all()}
    if has != given and not is_new and LedgerEntry.objects.filter(entitlement__plan=plan).exists():
        progress.refuse((*where, "entitlements"), "somebody has used some of it already: make another plan")
        return
    progress.save("plans", plan, values, also=has != given or other_spaces)
    if has != given:
        Entitlement.objects.filter(plan=plan).delete()
        Entitlement.objects.bulk_create(Entitlement(plan=plan, **dict(zip(GIVEN, one, strict=True))) for one in given)
    if other_spaces:
        through: Any = Plan.spaces.through.objects
        through.filter(plan=plan).delete()
        through.bulk_create(Plan.spaces.through(plan=plan, space=space) for space in spaces)


def _spaces(part: schema.Plan, where: Location, progress: Progress) -> Iterable[Space]:
    for number, slug in enumerate(part.spaces):
        if found := progress.space(slug):
            yield found
        else:
            progress.miss((*where, "spaces", number), f"there is no space {slug}")

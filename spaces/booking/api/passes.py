"""One's own passes: what is left of them, and every movement."""

from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_noop
from ninja import Query, Router

from maillage.base.api.paging import Paging, paginate
from maillage.users.requests import MemberRequest
from spaces.booking.api.schemas.passes import MovementList, PassList
from spaces.booking.documents import movement_document, pass_document
from spaces.booking.services.movements import booked_then
from spaces.pricing.models import LedgerEntry, Membership
from spaces.pricing.services.lots import of_today

router = Router(tags=["passes"])


@router.get(
    "/passes",
    response=PassList,
    summary=gettext_noop("List your passes"),
    description=gettext_noop(
        "Those that count today or will later, and what is left of each: by the clock of the place of each."
    ),
)
def passes(request: MemberRequest, paging: Query[Paging]) -> dict[str, Any]:
    held = Membership.objects.of(request.user).standing().select_related("plan__space")
    page = paginate(request, held.prefetch_related("plan__spaces").order_by("pk"), paging)
    lots = of_today([one for one in page.rows if one.valid_from <= one.today()])
    return page.of([pass_document(one, lots.get(one.pk, [])) for one in page.rows])


@router.get(
    "/passes/movements",
    response=MovementList,
    operation_id="pass_movements",
    summary=gettext_noop("List the movements of your passes"),
    description=gettext_noop("What was received, used, given back, corrected or has expired; the latest first."),
)
def movements(request: MemberRequest, paging: Query[Paging]) -> dict[str, Any]:
    zone = get_current_timezone()
    theirs = LedgerEntry.objects.filter(membership__person=request.user)
    page = paginate(request, theirs.select_related("membership__plan", "entitlement").order_by("-pk"), paging)
    booked = booked_then(page.rows)
    return page.of([movement_document(entry, zone, booked.get(entry.pk)) for entry in page.rows])

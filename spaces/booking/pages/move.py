"""The team's form that moves a booking: what else there is at that time, and what is said once it is done."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.base import dates, figures
from spaces.booking import pass_wording, wording
from spaces.booking.models import Booking
from spaces.booking.reasons import reason
from spaces.booking.services.elsewhere import Elsewhere, elsewhere
from spaces.booking.services.passes import Cost, costs_instead, taken_of
from spaces.booking.team_forms import MoveForm
from spaces.pricing.services.audiences import Belonging


def offer_others(form: MoveForm, *, by: Any) -> None:
    """The other resources of the place, at the time in the form if it has one that makes sense."""
    booking, asked = form.booking, getattr(form, "cleaned_data", {})
    start, end = asked.get("start") or booking.start_at, asked.get("end") or booking.end_at
    found = elsewhere(booking, start=start, end=end, by=by)
    found = found or elsewhere(booking, start=booking.start_at, end=booking.end_at, by=by)
    free = [one for one in found if one.code is None]
    costs = costs_instead([one.request for one in free], Belonging(booking.person, booking.resource.space))
    offered = [(one.resource.pk, _free(one, cost)) for one, cost in zip(free, costs, strict=True)]
    form.offer(offered, [(one.resource.pk, f"{one.resource.name} ({reason(one.code)})") for one in found if one.code])


def where_to(moved: Booking, *, was: Booking) -> str:
    """« Léa Martin, déplacement : Salle Ossau, mardi 16 juin, 10 h – 12 h. », what else it costs, what a pass pays."""
    said = {"resource": moved.resource.name, "when": dates.when(moved.start_at, moved.end_at, moved.zone)}
    said["person"] = wording.who(moved)
    stays = moved.resource_id == was.resource_id
    to = _("%(person)s: moved to %(when)s.") if stays else _("%(person)s: moved to %(resource)s, %(when)s.")
    done = [to % said]
    taken = taken_of([moved])
    if moved.price_cents or not taken:
        done.append(_other_price(moved, was))
    if taken:
        pays = pass_wording.taken_in_all(taken)
        done.append(_("A pass pays: %(taken)s.") % {"taken": pays} if pays else f"{pass_wording.covered('')}.")
    return " ".join(part for part in done if part)


def _other_price(moved: Booking, was: Booking) -> str:
    """What it costs, where that is another than before."""
    if (moved.price_cents or 0) == (was.price_cents or 0):
        return ""
    cents = {"now": moved.price_cents or 0, "before": was.price_cents or 0}
    said = {name: figures.cents(one, moved.currency) for name, one in cents.items()}
    words = _("Its price is now %(now)s instead of %(before)s.") if was.price_cents else _("Its price is now %(now)s.")
    return words % said


def asked_on_timeline(booking: Booking, form: MoveForm, question: str) -> str:
    """Who would be moved where, and what has to be agreed to: the timeline shows nothing else of it."""
    typed = form.cleaned_data
    said = {"person": wording.who(booking), "resource": typed["resource"].name, "question": question}
    said["when"] = dates.when(typed["start"], typed["end"], booking.zone)
    return _("%(person)s: %(resource)s, %(when)s. %(question)s") % said


def _free(one: Elsewhere, cost: Cost) -> str:
    price = wording.cost_said(cost.quote, cost.use, paid=pass_wording.of_their_passes)
    return " · ".join(part for part in (one.resource.name, price) if part)

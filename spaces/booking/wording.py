"""Bookings in words: prices, places, rules of a resource, states. For pages; mails have their own."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from maillage.base import clock, dates, figures
from maillage.base.instants import MINUTE, to_instant
from spaces.booking.models import Booking, State
from spaces.booking.pass_wording import of_passes
from spaces.booking.rules.outlay import Outlay
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.queues import Queue
from spaces.booking.services.reading import rules_of
from spaces.catalogue.models import Resource
from spaces.pricing.models import Price
from spaces.pricing.rules import Quote
from spaces.pricing.services.lots import Use

STATUS_KINDS = {
    State.HOLD: "pending",
    State.PENDING: "pending",
    State.AWAITING_PAYMENT: "pending",
    State.CONFIRMED: "confirmed",
    State.CHECKED_IN: "confirmed",
}
UNIT_ORDER = tuple(Price.Unit)
PEOPLE_COUNTED = frozenset({"office", "meeting_room", "event_room", "workshop", "studio", "vehicle"})


def status_kind(booking: Booking) -> str:
    """The kind of the component `status`."""
    if _is_over(booking):
        return "over"
    return STATUS_KINDS.get(booking.state_at(clock.now()), "cancelled")


def status(booking: Booking) -> str:
    """« Confirmée », « Passée », « En attente de la réponse de l'équipe »."""
    if _is_over(booking):
        return pgettext("a booking", "Over")
    return STATES[booking.state_at(clock.now())]()


def kept_until(booking: Booking) -> str:
    """« jusqu'à 14 h 21 » by the clock of the place, of what its person has yet to take; nothing of the others."""
    if booking.state_at(clock.now()) != State.HOLD or booking.expires_at is None:
        return ""
    zone = booking.zone
    if dates.local(booking.expires_at, zone).date() == clock.today(zone):
        return _("until %(hour)s") % {"hour": dates.clock_time(booking.expires_at, zone)}
    return _("until %(time)s") % {"time": dates.when(booking.expires_at, zone=zone)}


def _is_over(booking: Booking) -> bool:
    """Whether it went by without anybody noting the arrival."""
    return booking.state == State.CONFIRMED and booking.end_at <= clock.now()


STATES = {
    State.HOLD: lambda: _("Kept for you while you decide"),
    State.PENDING: lambda: _("Waiting for the team’s answer"),
    State.AWAITING_PAYMENT: lambda: _("Waiting for payment"),
    State.CONFIRMED: lambda: pgettext("a booking", "Confirmed"),
    State.CHECKED_IN: lambda: pgettext("a booking", "Arrived"),
    State.CANCELLED: lambda: pgettext("a booking", "Cancelled"),
    State.REFUSED: lambda: pgettext("a booking", "Refused"),
    State.EXPIRED: lambda: pgettext("a booking", "Expired"),
    State.RELEASED: lambda: _("Nobody came: the place was given back"),
}


def size(resource: Resource) -> str:
    """« 12 places » of a pool, « 3 machines », « 8 personnes » of a room; nothing for one desk or machine."""
    if resource.is_pool:
        return resource.counted(resource.capacity)
    if resource.people and resource.kind in PEOPLE_COUNTED:
        return ngettext("%(count)s person", "%(count)s people", resource.people) % {"count": resource.people}
    return ""


def asked_of(resource: Resource, seats: int) -> str:
    """« 2 places » of a pool, as they were asked for; of a room, for how many people it is at most."""
    if resource.is_pool:
        return resource.counted(seats)
    room_for = size(resource)
    return _("for %(people)s at most") % {"people": room_for} if room_for else ""


def features_fact(resource: Resource) -> list[dict[str, str]]:
    """What it has for those who need it, as a fact of the component `summary`; none where it has nothing."""
    said = " · ".join(str(feature.label) for feature in resource.offers)
    return [{"label": _("Accessibility"), "value": capfirst(said)}] if said else []


def prices(resource: Resource) -> list[str]:
    """« 18 € TTC / heure », « 90 € TTC / journée » as everybody pays at any time; free where nothing is sold."""
    prices = list(resource.prices.all())
    by_unit = {price.unit: price for price in prices if price.is_plain}
    found = [price_said(by_unit[unit]) for unit in UNIT_ORDER if unit in by_unit]
    return found or [_("a price that depends on who books and when") if prices else _("free of charge")]


def has_other_prices(resource: Resource) -> bool:
    """Whether, beside what everybody pays, some people or times have a price of their own."""
    return len({price.is_plain for price in resource.prices.all()}) > 1


def price_said(price: Price) -> str:
    """One price, VAT included."""
    if not price.amount_cents:
        return _("free of charge")
    amount = including_vat(price.amount_cents, price.currency)
    match price.unit:
        case Price.Unit.HOUR:
            return _("%(amount)s / hour") % {"amount": amount}
        case Price.Unit.HALF_DAY:
            return _("%(amount)s / half day") % {"amount": amount}
        case Price.Unit.WEEK:
            return _("%(amount)s / week") % {"amount": amount}
        case Price.Unit.MONTH:
            return _("%(amount)s / month") % {"amount": amount}
    return _("%(amount)s / day") % {"amount": amount}


def detail(resource: Resource) -> str:
    """One line under the name: size and first price."""
    return " · ".join(part for part in (size(resource), prices(resource)[0]) if part)


def total(quote: Quote | None, *, is_covered: bool = False) -> str:
    """« 24 € TTC ». `is_covered`: passes pay for some of it."""
    if is_covered and quote is not None and not quote.amount_cents:
        return _("Covered by your pass")
    if quote is None or not quote.amount_cents:
        return _("Free of charge")
    return including_vat(quote.amount_cents, quote.currency)


def including_vat(cents: int, currency: str) -> str:
    """« 24 € TTC »."""
    return _("%(amount)s incl. VAT") % {"amount": figures.cents(cents, currency)}


def due(booking: Booking) -> str:
    """« 24 € TTC »: what somebody has to pay for it, as it stands."""
    if not booking.due_cents:
        return _("Covered by a pass") if booking.policy.get("passes") else _("Free of charge")
    return including_vat(booking.due_cents, booking.currency)


def duration_fact(start: datetime, end: datetime) -> list[dict[str, str]]:
    """For a summary; nothing where the end does not come after the start."""
    return [{"label": _("Duration"), "value": elapsed(start, end)}] if minutes(start, end) > 0 else []


def amount(quote: Quote | None) -> str:
    """« 24 € »."""
    return figures.cents(quote.amount_cents, quote.currency) if quote else ""


def vat(vat_cents: int, rate: Any, currency: str) -> str:
    """« dont TVA (20 %) 4 € », nothing where there is none."""
    if not vat_cents:
        return ""
    amount = figures.cents(vat_cents, currency)
    if rate is None:
        return _("of which VAT %(amount)s") % {"amount": amount}
    return _("of which VAT (%(rate)s%%) %(amount)s") % {"rate": figures.number(rate.normalize()), "amount": amount}


def cost_said(quote: Quote | None, use: Use, *, paid: Callable[[Use], str] = of_passes) -> str:
    """« 2 h de vos forfaits · puis 12 € »: what passes pay, as `paid` says it, then the rest; nothing if not sold."""
    if quote is None:
        return ""
    if not use.parts:
        return amount(quote) if quote.amount_cents else _("free of charge")
    rest = then(amount(quote)) if quote.amount_cents else ""
    return " · ".join(part for part in (paid(use), rest) if part)


def then(cost: str) -> str:
    """« puis 12 € »: what is left to pay after passes."""
    return _("then %(cost)s") % {"cost": cost}


def on_site(quote: Quote | None) -> str:
    """« 24 € TTC sur place »."""
    return _("%(total)s on site") % {"total": total(quote)}


def limits(resource: Resource) -> list[str]:
    """The rules of a resource that somebody who chooses a time should know, each in a sentence."""
    rules, said = rules_of(resource), []
    if rules.max_duration_min is not None:
        said.append(
            _("%(shortest)s to %(longest)s per booking.")
            % {"shortest": dates.duration(rules.shortest_min), "longest": dates.duration(rules.longest_min)}
        )
    elif rules.shortest_min > rules.step_min:
        said.append(_("%(shortest)s at least.") % {"shortest": dates.duration(rules.shortest_min)})
    if resource.block_whole_day:
        said.append(_("A booking keeps it for the whole day."))
    if resource.min_days_before:
        said.append(
            ngettext(
                "To be booked at least %(count)s day before.",
                "To be booked at least %(count)s days before.",
                resource.min_days_before,
            )
            % {"count": resource.min_days_before}
        )
    elif resource.min_notice:
        said.append(_("To be booked at least %(time)s before.") % {"time": dates.duration(resource.min_notice)})
    if resource.max_days_before is not None:
        said.append(_horizon(resource.max_days_before))
    if resource.requires_approval:
        said.append(_("The team answers each request."))
    return said


def _horizon(days: int) -> str:
    return ngettext("Up to %(count)s day ahead.", "Up to %(count)s days ahead.", days) % {"count": days}


def why_not(resource: Resource, codes: Iterable[Refusal | None]) -> str:
    """Why nothing of a resource can be booked on a day, from the codes of its starts; "" where it is just taken."""
    rules = rules_of(resource)
    match Refusal.of_day(codes):
        case Refusal.TOO_SHORT:
            return _("%(shortest)s at least.") % {"shortest": dates.duration(rules.shortest_min)}
        case Refusal.TOO_LONG:
            return _("%(longest)s at most.") % {"longest": dates.duration(rules.longest_min)}
        case Refusal.TOO_SOON:
            return _("Too late to book for that day.")
        case Refusal.TOO_FAR:
            return _horizon(resource.max_days_before or 0)
        case Refusal.BLOCKED:
            return _("Out of service.")
        case Refusal.POOL_FULL:
            return _("Too few left.")
    return ""


def lacking(code: Refusal | None) -> str:
    """What the team reads of somebody who may no longer use what they have booked."""
    match code:
        case Refusal.HABILITATION_MISSING:
            return _("No longer has the training")
        case Refusal.HABILITATION_EXPIRED:
            return _("The training ends before then")
    return ""


def who(booking: Booking) -> str:
    """Whom a booking is for, as the team reads it."""
    return str(booking.person) if booking.person else booking.guest_name or _("An erased account")


def total_of(quotes: Iterable[Quote | None]) -> tuple[int, str]:
    """The cents of several bookings together, and « 156 € TTC »."""
    priced = [quote for quote in quotes if quote is not None]
    cents = sum(quote.amount_cents for quote in priced)
    if not cents:
        return 0, _("Free of charge")
    return cents, including_vat(cents, priced[0].currency)


def yes_to(quotes: Iterable[Quote | None], use: Use) -> str:
    """The button under a question about the cost: « Oui, réserver à 12 € », where money alone pays."""
    found = [quote for quote in quotes if quote is not None]
    cents = sum(quote.amount_cents for quote in found)
    if not cents or any(use.amounts.values()):
        return _("Yes, book")
    return _("Yes, book for %(price)s") % {"price": figures.cents(cents, found[0].currency)}


def yes_move(takes: Outlay, currency: str) -> str:
    """The same of a move: « Oui, déplacer pour 12 € », where money alone pays."""
    price = _in_money(takes, currency)
    return _("Yes, move it for %(price)s") % {"price": price} if price else _("Yes, move it")


def price_before(booking: Booking, quote: Quote | None) -> str:
    """« au lieu de 12 € », « compris dans un forfait jusqu'ici »: what it cost so far, where that changes."""
    was = booking.price_cents or 0
    if was == (quote.amount_cents if quote else 0):
        return _("The price does not change.") if was else ""
    if was:
        return _("instead of %(amount)s") % {"amount": figures.cents(was, booking.currency)}
    return _("covered by a pass so far") if booking.policy.get("passes") else _("free of charge so far")


def do_move(takes: Outlay, currency: str) -> str:
    """The button of a move that shows another price, before any question: « Déplacer pour 12 € »."""
    price = _in_money(takes, currency)
    return _("Move for %(price)s") % {"price": price} if price else pgettext("verb", "Move")


def _in_money(takes: Outlay, currency: str) -> str:
    """« 12 € », where money alone pays; else nothing."""
    return figures.cents(takes.cents, currency) if takes.cents and not any(takes.units.values()) else ""


def vat_of(quotes: Iterable[Quote | None]) -> str:
    """The VAT in it, of the whole and not of each; its rate where they share one."""
    priced = [quote for quote in quotes if quote is not None and quote.amount_cents]
    if not priced:
        return ""
    taxed = tuple(line for quote in priced for line in quote.lines if line.amount_cents and line.vat_rate)
    whole = Quote(taxed, priced[0].currency)
    return vat(whole.vat_cents, whole.vat_rate, whole.currency)


def places(booking: Booking) -> str:
    """« 2 places » of a pool; nothing where there is one."""
    return booking.counted if booking.resource.is_pool or booking.seats > 1 else ""


def elapsed(start: datetime, end: datetime) -> str:
    """« 1 h 30 » between two instants, whatever the clock did meanwhile."""
    return dates.duration(minutes(start, end))


def minutes(start: datetime, end: datetime) -> int:
    """Elapsed minutes, whatever the clock did meanwhile."""
    return (to_instant(end) - to_instant(start)) // MINUTE


def queues_said(queues: Collection[Queue]) -> str:
    """« 5 demandes attendent une réponse, dans 3 lieux. »."""
    if not queues:
        return _("No requests waiting.")
    count = sum(queue.requests for queue in queues)
    places = npgettext("of the network", "%(count)s place", "%(count)s places", len(queues)) % {"count": len(queues)}
    words = ngettext(
        "%(count)s request waits for an answer, in %(places)s.",
        "%(count)s requests wait for an answer, in %(places)s.",
        count,
    )
    return words % {"count": count, "places": places}

"""What passes pay, in words: « 2 h de « Carnet 10 h » : il restera 6 h »."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.base import dates
from spaces.booking.rules.outlay import Taken
from spaces.pricing.models import Entitlement
from spaces.pricing.services.lots import Part, Use


def pass_used(part: Part) -> str:
    """« 2 h du carnet 10 h, jusqu'au 30 juin : il restera 6 h »; of days paid already, that nothing more is taken."""
    source = part.source
    plan, unit, last_on = source.membership.plan, source.entitlement.unit, source.last_on
    said = {"plan": plan.name, "taken": counted(unit, part.amount), "left": counted(unit, part.left)}
    said["until"] = dates.day_short(last_on) if last_on else ""
    if not part.amount:
        return (
            ngettext(
                "“%(plan)s” has paid that day already: nothing more is taken",
                "“%(plan)s” has paid those days already: nothing more is taken",
                len(part.days),
            )
            % said
        )
    if not part.left:
        return _("%(taken)s of “%(plan)s”, which is then used up") % said
    if last_on:
        return _("%(taken)s of “%(plan)s”, %(left)s will be left until %(until)s") % said
    return _("%(taken)s of “%(plan)s”, %(left)s left") % said


def of_passes(use: Use) -> str:
    """« 2 h de vos forfaits », « une journée que votre forfait a déjà payée »; nothing where passes pay nothing."""
    if said := amounts_said(use.amounts):
        return _("%(taken)s of your passes") % {"taken": said}
    count = len({one.part.on for part in use.parts for one in part.days})
    words = ngettext("a day that your pass has paid already", "days that your pass has paid already", count)
    return words if count else ""


def of_their_passes(use: Use) -> str:
    """« 2 h de ses forfaits », to the team."""
    if said := amounts_said(use.amounts):
        return _("%(taken)s of their passes") % {"taken": said}
    return _("paid already by their pass") if use.parts else ""


def taken_from(taken: Iterable[Taken]) -> str:
    """« Carnet 10 h : 2 h (reste : 6 h) », for a list of facts."""
    return ", ".join(_("%(plan)s: %(taken)s") % {"plan": one.plan, "taken": _amount_of(one)} for one in taken)


def taken_in_all(taken: Iterable[Taken], *, is_asked: bool = False) -> str:
    """« 2 h de « Carnet 10 h » (reste : 6 h) », within a sentence; nothing of what was paid already.

    `is_asked`: nothing is taken yet, « (il resterait 6 h) ».
    """
    left = _would_be_left if is_asked else _left
    return " + ".join(
        _("%(taken)s of “%(plan)s”") % {"plan": one.plan, "taken": counted(one.unit, one.amount)} + left(one)
        for one in taken
        if one.amount
    )


def covered(taken: str) -> str:
    """« Compris dans un forfait : 3 jours », where nothing is left to pay."""
    return _("Covered by a pass: %(taken)s") % {"taken": taken} if taken else _("Covered by a pass")


def would_cover(taken: str) -> str:
    """« Un forfait paierait tout : 3 jours. », before that is agreed to."""
    if not taken:
        return _("A pass would pay for all of it.")
    return _("A pass would pay for all of it: %(taken)s.") % {"taken": taken}


def amounts_said(amounts: Mapping[str, int]) -> str:
    """« 2 h + 3 jours », by unit; nothing where nothing is taken."""
    return " + ".join(counted(unit, amount) for unit, amount in sorted(amounts.items()) if amount)


def _amount_of(one: Taken) -> str:
    if one.amount:
        return counted(one.unit, one.amount) + _left(one)
    return ngettext("nothing, that day was paid already", "nothing, those days were paid already", one.days)


def _left(one: Taken) -> str:
    """In brackets, where it is known."""
    if one.left is None:
        return ""
    return " " + (_("(%(left)s left)") % {"left": counted(one.unit, one.left)} if one.left else _("(nothing left)"))


def _would_be_left(one: Taken) -> str:
    """In brackets, where it is known."""
    if one.left is None:
        return ""
    return " " + (
        _("(%(left)s would be left)") % {"left": counted(one.unit, one.left)}
        if one.left
        else _("(nothing would be left)")
    )


def counted(unit: str, amount: int) -> str:
    """« 6 h », « 3 jours », which no line parts: what a pass counts."""
    return _counted(unit, amount).replace(" ", dates.NO_BREAK)


def _counted(unit: str, amount: int) -> str:
    if unit == Entitlement.Unit.DAYS:
        return ngettext("%(count)s day", "%(count)s days", amount) % {"count": amount}
    if not amount:
        return _("nothing")
    hours, minutes = divmod(amount, 60)
    return dates.duration(minutes) if not hours else _hours(hours, minutes)


def _hours(hours: int, minutes: int) -> str:
    """Twenty-four hours of a pass are no day: days are counted apart."""
    if not minutes:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": f"{minutes:02}"}

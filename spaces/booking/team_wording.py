"""Why somebody may not use what they have booked, as the team reads it: of a person, not to them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.habilitations import missing
from spaces.catalogue.models import Resource


def said(code: str, resource: Resource, person: Any) -> str:
    """« Clara Hourcade n'a pas l'habilitation Laser. »; "" of a rule that is none of the person. One query at most."""
    whom = {"person": person, "resource": resource.name}
    match code if person is not None else None:
        case Refusal.HABILITATION_MISSING:
            trainings = [str(one) for one in missing(resource, person)]
            return ngettext(
                "%(person)s does not have the training “%(trainings)s”.",
                "%(person)s does not have this training: %(trainings)s.",
                len(trainings),
            ) % {**whom, "trainings": ", ".join(trainings)}
        case Refusal.HABILITATION_EXPIRED:
            return _("The training of %(person)s for %(resource)s ends before that time.") % whom
        case Refusal.QUOTA:
            return _("%(person)s has booked more of %(resource)s than one person may.") % whom
    return ""

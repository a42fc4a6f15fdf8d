"""Who has followed which training, as far as it counts in a space, and whose trainings count there."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from maillage.base import clock, dates
from maillage.base.models import Network
from maillage.base.zones import get_zone
from maillage.users.permissions import is_coordinator
from spaces.booking.models import Habilitation, HabilitationGrant, Recognition
from spaces.booking.pages.team_frame import frame, to_begin
from spaces.booking.services.habilitations import grants_of, known_to
from spaces.booking.services.recognition import others_giving
from spaces.booking.services.untrained import to_settle
from spaces.booking.training_forms import ANY, CHOSEN, OURS, GrantForm, RecognitionForm
from spaces.catalogue.models import Space

SHOWN = 200

Item = dict[str, Any]
Asked = tuple[Habilitation, RecognitionForm]


def habilitations_page(request: HttpRequest, space: Space, form: GrantForm, *, asked: Asked | None = None) -> Item:
    """For its managers. `asked`: a training and what was wrong in the form that says whose counts.

    The number of queries does not depend on how many there are of anything.
    """
    trainings = list(known_to(space))
    return {
        **frame(request, space, "habilitations", title=pgettext("given to people", "Training")),
        **to_begin(request, space, has_begun=bool(trainings)),
        "form": form,
        "grants": [_line(given, space) for given in grants_of(space)[:SHOWN]],
        "trainings": trainings,
        "name_url": reverse("wagtailsnippets_booking_habilitation:add") if is_coordinator(request.user) else "",
        "coordination_url": f"mailto:{email}" if (email := Network.for_request(request).contact_email) else "",
        "to_settle": len(to_settle(space)),
        "recognitions": _recognitions(space, trainings, asked),
    }


def above(space: Space) -> Item:
    """On the way to what is done with one of them."""
    return {
        "label": pgettext("given to people", "Training"),
        "url": reverse("booking:habilitations", args=[space.slug]),
    }


def _line(given: HabilitationGrant, space: Space) -> Item:
    is_over = given.valid_until is not None and given.valid_until < clock.today(get_zone(space.time_zone))
    return {
        "pk": given.pk,
        "training": str(given.habilitation),
        "person": str(given.person),
        "until": _until(given, is_over=is_over),
        "is_over": is_over,
        "evidence": given.evidence,
        "evidence_url": given.evidence_path,
        "from": _from(given, space),
        "can_take_back": given.space in (None, space),
    }


def _from(given: HabilitationGrant, space: Space) -> str:
    """Whose it is, unless of the place that reads it."""
    if given.space is None:
        return _("valid in the whole network")
    return _("given by %(space)s") % {"space": given.space} if given.space != space else ""


def _until(given: HabilitationGrant, *, is_over: bool) -> str:
    if given.valid_until is None:
        return _("for good")
    day = {"day": dates.day_short(given.valid_until)}
    return _("over since %(day)s") % day if is_over else _("until %(day)s, included") % day


def _recognitions(space: Space, trainings: list[Habilitation], asked: Asked | None) -> list[Item]:
    """For each training, the form that says whose count here."""
    if not trainings:
        return []
    chosen: defaultdict[int, list[int | None]] = defaultdict(list)
    for training_id, given_by in Recognition.objects.filter(space=space).values_list("habilitation", "given_by"):
        chosen[training_id].append(given_by)
    others = others_giving(trainings, besides=space)
    forms = {
        one: RecognitionForm(spaces=others[one.pk], prefix=one.code, initial=_said(chosen[one.pk])) for one in trainings
    }
    forms |= dict([asked] if asked else [])
    return [{"training": training, "form": form, "is_open": form.is_bound} for training, form in forms.items()]


def _said(chosen: list[int | None]) -> Item:
    return {"qui": ANY if None in chosen else CHOSEN if chosen else OURS, "espaces": [one for one in chosen if one]}

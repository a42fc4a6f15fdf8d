"""Why something can, or cannot, be booked: each rule of the place with its answer, and where to change it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from maillage.base import dates
from spaces.booking import team_wording
from spaces.booking.pages.team_frame import frame, to_begin
from spaces.booking.rules.refusals import TRAININGS, Refusal
from spaces.booking.services.explaining import Explanation, Verdict
from spaces.booking.team_forms import WhyForm
from spaces.catalogue.models import Resource, Space
from spaces.catalogue.permissions import can_edit

Item = dict[str, Any]

RULES = {  # where it holds, and where it does not
    Refusal.IN_THE_PAST: (_("It is still to come"), _("It has passed already")),
    Refusal.TOO_SHORT: (_("It is long enough"), _("It is too short")),
    Refusal.TOO_LONG: (_("It is not too long"), _("It is too long")),
    Refusal.CLOSED: (_("The doors are open all the time"), _("The doors are not open all the time")),
    Refusal.OFF_GRID: (
        _("It starts at one of the times on offer"),
        _("It does not start at one of the times on offer"),
    ),
    Refusal.TOO_SOON: (_("There is enough notice"), _("There is too little notice")),
    Refusal.TOO_FAR: (_("It is not too far ahead"), _("It is too far ahead")),
    Refusal.NOT_ALLOWED: (_("This person may book it"), _("This person may not book it")),
    Refusal.HABILITATION_MISSING: (
        _("The training it asks for has been followed"),
        _("The training it asks for has not been followed"),
    ),
    Refusal.HABILITATION_EXPIRED: (
        _("The training is still valid on that day"),
        _("The training is no longer valid on that day"),
    ),
    Refusal.QUOTA: (
        _("It stays within the limits on how much may be booked"),
        _("It goes beyond the limits on how much may be booked"),
    ),
    Refusal.BLOCKED: (_("It is in service"), _("It is out of service")),
    Refusal.ALREADY_BOOKED: (_("Nobody else has it"), _("Somebody else has it")),
    Refusal.POOL_FULL: (_("There are enough left"), _("There are too few left")),
    Refusal.BUFFER: (_("There is time to prepare it and tidy up"), _("There is no time to prepare it and tidy up")),
}
TAKEN = frozenset({Refusal.ALREADY_BOOKED, Refusal.POOL_FULL, Refusal.BUFFER})
SETTINGS = frozenset(Refusal) - TRAININGS - TAKEN - {Refusal.IN_THE_PAST, Refusal.BLOCKED}


@dataclass(frozen=True, eq=False)
class WhyPage:
    """The question as a form, and what the rules answer once it is complete."""

    request: HttpRequest
    space: Space
    form: WhyForm
    resource: Resource | None = None
    person: Any = None
    explanation: Explanation | None = None

    def context(self) -> Item:
        verdicts = self._told()
        return {
            **frame(self.request, self.space, "why", title=str(_("Why?"))),
            **to_begin(self.request, self.space),
            "form": self.form,
            "path": reverse("booking:why", args=[self.space.slug]),
            "is_answered": self.explanation is not None,
            "is_refused": not all(verdict.holds for verdict in verdicts),
            "rules": [self._rule(verdict) for verdict in verdicts],
            "nearest": self._nearest(),
        }

    def _told(self) -> list[Verdict]:
        """What stands against it first. A training that nobody has is not said to be still valid."""
        verdicts = self.explanation.verdicts if self.explanation else []
        lacks = any(one.rule == Refusal.HABILITATION_MISSING and not one.holds for one in verdicts)
        told = [one for one in verdicts if not (lacks and one.rule == Refusal.HABILITATION_EXPIRED)]
        return sorted(told, key=lambda one: one.holds)

    def _nearest(self) -> str:
        """« lundi 30 novembre, 9 h – 10 h »: what this person could have instead."""
        found = self.explanation.nearest if self.explanation else None
        return dates.when(found.start_at, found.end_at, found.zone) if found else ""

    def _rule(self, verdict: Verdict) -> Item:
        url, label = self._change(verdict.rule) if not verdict.holds else ("", "")
        return {
            "name": RULES[verdict.rule][not verdict.holds],
            "holds": verdict.holds,
            "sentence": self._sentence(verdict),
            "notes": verdict.notes,
            "url": url,
            "label": label,
        }

    def _sentence(self, verdict: Verdict) -> str:
        """What the person would be told; of their trainings, which they lack."""
        if verdict.rule is Refusal.NOT_ALLOWED:
            return ""  # its name says it
        if verdict.rule not in TRAININGS or verdict.holds or self.resource is None:
            return verdict.sentence
        return team_wording.said(verdict.rule, self.resource, self.person) or verdict.sentence

    def _change(self, rule: Refusal) -> tuple[Any, Any]:
        """Where the team sees or changes what stands against it."""
        if rule in TAKEN:
            return reverse("booking:planning", args=[self.space.slug]), _("See the schedule")
        if rule == Refusal.BLOCKED:
            return reverse("booking:team", args=[self.space.slug]), _("See what is out of service")
        if not can_edit(self.request.user, self.space):
            return "", ""
        if rule in TRAININGS:
            return reverse("booking:habilitations", args=[self.space.slug]), _("Record who has followed the training")
        if rule in SETTINGS and self.resource is not None:
            name = Resource.snippet_viewset.get_url_name("edit")
            return reverse(name, args=[self.resource.pk]), _("Change its settings")
        return "", ""

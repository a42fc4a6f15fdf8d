"""Lines of the directory: what the component `card` shows of a person or an organisation."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from maillage.users.permissions import Anyone
from members.directory.filters import PERSON
from members.directory.models import Organisation, Person
from members.directory.portraits import OrganisationPortrait, PersonPortrait
from members.directory.search import Key

TAGS = 3


def cards(keys: Iterable[Key], viewer: Anyone, today: date) -> list[dict[str, Any]]:
    """Arguments of `card`, in the order of `keys`. Three queries a kind, whatever their number."""
    keys = list(keys)
    people = Person.objects.for_listing().in_bulk([key.pk for key in keys if key.kind == PERSON])
    others = Organisation.objects.for_listing().in_bulk([key.pk for key in keys if key.kind != PERSON])
    made = []
    for key in keys:
        if key.kind == PERSON and key.pk in people:
            made.append(person_card(PersonPortrait(people[key.pk], viewer, today)))
        elif key.kind != PERSON and key.pk in others:
            made.append(organisation_card(OrganisationPortrait(others[key.pk], viewer)))
    return made


def person_card(portrait: PersonPortrait) -> dict[str, Any]:
    person = portrait.person
    facts = [portrait.territory.name] if portrait.territory else []
    return {
        "url": person.get_absolute_url(),
        "title": person.display_name,
        "identifier": person.uuid,
        "picture": portrait.photo,
        "avatar": True,
        "eyebrow": "",
        "summary": person.headline,
        "tags": [concept.label for concept in person.skills.all()][:TAGS],
        "status": _("Available") if portrait.available_until else "",
        "status_kind": "open",
        "facts": facts,
    }


def organisation_card(portrait: OrganisationPortrait) -> dict[str, Any]:
    one = portrait.organisation
    town = one.city or (one.territory.name if one.territory else "")
    return {
        "url": one.get_absolute_url(),
        "title": one.name,
        "identifier": one.uuid,
        "picture": portrait.logo,
        "avatar": False,
        "eyebrow": _("Organisation"),
        "summary": one.summary,
        "tags": [concept.label for concept in one.sectors.all()][:TAGS],
        "status": "",
        "status_kind": "",
        "facts": [town] if town else [],
    }

"""One person, one organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maillage.base.jsonld import script_text
from maillage.base.models import Network
from members.directory import sections
from members.directory.cards import organisation_card, person_card
from members.directory.models import Organisation, Person
from members.directory.permissions import role_in
from members.directory.portraits import OrganisationPortrait, PersonPortrait
from members.directory.states import Standing, standing, standing_for_others


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    people = Person.objects.visible_to(request.user).select_related("territory", "photo")
    return show_person(request, get_object_or_404(people, slug=slug))


def show_person(request: HttpRequest, person: Person) -> HttpResponse:
    """The page of `person`, whose words may not be published."""
    portrait = PersonPortrait(person, request.user, Network.for_request(request).today)
    organisations = [organisation_card(OrganisationPortrait(one, request.user)) for one in portrait.organisations]
    keeps_it = request.user.is_authenticated and person.user_id == request.user.pk
    context = {
        "person": person,
        "portrait": portrait,
        "skills": list(person.skills.all()),
        "sectors": list(person.sectors.all()),
        "organisations": organisations,
        "standing": _standing(request, person, keeps_it),
        "can_edit": keeps_it,
        "is_indexable": person.is_public and person.is_indexable,
        "jsonld": script_text(portrait.thing(request.build_absolute_uri)) if person.is_public else "",
    }
    return render(request, "directory/pages/person.html", context)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = Organisation.objects.visible_to(request.user).select_related("territory", "logo")
    return show_organisation(request, get_object_or_404(found, slug=slug))


def show_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The page of `organisation`, whose words may not be published."""
    portrait, today = OrganisationPortrait(organisation, request.user), Network.for_request(request).today
    keeps_it = bool(organisation.pk and request.user.is_authenticated and role_in(request.user, organisation))
    context = {
        "organisation": organisation,
        "portrait": portrait,
        "sectors": list(organisation.sectors.all()),
        "people": [person_card(PersonPortrait(one, request.user, today)) for one in portrait.people],
        "spaces": list(organisation.spaces.visible_to(request.user).published()) if organisation.pk else [],
        "sections": sections.rendered(request, organisation) if organisation.pk else [],
        "standing": _standing(request, organisation, keeps_it),
        "can_edit": keeps_it,
        "is_indexable": organisation.is_public,
        "jsonld": script_text(portrait.thing(request.build_absolute_uri)) if organisation.is_public else "",
    }
    return render(request, "directory/pages/organisation.html", context)


def _standing(request: HttpRequest, record: Person | Organisation, keeps_it: bool) -> Standing | None:
    """Why not everybody sees this page; nothing on a public page nor in Wagtail's preview."""
    if record.is_public or getattr(request, "is_preview", False):
        return None
    return standing(record) if keeps_it else standing_for_others(record)

"""One person, one organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from members.directory import feeds
from members.directory.cards import organisation_card, person_card
from members.directory.models import Organisation, Person
from members.directory.permissions import can_edit_organisation, can_edit_person
from members.directory.portraits import OrganisationPortrait, PersonPortrait
from members.directory.states import standing


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    people = Person.objects.visible_to(request.user).select_related("territory", "photo")
    return show_person(request, get_object_or_404(people, slug=slug))


def show_person(request: HttpRequest, person: Person) -> HttpResponse:
    """The page of `person`, whose words may not be published."""
    portrait = PersonPortrait(person, request.user)
    organisations = [organisation_card(OrganisationPortrait(one, request.user)) for one in portrait.organisations]
    can_edit = can_edit_person(request.user, person)
    context = {
        "person": person,
        "portrait": portrait,
        "skills": list(person.skills.all()),
        "sectors": list(person.sectors.all()),
        "organisations": organisations,
        "standing": standing(person) if can_edit and not person.is_public else None,
        "can_edit": can_edit and person.user_id == request.user.pk,
        "is_indexable": person.is_public and person.is_indexable,
        "jsonld": feeds.jsonld(portrait.thing(request.build_absolute_uri)) if person.is_public else "",
    }
    return render(request, "directory/pages/person.html", context)


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = Organisation.objects.visible_to(request.user).select_related("territory", "logo")
    return show_organisation(request, get_object_or_404(found, slug=slug))


def show_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The page of `organisation`, whose words may not be published."""
    portrait = OrganisationPortrait(organisation, request.user)
    can_edit = organisation.pk is not None and can_edit_organisation(request.user, organisation)
    context = {
        "organisation": organisation,
        "portrait": portrait,
        "sectors": list(organisation.sectors.all()),
        "people": [person_card(PersonPortrait(one, request.user)) for one in portrait.people],
        "spaces": list(organisation.spaces.visible_to(request.user).published()) if organisation.pk else [],
        "standing": standing(organisation) if can_edit and not organisation.is_public else None,
        "can_edit": can_edit,
        "is_indexable": organisation.is_public,
        "jsonld": feeds.jsonld(portrait.thing(request.build_absolute_uri)) if organisation.is_public else "",
    }
    return render(request, "directory/pages/organisation.html", context)

"""The public pages of the directory."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from members.directory.models import Organisation, Person


def directory(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def person(request: HttpRequest, slug: str) -> HttpResponse:
    return show_person(request, get_object_or_404(Person.objects.visible_to(request.user), slug=slug))


def show_person(request: HttpRequest, person: Person) -> HttpResponse:
    return HttpResponse(person.display_name)


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    return show_organisation(request, get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug))


def show_organisation(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return HttpResponse(organisation.name)

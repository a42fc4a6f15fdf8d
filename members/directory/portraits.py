"""What somebody may see of a person or an organisation: the one gate for pages, feeds and search engines.

Everything that leaves the directory goes through a portrait; nothing else reads a hideable field.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from maillage.base import pictures
from maillage.base.feeds import Absolute
from maillage.base.jsonld import Thing, postal_address
from maillage.territories.models import Territory
from maillage.users.permissions import Anyone
from maillage.vocabulary.documents import concept_documents
from members.directory.models import Organisation, Person
from members.directory.permissions import can_see

WIDTHS, SQUARE = (192, 384), (1, 1)

ANYBODY = AnonymousUser()


@dataclass(frozen=True)
class PersonPortrait:
    """`person` as `viewer` sees them. A hidden field is empty. `today` is the network's."""

    person: Person
    viewer: Anyone
    today: date

    @property
    def photo(self) -> pictures.Shown | None:
        return _square(self._if_shown("photo", self.person.photo))

    @property
    def territory(self) -> Territory | None:
        return self._if_shown("territory", self.person.territory)

    @property
    def available_until(self) -> date | None:
        """The day until which they are free to work, when it is not over."""
        until = self._if_shown("available_until", self.person.available_until)
        return until if until and until >= self.today else None

    @property
    def languages(self) -> str:
        return self._if_shown("languages", self.person.languages) or ""

    @property
    def website(self) -> str:
        return self._if_shown("website", self.person.website) or ""

    @property
    def phone(self) -> str:
        return self._if_shown("phone", self.person.phone) or ""

    @property
    def organisations(self) -> list[Organisation]:
        """Those they work with, as far as these show themselves."""
        if self.person.user_id is None or not can_see(self.viewer, self.person, "organisations"):
            return []
        theirs = Organisation.objects.listed_for(self.viewer).filter(team__user=self.person.user_id)
        return list(theirs.order_by("sort_name"))

    def document(self, absolute: Absolute) -> dict[str, Any]:
        """For programs. Records fetched with `for_export` cost no query."""
        person = self.person
        return {
            "kind": "person",
            **_identity(person, absolute),
            "name": person.display_name,
            "headline": person.headline,
            "presentation": person.body,
            "skills": concept_documents(person.skills.all()),
            "sectors": concept_documents(person.sectors.all()),
            "territory": _place(self.territory),
            "languages": self.languages,
            "available_until": self.available_until,
            "website": self.website,
            "phone": self.phone,
        }

    def thing(self, absolute: Absolute) -> Thing:
        """For search engines: schema.org."""
        person = self.person
        return {
            "@context": "https://schema.org",
            "@type": "Person",
            "@id": absolute(person.get_absolute_url()),
            "name": person.display_name,
            "jobTitle": person.headline,
            "description": person.body[:500],
            "url": absolute(person.get_absolute_url()),
            "sameAs": self.website,
            "image": absolute(self.photo.url) if self.photo else "",
            "telephone": self.phone,
            "knowsAbout": [concept.label for concept in person.skills.all()],
            "address": postal_address(city=_town(self.territory)),
            "affiliation": [{"@type": "Organization", "name": one.name} for one in self.organisations],
        }

    def _if_shown(self, field: str, value: Any) -> Any:
        return value if value and can_see(self.viewer, self.person, field) else None


@dataclass(frozen=True)
class OrganisationPortrait:
    """`organisation` as `viewer` sees it: an organisation hides nothing of what it writes."""

    organisation: Organisation
    viewer: Anyone

    @property
    def logo(self) -> pictures.Shown | None:
        return _square(self.organisation.logo)

    @property
    def people(self) -> list[Person]:
        """Those of its team who have a profile and show who they work with."""
        team = self.organisation.team.values("user")
        shown = Person.objects.listed_for(self.viewer).showing("organisations", self.viewer)
        return list(shown.filter(user__in=team).select_related("photo").prefetch_related("photo__renditions"))

    def document(self, absolute: Absolute) -> dict[str, Any]:
        """For programs. Records fetched with `for_export` cost no query."""
        one = self.organisation
        return {
            "kind": "organisation",
            **_identity(one, absolute),
            "name": one.name,
            "summary": one.summary,
            "presentation": one.body,
            "sectors": concept_documents(one.sectors.all()),
            "legal_form": one.legal_form,
            "siret": one.siret or None,
            "rna": one.rna or None,
            "address": {"street": one.street, "postal_code": one.postal_code, "city": one.city},
            "territory": _place(one.territory),
            "email": one.email,
            "phone": one.phone,
            "website": one.website,
        }

    def thing(self, absolute: Absolute) -> Thing:
        """For search engines: schema.org."""
        one = self.organisation
        town = one.city or _town(one.territory)
        return {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": absolute(one.get_absolute_url()),
            "name": one.name,
            "description": one.summary,
            "url": absolute(one.get_absolute_url()),
            "sameAs": one.website,
            "logo": absolute(self.logo.url) if self.logo else "",
            "email": one.email,
            "telephone": one.phone,
            "identifier": one.siret or one.rna,
            "knowsAbout": [concept.label for concept in one.sectors.all()],
            "address": postal_address(street=one.street, postal_code=one.postal_code, city=town),
        }


def portrait(record: Person | Organisation, viewer: Anyone, today: date) -> PersonPortrait | OrganisationPortrait:
    """The portrait of either."""
    if isinstance(record, Person):
        return PersonPortrait(record, viewer, today)
    return OrganisationPortrait(record, viewer)


def _identity(record: Person | Organisation, absolute: Absolute) -> dict[str, Any]:
    with override(settings.LANGUAGE_CODE):
        url = absolute(record.get_absolute_url())
    return {"uuid": str(record.uuid), "slug": record.slug, "url": url, "updated_at": record.updated_at}


def _place(territory: Territory | None) -> dict[str, str] | None:
    return {"code": territory.pk, "name": territory.name} if territory else None


def _town(territory: Territory | None) -> str:
    return territory.name if territory else ""


def _square(picture: Any) -> pictures.Shown | None:
    return pictures.shown(picture, widths=WIDTHS, ratio=SQUARE) if picture else None

"""Accounts, profiles, organisations, and everybody's part in the spaces."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from maillage.curation.services.slugs import free_slug
from maillage.network.document import schema
from maillage.network.services.importing.progress import (
    Progress,
    but_none,
    given,
    publish_at_once,
    readable,
    repeated,
    texts,
)
from maillage.territories.models import Territory
from maillage.users.models import COORDINATORS, User
from maillage.vocabulary.models import Concept
from maillage.vocabulary.services import concepts
from members.directory.models import Organisation, OrganisationTeam, Person
from spaces.catalogue.models import SpaceTeam
from spaces.catalogue.services import team

PROFILE_FIELDS = ("headline", "body", "visibility")
ORGANISATION_FIELDS = ("name", "summary", "body", "legal_form", "siret", "website")
NAME_MAX = 120
SCHEMES = {"skills": Concept.Scheme.SKILL, "sectors": Concept.Scheme.SECTOR}


def import_accounts(parts: list[schema.Person], progress: Progress) -> None:
    """People who can sign in: their address counts as confirmed."""
    for position, email in repeated(part.email for part in parts):
        progress.refuse(("people", position, "email"), f"{email} stands twice in the file")
    found = User.objects.filter(email__in=[part.email for part in parts])
    progress.users.update({user.email: user for user in found})
    confirmed = EmailAddress.objects.filter(user__in=found, verified=True, primary=True)
    is_confirmed = set(confirmed.values_list("email", flat=True))
    for position, part in enumerate(parts):
        with progress.attempt("people", position):
            _import_account(part, progress)
            if part.email not in is_confirmed:
                _confirm(progress.users[part.email])
            _import_profile(part, progress)


def _import_account(part: schema.Person, progress: Progress) -> None:
    user = progress.users.get(part.email) or User(email=part.email)
    is_new = user._state.adding
    values = texts(given(part, ("name",), new=is_new), "name")
    if is_new or (part.password and not user.check_password(part.password)):
        values["password"] = make_password(part.password)
    if "roles" in part.model_fields_set:
        values["is_superuser"] = "administrator" in part.roles
    progress.save("people", user, values)
    progress.users[part.email] = user
    if "roles" in part.model_fields_set:
        group = Group.objects.get(name=COORDINATORS)
        (user.groups.add if "coordinator" in part.roles else user.groups.remove)(group)


def _confirm(user: User) -> None:
    defaults = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults=defaults)


def _import_profile(part: schema.Person, progress: Progress) -> None:
    """A page in the directory, only for those of whom the document says something to show."""
    if not any((part.headline, part.body, part.skills, part.sectors)):
        return
    user = progress.users[part.email]
    profile = Person.objects.filter(user=user).first() or Person(user=user)
    is_new = profile._state.adding
    values = texts(but_none(given(part, PROFILE_FIELDS, new=is_new), "visibility"), "headline", "body")
    values["display_name"] = str(user)[:NAME_MAX]
    for name, scheme in SCHEMES.items():
        if is_new or name in part.model_fields_set:
            values[name] = list(concepts.ensure(scheme, getattr(part, name)).values())
    if part.insee:
        values["territory"] = _commune(part.insee)
    if is_new:
        profile.slug = free_slug(Person, str(user))
        publish_at_once(profile)
    progress.save("profiles", profile, values)


def import_organisations(parts: list[schema.Organisation], progress: Progress) -> None:
    for position, slug in repeated(part.slug for part in parts):
        progress.refuse(("organisations", position, "slug"), f"{slug} stands twice in the file")
    found = Organisation.objects.filter(slug__in=[part.slug for part in parts])
    progress.organisations.update({organisation.slug: organisation for organisation in found})
    for position, part in enumerate(parts):
        with progress.attempt("organisations", position):
            _import_organisation(part, position, progress)


def _import_organisation(part: schema.Organisation, position: int, progress: Progress) -> None:
    organisation = progress.organisations.get(part.slug) or Organisation(slug=part.slug)
    is_new = organisation._state.adding
    values = texts(but_none(given(part, ORGANISATION_FIELDS, new=is_new), "name"), *ORGANISATION_FIELDS[1:])
    if is_new:
        values.setdefault("name", readable(part.slug))
        publish_at_once(organisation)
    if is_new or "sectors" in part.model_fields_set:
        values["sectors"] = list(concepts.ensure(Concept.Scheme.SECTOR, part.sectors).values())
    if part.insee:
        values["territory"] = _commune(part.insee)
    progress.save("organisations", organisation, values)
    progress.organisations[part.slug] = organisation
    for number, email in enumerate(part.team):
        user = progress.user(email)
        if user is None:
            progress.miss(("organisations", position, "team", number), f"nobody has the address {email}")
        else:
            OrganisationTeam.objects.get_or_create(organisation=organisation, user=user)


def import_parts_in_spaces(parts: list[schema.Person], progress: Progress) -> None:
    """Managers and hosts, once the spaces exist."""
    roles = {"manages": SpaceTeam.Role.MANAGER, "hosts": SpaceTeam.Role.HOST}
    for position, part in enumerate(parts):
        user = progress.users.get(part.email)
        for key, role in roles.items():
            for number, slug in enumerate(getattr(part, key)):
                space = progress.space(slug)
                if space is None:
                    progress.miss(("people", position, key, number), f"there is no space {slug}")
                elif role == SpaceTeam.Role.HOST and slug in part.manages:
                    continue  # managers welcome people too
                elif user is not None and not _has_part(user, slug, role):
                    with progress.attempt("people", position, key, number):
                        team.join(space, user=user, role=role)


def _has_part(user: User, slug: str, role: str) -> bool:
    return SpaceTeam.objects.filter(user=user, space__slug=slug, role=role).exists()


def _commune(insee: str) -> Territory | None:
    return Territory.objects.communes().filter(code=insee).first()

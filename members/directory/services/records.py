"""Writing a profile or an organisation: saved as a draft, or published at once when it already is."""

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from maillage.base.errors import DomainError
from maillage.base.models import Picture
from maillage.curation.services import audit, lifecycle
from maillage.curation.services.slugs import unique_slug
from maillage.users.models import User
from members.directory.models import Organisation, OrganisationTeam, Person

SHELF = "Annuaire"


@transaction.atomic
def save(record: Person | Organisation, *, by: User) -> None:
    """Keep what was written in `record`, in memory so far.

    A published record shows its new words at once; every save is a revision in its history.
    """
    is_new = record._state.adding
    refuse_locked(record, by=by)
    if record.is_published:
        lifecycle.publish(record, by=by)
        return
    if not record.first_published_at:
        record.slug = unique_slug(record)
    record.save()
    record.save_revision(user=by)
    if is_new:
        audit.record(record, "created", by=by)


@transaction.atomic
def create_organisation(organisation: Organisation, *, by: User) -> None:
    """A new organisation, whose first owner is who wrote it."""
    save(organisation, by=by)
    OrganisationTeam.objects.create(organisation=organisation, user=by, role=OrganisationTeam.Role.OWNER)


@transaction.atomic
def delete(record: Person | Organisation, *, by: User) -> None:
    """Remove a record for good, and its picture. Only the line of history that says so stays."""
    picture = record.photo if isinstance(record, Person) else record.logo
    audit.record(record, "deleted", by=by, before={"state": record.state})
    record.delete()
    if picture is not None and picture.collection == _shelf():
        picture.delete()


def store_picture(file: File, *, title: str, by: User) -> Picture:
    """A picture on the directory's own shelf, which no space's team can open."""
    return Picture.objects.create(title=title[:255], file=file, collection=_shelf(), uploaded_by_user=by)


def refuse_locked(record: Person | Organisation, *, by: User) -> None:
    """Raise DomainError("locked") while a coordinator holds the record."""
    if record.locked and record.locked_by_id != by.pk:
        raise DomainError(
            "locked", _("A coordinator is working on this page. Try again later: what you wrote is still here.")
        )


def _shelf() -> Collection:
    """The one that belongs to nobody: the shelf of a space called alike has its team's keys on it."""
    root = Collection.objects.get(depth=1)
    own = root.get_children().filter(name=SHELF, group_permissions=None)
    return own.first() or root.add_child(instance=Collection(name=SHELF))

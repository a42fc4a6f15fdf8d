"""What coordinators decide about submitted records, and how owners hear of it."""

from django.conf import settings
from django.db import transaction
from django.utils import translation

from maillage.base import mail
from maillage.curation.models import Listed
from maillage.curation.services import lifecycle
from maillage.users.models import User


@transaction.atomic
def accept(record: Listed, *, by: User) -> None:
    """Publish a submitted record and tell its owners."""
    lifecycle.require_submitted(record)
    lifecycle.publish(record, by=by)
    _tell_owners(record, "curation/emails/published", by=by)


@transaction.atomic
def decline(record: Listed, *, by: User, reason: str) -> None:
    """Send a submitted record back with the reason, and tell its owners what to do."""
    lifecycle.refuse(record, by=by, reason=reason)
    _tell_owners(record, "curation/emails/refused", by=by)


def _tell_owners(record: Listed, template: str, *, by: User) -> None:
    for owner in record.owners():
        if owner == by:
            continue
        with translation.override(owner.language):
            context = {
                "record": record,
                "kind": record._meta.verbose_name,
                "reason": record.refusal_reason,
                "public_url": settings.SITE_URL + record.get_absolute_url(),
                "edit_url": settings.SITE_URL + record.get_edit_url(),
            }
        mail.send(template, to=owner.email, language=owner.language, context=context)

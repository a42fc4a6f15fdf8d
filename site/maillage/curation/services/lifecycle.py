"""The moves of the one lifecycle: draft → to check → published or refused → archived."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Revision

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.models import Listed, State
from maillage.curation.services import audit
from maillage.users.models import User


@transaction.atomic
def submit(record: Listed, *, by: User) -> None:
    """Ask a coordinator to check and publish a draft or refused record."""
    _require(record, State.DRAFT, State.REFUSED)
    _move(record, State.TO_CHECK, action="submitted", by=by)


@transaction.atomic
def withdraw(record: Listed, *, by: User) -> None:
    """Take a record back to draft, whether it waits for a check or shows on the site."""
    _require(record, State.TO_CHECK, State.PUBLISHED)
    if record.is_published:
        unpublish(record, by=by)
    else:
        _move(record, State.DRAFT, action="withdrawn", by=by)


@transaction.atomic
def publish(record: Listed, *, by: User, revision: Revision | None = None) -> None:
    """Make the latest words of a record public, or those of `revision`.

    Whoever publishes has read it: the record counts as verified today.
    """
    before = record.state
    revision = revision or record.save_revision(user=by, log_action=False)
    revision.publish(user=by, skip_permission_checks=True)
    type(record)._default_manager.filter(pk=record.pk).update(verified_at=clock.now(), refusal_reason="")
    record.refresh_from_db()
    audit.record(
        record,
        "updated" if before == State.PUBLISHED else "published",
        by=by,
        before={"state": before},
        after={"state": record.state},
    )


@transaction.atomic
def unpublish(record: Listed, *, by: User, reason: str = "") -> None:
    """Take a published record off the site; it becomes a draft again."""
    _require(record, State.PUBLISHED)
    UnpublishAction(record, user=by).execute(skip_permission_checks=True)
    audit.record(
        record, "unpublished", by=by, before={"state": State.PUBLISHED}, after={"state": record.state}, reason=reason
    )


@transaction.atomic
def refuse(record: Listed, *, by: User, reason: str) -> None:
    """Send a submitted record back to its owner with a reason they can act on."""
    _require(record, State.TO_CHECK)
    if not reason.strip():
        raise DomainError("reason_missing", _("Say what should change, so that its owner can correct it."))
    record.refusal_reason = reason.strip()
    _move(record, State.REFUSED, action="refused", by=by, reason=reason.strip())


@transaction.atomic
def archive(record: Listed, *, by: User, reason: str = "") -> None:
    """Take a record off every list; its address, history and relations stay."""
    record.live = False
    _move(record, State.ARCHIVED, action="archived", by=by, reason=reason)


@transaction.atomic
def restore(record: Listed, *, by: User) -> None:
    """Bring an archived record back as a draft."""
    _require(record, State.ARCHIVED)
    _move(record, State.DRAFT, action="restored", by=by)


def require_submitted(record: Listed) -> None:
    """Raise DomainError("wrong_state") unless the record waits for a check."""
    _require(record, State.TO_CHECK)


def _require(record: Listed, *states: State) -> None:
    if record.state not in states:
        raise DomainError(
            "wrong_state",
            _("This record is %(state)s: reload the page to see where it stands.")
            % {"state": record.get_state_display()},
        )


def _move(record: Listed, state: State, *, action: str, by: User, reason: str = "") -> None:
    before, record.state = record.state, state
    record.save(update_fields=["state", "live", "refusal_reason"])
    audit.record(record, action, by=by, before={"state": before}, after={"state": state}, reason=reason)

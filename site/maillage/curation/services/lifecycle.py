"""The moves of the one lifecycle: draft → to check → published or refused → archived."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import DomainError
from maillage.curation.models import Listed, State
from maillage.curation.services import audit


@transaction.atomic
def submit(record: Listed, *, by: Any) -> None:
    """Ask a coordinator to check and publish a draft or refused record."""
    _require(record, State.DRAFT, State.REFUSED)
    _move(record, State.TO_CHECK, action="submitted", by=by)


@transaction.atomic
def publish(record: Listed, *, by: Any) -> None:
    """Make the latest words of a record public.

    Whoever publishes has read it: the record counts as verified today.
    """
    record.verified_at = clock.now()
    before = record.state
    record.refusal_reason = ""
    record.save_revision(user=by, log_action=False).publish(user=by, skip_permission_checks=True)
    record.refresh_from_db()
    audit.record(record, "published", by=by, before={"state": before}, after={"state": record.state})


@transaction.atomic
def refuse(record: Listed, *, by: Any, reason: str) -> None:
    """Send a submitted record back to its owner with a reason they can act on."""
    _require(record, State.TO_CHECK)
    if not reason.strip():
        raise DomainError("reason_missing", _("Say what should change, so that its owner can correct it."))
    record.refusal_reason = reason.strip()
    _move(record, State.REFUSED, action="refused", by=by, reason=reason.strip())


@transaction.atomic
def archive(record: Listed, *, by: Any, reason: str = "") -> None:
    """Take a record off every list; its address, history and relations stay."""
    record.live = False
    _move(record, State.ARCHIVED, action="archived", by=by, reason=reason)


def _require(record: Listed, *states: State) -> None:
    if record.state not in states:
        raise DomainError(
            "wrong_state",
            _("This record is %(state)s: reload the page to see where it stands.")
            % {"state": record.get_state_display()},
        )


def _move(record: Listed, state: State, *, action: str, by: Any, reason: str = "") -> None:
    before, record.state = record.state, state
    record.save(update_fields=["state", "live", "refusal_reason"])
    audit.record(record, action, by=by, before={"state": before}, after={"state": state}, reason=reason)

"""What saving a profile and an organisation have in common."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from maillage.base.errors import DomainError
from maillage.base.models import Picture
from maillage.curation.models import State
from maillage.curation.services import lifecycle
from maillage.users.requests import MemberRequest
from members.directory.models import Organisation, Person
from members.directory.services import records

SUBMITTABLE = (State.DRAFT, State.REFUSED)
KEPT_PICTURE = "directory_picture"


def save(request: MemberRequest, form: Any, write: Any = records.save) -> bool:
    """Keep the form's words and picture; submit the record when asked. Says what happened next."""
    record = form.save(commit=False)
    is_sent = request.POST.get("action") == "submit" and record.state in SUBMITTABLE
    try:
        with transaction.atomic():
            _set_picture(request, form, record)
            write(record, by=request.user)
            if is_sent:
                lifecycle.submit(record, by=request.user)
    except DomainError as refusal:
        form.add_error(None, refusal.message)
        return False
    request.session.pop(KEPT_PICTURE, None)
    messages.success(request, _said(record, is_sent=is_sent))
    return True


def keep_picture(request: MemberRequest, form: Any) -> None:
    """A refused form would lose its file: keep a good one aside until the rest is right."""
    if "picture_file" in form.errors or not (file := form.cleaned_data.get("picture_file")):
        return
    picture = records.store_picture(file, title=_("Picture"), by=request.user)
    request.session[KEPT_PICTURE] = picture.pk
    messages.info(request, _("Your picture is kept: no need to choose it again."))


def _set_picture(request: MemberRequest, form: Any, record: Person | Organisation) -> None:
    if file := form.cleaned_data.get("picture_file"):
        setattr(record, form.picture_field, records.store_picture(file, title=str(record), by=request.user))
    elif kept := _kept_picture(request):
        setattr(record, form.picture_field, kept)
    elif form.cleaned_data.get("remove_picture"):
        setattr(record, form.picture_field, None)


def _kept_picture(request: MemberRequest) -> Picture | None:
    key = request.session.get(KEPT_PICTURE)
    return Picture.objects.filter(pk=key, uploaded_by_user=request.user).first() if key else None


def _said(record: Person | Organisation, *, is_sent: bool) -> str:
    """What was done; the page itself says what happens next."""
    if is_sent:
        return _("Thank you: it is sent.")
    match record.state:
        case State.PUBLISHED:
            return _("Your changes are published.")
        case State.TO_CHECK:
            return _("Your changes are saved.")
    return _("Your draft is saved.")

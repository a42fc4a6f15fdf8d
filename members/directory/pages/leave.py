"""The question before somebody leaves the team of an organisation, or is taken out of it."""

from typing import Any

from django.utils.translation import gettext as _

from maillage.users.models import User
from members.directory.models import OrganisationTeam


def leaving(member: OrganisationTeam, *, by: User) -> dict[str, Any]:
    """Arguments of the dialog that asks it, and of the page that does where there is no script. No query.

    Who leaves by themselves goes to another page: that is not answered in place.
    """
    said = {"person": member.user, "organisation": member.organisation}
    question = {"id": f"quitter-{member.pk}", "in_place": member.user_id != by.pk}
    if not question["in_place"]:
        return question | {
            "title": _("Leave the team of “%(organisation)s”?") % said,
            "text": _(
                "You will no longer change its page, and the invitations that you have sent will no longer count. "
                "To come back, you need an invitation from an owner."
            ),
            "submit": _("Leave"),
        }
    return question | {
        "title": _("Take %(person)s out of the team of “%(organisation)s”?") % said,
        "text": _(
            "%(person)s will no longer change its page, and the invitations that they have sent will no longer count. "
            "You can invite them again."
        )
        % said,
        "submit": _("Remove"),
    }

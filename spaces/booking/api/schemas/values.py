"""Values that several questions share."""

from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import Field

from maillage.base.api.values import WRITABLE, Text

ResourcePath = Annotated[
    str,
    Field(
        pattern=r"^[-a-zA-Z0-9_]{1,80}/[-a-zA-Z0-9_]{1,80}$",
        description=gettext_noop("space/resource."),
        examples=["la-centrale/salle-aneto"],
    ),
]
Slug = Annotated[str, Field(max_length=80), WRITABLE]
Seats = Annotated[int, Field(ge=1, le=500, description=gettext_noop("How many seats of a pool."))]
Reason = Annotated[
    Text,
    Field(
        max_length=500,
        description=gettext_noop("Why a rule may be gone beyond: for managers of the space, kept in the history."),
    ),
]

Note = Annotated[str, Field(max_length=1000, description=gettext_noop("For the team.")), WRITABLE]
OnBehalf = Annotated[
    Annotated[str, Field(max_length=254), WRITABLE] | None,
    Field(
        description=gettext_noop(
            "Address (slug) of an organisation in whose team you are; for the space’s team, a person’s e-mail address."
        ),
    ),
]
WithPasses = Annotated[
    bool,
    Field(
        strict=True,
        description=gettext_noop("False: passes of the person are left alone, and all of the price is paid on site."),
    ),
]

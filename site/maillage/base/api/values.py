"""Values that programs send, checked as they come in; and how values leave."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from maillage.base import list_filters


class Body(BaseModel):
    """What a request carries. A name that is not known is an error, never silently left aside."""

    model_config = ConfigDict(extra="forbid")


class Concept(BaseModel):
    """A word of the network's vocabulary, its label in the language asked for."""

    code: str
    label: str


def _instant(value: Any) -> datetime:
    text = value.upper() if isinstance(value, str) else ""
    try:
        at = datetime.fromisoformat(text if "T" in text else "")
    except ValueError as error:
        raise ValueError(_("Write a time as “2026-06-16T10:00:00+02:00”.")) from error
    if at.tzinfo is None:
        raise ValueError(_("Say with which offset: “2026-06-16T10:00:00+02:00”. Elsewhere it is another time."))
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(_("This time is beyond any calendar. Choose another year.")) from error


def _writable(value: str) -> str:
    """Databases keep no NUL."""
    if "\x00" in value:
        raise ValueError(_("This value holds a character that cannot be read."))
    return value


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2035-06-12T10:00:00+02:00"]}),
]
Day = Annotated[
    date,
    BeforeValidator(list_filters.day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2035-06-12"]}),
]
WRITABLE = AfterValidator(_writable)
Text = Annotated[str, WRITABLE]
LocalTime = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""A time that leaves: text already, for the offset of its place to stay as it is."""

"""What people have paid in advance, and what became of it."""

from typing import Annotated

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field, WithJsonSchema

from maillage.base.api.paging import Listing
from maillage.base.api.values import LocalTime
from spaces.catalogue.models import Resource
from spaces.pricing.models import Entitlement, LedgerEntry, Plan

# Not the enumerations themselves: those of resources and of prices have the same names in the description.
PassUnit = Annotated[str, WithJsonSchema({"type": "string", "enum": Entitlement.Unit.values})]
Movement = Annotated[str, WithJsonSchema({"type": "string", "enum": LedgerEntry.Kind.values})]


class LotDocument(BaseModel):
    """What is left of one allowance."""

    unit: PassUnit
    amount: int = Field(description=gettext_noop("How much was given."))
    left: int
    every: Entitlement.Every
    kinds: list[Resource.Kind] = Field(description=gettext_noop("What it pays for; none: everything."))
    valid_from: str
    valid_through: str | None = Field(description=gettext_noop("Last day, included; null: for ever."))


class PassDocument(BaseModel):
    """A plan that somebody has."""

    plan: str
    space: str | None = Field(description=gettext_noop("Address (slug) of the space whose plan it is."))
    reach: Plan.Reach = Field(description=gettext_noop("Where it counts."))
    spaces: list[str] = Field(description=gettext_noop("Where it counts, if that is a list."))
    valid_from: str
    valid_through: str | None = Field(description=gettext_noop("Last day, included; null: for ever."))
    lots: list[LotDocument] = Field(
        description=gettext_noop("Today’s. None before it begins, nor where it is for prices alone.")
    )


class PassList(Listing[PassDocument]):
    pass


class MovementDocument(BaseModel):
    """One line of the ledger: what is left of a lot is their sum."""

    at: LocalTime
    kind: Movement
    amount: int = Field(description=gettext_noop("Below zero: taken."))
    unit: PassUnit
    plan: str
    booking: str | None = Field(description=gettext_noop("The booking that it is for."))
    start: LocalTime | None = Field(
        description=gettext_noop("When the booking was to begin as this was written; it may have moved since.")
    )
    end: LocalTime | None
    reason: str = Field(description=gettext_noop("Why the team corrected it."))


class MovementList(Listing[MovementDocument]):
    pass

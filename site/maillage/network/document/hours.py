"""What every part of a network document is, and the first of them: opening hours."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from maillage.network.document.values import Closes, Day, Opens, Weekday


class Part(BaseModel):
    """A part of the document: unknown keys are errors, missing ones are known as missing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def can_be_kept(cls, value: Any) -> Any:
        """Databases keep no NUL."""
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and "\x00" in text for text in texts):
            raise ValueError("holds a character that cannot be kept (NUL)")
        return value


class DayHours(Part):
    opens: Opens
    closes: Closes


class WeekHours(DayHours):
    days: list[Weekday] = Field(min_length=1)
    valid_from: Day | None = None
    valid_through: Day | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.valid_from and self.valid_through and self.valid_through < self.valid_from:
            raise ValueError("valid_through comes before valid_from")
        return self


class ExceptionalDates(Part):
    from_: Day = Field(alias="from")
    through: Day | None = None
    hours: list[DayHours] = []
    label: str | None = Field(default=None, max_length=120)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if self.through is None:
            self.through = self.from_
        if self.through < self.from_:
            raise ValueError("through comes before from")
        return self

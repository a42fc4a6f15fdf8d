"""Fields for hours: what people type is minutes in the database."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spaces.catalogue.rules.opening import DAY_MIN, Hours
from spaces.catalogue.rules.written_hours import overlap, read_time, read_windows, write_time, write_windows


@dataclass(frozen=True)
class Nothing:
    """What stands where there is no box to tick yet: a sentence, and the way to add something."""

    text: Any
    url_name: str = ""
    label: Any = ""


NOTHING = Nothing(gettext_lazy("Nothing to choose from yet."))
NO_RESOURCE = Nothing(
    gettext_lazy("No resource yet."), "wagtailsnippets_catalogue_resource:add", gettext_lazy("Add what can be booked")
)


class InlineBoxes(forms.CheckboxSelectMultiple):
    """Boxes beside one another: the days of a week, a list of words. Without any, what to do about it."""

    template_name = "catalogue/wagtail/boxes.html"

    def __init__(
        self, attrs: dict[str, str] | None = None, *, nothing: Nothing | None = NOTHING, **kwargs: Any
    ) -> None:
        super().__init__({"class": "inline-boxes", **(attrs or {})}, **kwargs)
        self.nothing = nothing

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        nothing = self.nothing
        url = reverse(nothing.url_name) if nothing and nothing.url_name else ""
        return super().get_context(name, value, attrs) | {"nothing": nothing, "nothing_url": url}

    class Media:
        css = {"all": ["css/admin-forms.css"]}


class ClockField(forms.Field):
    """A wall-clock time: "9h30", "09:30"; minutes after midnight."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": "hh:mm", "size": 6, "maxlength": 12, "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return write_time(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_time(text)
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” is not a time of day. Write it like 09:00 or 18:30.") % {"text": text}
            ) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data


class WallTimeField(ClockField):
    """The same as a time, for columns that hold one."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> Any:
        minutes = super().to_python(value)
        return None if minutes is None else time(*divmod(minutes % DAY_MIN, 60))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != (data or None)


class WindowsField(forms.Field):
    """Several windows of one day in a line: "9h-12h, 14h-18h". Empty: closed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"placeholder": gettext_lazy("closed, or 09:00–12:00, 14:00–18:00"), "maxlength": 120}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs | {"autocomplete": "off"}))
        super().__init__(required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return write_windows(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> tuple[Hours, ...]:
        text = str(value or "").strip()
        try:
            windows = read_windows(text)
        except ValueError as error:
            raise ValidationError(
                _("“%(text)s” cannot be read. Write hours like 09:00–12:00, 14:00–18:00, or nothing when closed.")
                % {"text": error}
            ) from error
        if overlap(list(windows)):
            raise ValidationError(_("Two of these windows overlap. Join them, or correct one."))
        return windows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or ()) != (data or "")

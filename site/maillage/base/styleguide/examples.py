"""What an example is, and all of them. The words are invented, in the product's first language."""

from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Example:
    """A component with arguments, shown in a box as wide as `width` says (full, half, narrow)."""

    component: str
    case: str
    arguments: dict[str, Any] = field(default_factory=dict)
    width: str = "full"

    def render(self) -> SafeString:
        return render_to_string(f"components/{self.component}.html", self.arguments)


def every() -> list[Example]:
    """The examples of all components, in the order of the page."""
    from maillage.base.styleguide import forms, things, times, words

    return [*things.examples(), *times.examples(), *words.examples(), *forms.examples()]

"""What is wrong with a value, as a sentence of our own: the library that checks values speaks English only."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

SENTENCES = {
    "missing": _noop("This value is needed."),
    "extra_forbidden": _noop("This name is not known here."),
    "int_type": _noop("Write a whole number."),
    "int_parsing": _noop("Write a whole number."),
    "int_parsing_size": _noop("Write a whole number."),
    "int_from_float": _noop("Write a whole number."),
    "bool_type": _noop("Write 1 or 0."),
    "bool_parsing": _noop("Write 1 or 0."),
    "greater_than_equal": _noop("Write at least %(ge)s."),
    "less_than_equal": _noop("Write at most %(le)s."),
    "string_type": _noop("Write a text."),
    "string_unicode": _noop("This value holds a character that cannot be read."),
    "string_too_short": _noop("Write a longer text."),
    "string_too_long": _noop("Write at most %(max_length)s characters."),
    "too_long": _noop("Give at most %(max_length)s values."),
    "string_pattern_mismatch": _noop("This is not written as expected: %(pattern)s"),
    "literal_error": _noop("Choose one of: %(expected)s."),
    "enum": _noop("Choose one of: %(expected)s."),
    "model_type": _noop("Write an object, between { and }."),
    "model_attributes_type": _noop("Write an object, between { and }."),
    "dict_type": _noop("Write an object, between { and }."),
}


def sentence(error: dict[str, Any]) -> str:
    """For one error of the checking library; those of our own checks are sentences already."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context.get("error", "")) or _("This value cannot be used.")
    if error["type"] not in SENTENCES:
        return _("This value cannot be used.")
    return _(SENTENCES[error["type"]]) % context

"""What is wrong with a value, as a sentence of our own: the library that checks values speaks English only."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES = {
    "missing": gettext_noop("This value is needed."),
    "extra_forbidden": gettext_noop("This name is not known here."),
    "int_type": gettext_noop("Write a whole number."),
    "int_parsing": gettext_noop("Write a whole number."),
    "int_parsing_size": gettext_noop("Write a whole number."),
    "int_from_float": gettext_noop("Write a whole number."),
    "bool_type": gettext_noop("Write 1 or 0."),
    "bool_parsing": gettext_noop("Write 1 or 0."),
    "greater_than_equal": gettext_noop("Write at least %(ge)s."),
    "less_than_equal": gettext_noop("Write at most %(le)s."),
    "string_type": gettext_noop("Write a text."),
    "string_unicode": gettext_noop("This value holds a character that cannot be read."),
    "string_too_short": gettext_noop("Write a longer text."),
    "string_too_long": gettext_noop("Write at most %(max_length)s characters."),
    "too_long": gettext_noop("Give at most %(max_length)s values."),
    "string_pattern_mismatch": gettext_noop("This is not written as expected: %(pattern)s"),
    "literal_error": gettext_noop("Choose one of: %(expected)s."),
    "enum": gettext_noop("Choose one of: %(expected)s."),
    "model_type": gettext_noop("Write an object, between { and }."),
    "model_attributes_type": gettext_noop("Write an object, between { and }."),
    "dict_type": gettext_noop("Write an object, between { and }."),
}


def sentence(error: dict[str, Any]) -> str:
    """For one error of the checking library; those of our own checks are sentences already."""
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context.get("error", "")) or _("This value cannot be used.")
    if error["type"] not in SENTENCES:
        return _("This value cannot be used.")
    if "expected" in context:  # "'fail' or 'skip'", in English
        context = context | {"expected": context["expected"].replace(" or ", ", ")}
    return _(SENTENCES[error["type"]]) % context

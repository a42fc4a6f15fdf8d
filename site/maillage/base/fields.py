"""What the forms of several rooms check in the same way."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from maillage.base import telephone


def clean_telephone(text: str, country: str = "FR") -> str:
    """A number in international form; nothing for nothing. Raises ValidationError."""
    number = telephone.international(text, country) if text else ""
    if number is None or any(letter.isalpha() for letter in text):
        raise ValidationError(_("This is not a telephone number. Write it like 05 59 12 34 56 or +34 943 12 34 56."))
    return number

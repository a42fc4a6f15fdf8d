"""`territoire`: the value of a list's filter that names a territory."""

from django.utils.translation import gettext as _

from maillage.base.list_filters import MAX_TEXT
from maillage.territories.models import Territory


def territory(code: str) -> Territory:
    """The territory with this public code. Raises ValueError with a sentence for people."""
    try:
        return Territory.objects.by_public_code(code)
    except Territory.DoesNotExist as error:
        raise ValueError(_("There is no territory with the code “%(value)s”.") % {"value": code[:MAX_TEXT]}) from error

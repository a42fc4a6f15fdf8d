"""What kind of request counts against which limit."""

from django.http import HttpRequest

from maillage.base import limits
from maillage.users.permissions import is_member


def count(request: HttpRequest) -> None:
    """Count this request. Raises TooMany beyond what `PER_MINUTE` allows."""
    if not is_member(request.user):
        limits.count(request, "anonymous")
    else:
        limits.count(request, "reads" if request.method in limits.SAFE else "writes")

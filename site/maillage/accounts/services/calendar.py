"""The private address of somebody's own calendar."""

from django.db import transaction

from maillage.users.models import Token, User
from maillage.users.services import tokens


@transaction.atomic
def new_address(user: User) -> str:
    """The secret of a new calendar address; the former one stops working at once."""
    for token in user.tokens.usable().filter(purpose=Token.Purpose.CALENDAR):
        tokens.revoke(token)
    return tokens.create(user, purpose=Token.Purpose.CALENDAR)[1]

"""Whose an e-mail address is."""

from allauth.account.models import EmailAddress

from maillage.users.models import User


def forget_claims(email: str) -> None:
    """Drop what others began and never proved: a change to this address must not keep its holder out."""
    address = User.objects.normalise(email)
    EmailAddress.objects.filter(email=address, verified=False).exclude(user__email=address).delete()


def proved(user: User) -> list[str]:
    """The addresses that they have shown to hold, as bookings without an account keep them."""
    known = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return [User.objects.normalise(email) for email in known]


def prove(user: User) -> None:
    """Whoever followed a link sent to the account's only address holds it."""
    known = list(EmailAddress.objects.filter(user=user))
    if len(known) == 1 and known[0].email == user.email and not known[0].verified:
        known[0].set_verified()

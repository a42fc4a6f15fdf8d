"""What the site keeps of somebody, as they take it away."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from maillage.accounts.services.addresses import proved
from maillage.users.models import User
from members.directory.models import Invitation, Person
from spaces.booking.documents import booking_documents
from spaces.booking.models import Booking
from spaces.booking.services import guest_links
from spaces.pricing.models import LedgerEntry

Document = dict[str, Any]
PROFILE = (
    "display_name", "headline", "body", "languages", "website", "phone", "available_until", "state", "visibility",
    "is_indexable", "created_at", "updated_at",
)  # fmt: skip


def personal_data(user: User, absolute: Callable[[str], str]) -> Document:
    """Everything, in the words of the API where it has some."""
    bookings = Booking.objects.of(user).for_listing().order_by("start_at", "pk")
    profile = Person.objects.filter(user=user).select_related("territory").first()
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "joined_at": user.date_joined,
            "last_sign_in_at": user.last_login,
        },
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "devices": list(UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")),
        "keys": list(user.tokens.values("purpose", "label", "created_at", "last_used_at", "revoked_at")),
        "profile": _profile(profile, absolute) if profile else None,
        "organisations": list(user.organisation_roles.values("organisation__slug", "organisation__name", "role")),
        "invitations": list(
            Invitation.objects.filter(email__in=proved(user)).values("organisation__name", "role", "sent_at")
        ),
        "invitations_sent": list(user.invitations_sent.values("organisation__name", "email", "role", "sent_at")),
        "spaces": list(user.space_roles.values("space__slug", "space__name", "role")),
        "habilitations": list(
            user.habilitation_grants.values(
                "habilitation__code",
                "space__slug",
                "evidence",
                "granted_at",
                "valid_until",
                "revoked_at",
                "revoked_reason",
            )
        ),
        "waiting_lists": list(
            user.waitlist.values("resource__name", "resource__space__name", "start_at", "end_at", "seats", "state")
        ),
        "memberships": list(
            user.memberships.values("plan__name", "plan__space__slug", "valid_from", "valid_through").order_by("pk")
        ),
        "passes": list(
            LedgerEntry.objects.filter(membership__person=user).values(
                "membership__plan__name",
                "kind",
                "amount",
                "entitlement__unit",
                "used_on",
                "booking",
                "reason",
                "created_at",
            )
        ),
        "bookings": booking_documents(bookings, absolute),
        "bookings_without_account": _bookings_without_account(user, absolute),
    }


def _bookings_without_account(user: User, absolute: Callable[[str], str]) -> list[Document]:
    """Under an address that the account has proved to be theirs; `url` is the link that the mails of each hold."""
    bookings = list(Booking.objects.of_guests(proved(user)).for_listing().order_by("start_at", "pk"))
    return [
        {**document, "url": absolute(guest_links.page_of(booking)), "guest_email": booking.guest_email}
        for booking, document in zip(bookings, booking_documents(bookings, absolute), strict=True)
    ]


def _profile(person: Person, absolute: Callable[[str], str]) -> Document:
    return {
        "url": absolute(person.get_absolute_url()),
        **{name: getattr(person, name) for name in PROFILE},
        "town": person.territory and person.territory.name,
        "skills": [skill.label for skill in person.skills.all()],
        "sectors": [sector.label for sector in person.sectors.all()],
        "visible_to": {name: person.visibility_of(name) for name in Person.HIDEABLE},
    }

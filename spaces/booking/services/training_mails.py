"""What people are told of their trainings, by mail."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django_tasks import task

from maillage.base import mail
from spaces.booking.models import Booking, HabilitationGrant, State
from spaces.catalogue.models import Space, SpaceTeam


@task()
def tell_of_revocation(*, grant_id: int) -> None:
    """A training was withdrawn: why, and whom to ask."""
    given = HabilitationGrant.objects.select_related("habilitation", "person", "space").filter(pk=grant_id).first()
    if given is not None and given.person.is_active:
        _tell("training_revoked", given.person, given=given, training=given.habilitation, space=given.space)


@task()
def write_about_bookings(*, booking_uuids: list[str], words: str) -> None:
    """The team's words to one person, about bookings that ask for a training which they no longer have."""
    found = Booking.objects.for_listing().filter(uuid__in=booking_uuids, state__in=State.HOLDING)
    bookings = list(found.order_by("start_at", "pk"))
    if bookings and bookings[0].person is not None:
        space = bookings[0].resource.space
        more = {"bookings": bookings, "words": words, "zone": space.time_zone}
        _tell("training_words", bookings[0].person, space=space, **more)


@task()
def warn_person(*, grant_id: int) -> None:
    """A training ends soon: until when, and what to do."""
    given = HabilitationGrant.objects.select_related("habilitation", "person", "space").filter(pk=grant_id).first()
    if given is not None and given.person.is_active and given.revoked_at is None:
        _tell(
            "training_ending",
            given.person,
            given=given,
            training=given.habilitation,
            space=given.space,
            url=settings.SITE_URL + reverse("booking:my_habilitations"),
        )


@task()
def warn_team(*, space_id: int, grant_ids: list[int]) -> None:
    """Which trainings that a space gave end soon: one mail to each of its managers."""
    given = HabilitationGrant.objects.standing().filter(pk__in=grant_ids).order_by("valid_until", "pk")
    grants = list(given.select_related("habilitation", "person"))
    team = SpaceTeam.objects.filter(space=space_id, role=SpaceTeam.Role.MANAGER, user__is_active=True)
    for member in team.select_related("user", "space") if grants else ():
        url = settings.SITE_URL + reverse("booking:habilitations", args=[member.space.slug])
        _write("trainings_ending", member.user, grants=grants, space=member.space, url=url)


def _tell(notice: str, person: Any, *, space: Space | None, **context: Any) -> None:
    """Write to somebody, who answers to the space."""
    _write(notice, person, reply_to=space.email if space else "", space=space, **context)


def _write(notice: str, to: Any, *, reply_to: str = "", **context: Any) -> None:
    context.setdefault("url", settings.SITE_URL + reverse("booking:mine"))
    context["site_url"] = settings.SITE_URL
    mail.send(f"booking/emails/{notice}", to=to.email, language=to.language, context=context, reply_to=reply_to)

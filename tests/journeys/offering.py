"""Other times that a team offers after a closure, to somebody whose booking had cost less than they do."""

from typing import Any

from tests.journeys.arriving import link_in_mail
from tests.journeys.pages import SENT, TUESDAY

OFFERED = ("proposal", "proposal-dearer")
WHO = "lea@example.org"
OFFER = f"""
from datetime import datetime
from maillage.base.zones import get_zone
from maillage.users.models import User
from spaces.booking.models import Booking
from spaces.booking.services import booking, closures, proposals
from spaces.catalogue.models import Resource

room = Resource.objects.select_related("space").get(space__slug="le-phare-bayonne", slug="salle-vigie")
start, end = (datetime.fromisoformat(f"{TUESDAY}T{{hour}}:00").replace(tzinfo=get_zone(room.space.time_zone)) for hour in (15, 16))
lea, julien = (User.objects.get(email=email) for email in ("{WHO}", "julien@example.org"))
made = booking.book(room, person=lea, by=lea, start=start, end=end)
Booking.objects.filter(pk=made.pk).update(price_cents=1600)
closures.close(closures.Closure(space=room.space, chosen=[room], start=start, end=end), by=julien)
proposals.propose([Booking.objects.for_listing().get(pk=made.pk)], by=julien)
"""


def offered(site: Any) -> dict[str, str]:
    """Addresses of the link of the mail, and of what it asks once its button is pressed; no account has to be open."""
    site.manage("shell", "--command", OFFER)
    link = link_in_mail(site, WHO, "/reservations/propositions/")
    path = link[link.index("/reservations/propositions/") :]
    return dict(zip(OFFERED, (path, path + SENT), strict=True))

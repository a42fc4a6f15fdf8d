"""What the link of a guest's mail opens: their booking, the page that moves it, and the board to choose from."""

from typing import Any

from tests.journeys.arriving import link_in_mail
from tests.journeys.pages import THEN, TUESDAY

PAGES = ("guest", "guest-move", "guest-move-refused", "guest-board", "guest-board-all", "guest-board-week")
WHO = "camille@example.org"
BOOK = f"""
from datetime import datetime
from maillage.base.zones import get_zone
from spaces.booking.services import guests
from spaces.catalogue.models import Resource

room = Resource.objects.select_related("space").get(space__slug="les-salines", slug="petit-salon")
start, end = (datetime.fromisoformat(f"{TUESDAY}T{{hour}}:00").replace(tzinfo=get_zone(room.space.time_zone)) for hour in (10, 11))
wish = guests.GuestWish(name="Camille Passage", email="{WHO}", language="fr", start=start, end=end)
guests.confirm(guests.ask(room, wish))
"""


def opened(site: Any) -> dict[str, str]:
    """Addresses of the pages; no account has to be open."""
    site.manage("shell", "--command", BOOK)
    link = link_in_mail(site, WHO, "/reservations/sans-compte/")
    path = link[link.index("/reservations/sans-compte/") :]
    move, board = f"{path}deplacer/", f"{path}deplacer/{THEN}main a[href*='deplacer=']"
    addresses = (
        path,
        move,
        f"{move}?debut={TUESDAY}T02:00&fin={TUESDAY}T03:00",
        board,
        f"{board}{THEN}main .page-head ~ * a[href*='deplacer=']:not([href*='ressource='])",
        f"{board}{THEN}.tabs a[href*='vue=semaine']",
    )
    return dict(zip(PAGES, addresses, strict=True))

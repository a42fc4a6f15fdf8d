"""`/gestion/<slug>/fermetures/`: what is closed, one line a closure, and opening it again. In English."""

import pytest
from django.core import mail

from spaces.booking.models import Block, Booking
from spaces.booking.services.blocks import block
from tests.factories.booking import booked, on
from tests.factories.catalogue import ResourceFactory, SpaceFactory
from tests.queries import asked
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

BOARD = "/en/gestion/la-centrale/"
URL = f"{BOARD}fermetures/"
DAYS = {"du": "2026-06-16", "au": "2026-06-17"}


@pytest.fixture
def hall(centrale, room, desks):
    """Beside the room and the desks, with a booth inside."""
    hall = ResourceFactory(space=centrale, name="Halle", slug="halle")
    ResourceFactory(space=centrale, name="Cabine", slug="cabine", parent=hall)
    return hall


def close(client, **asked):
    return client.post(URL, {**DAYS, **asked})


def lines(response) -> list[str]:
    return [" ".join(line.p.get_text(" ").split()) for line in soup(response).select(".team-blocks > li")]


def acts(response) -> list[list[str]]:
    """Where the buttons of each closure lead."""
    return [[form["action"] for form in line.select("form")] for line in soup(response).select(".team-blocks > li")]


def test_closure_of_the_whole_space_is_one_line_and_opens_in_one_go(as_, hall, owner):
    client = as_(owner)
    close(client, motif="Inventaire")
    page = client.get(URL)

    assert lines(page) == ["The whole place From 16 to 17 June Inventaire"]
    first, *alone = acts(page)[0]
    assert first == f"{URL}{Block.objects.first().uuid}/rouvrir/" and len(alone) == 3

    reopened = client.post(first, follow=True)

    assert reopened.request["PATH_INFO"] == URL and "Nothing is out of service." in text(reopened)
    assert "The whole place, from 16 to 17 June: open again." in reopened.content.decode()
    assert Block.objects.count() == 3 and not Block.objects.standing().exists()


def test_line_leads_to_whom_the_closure_meets(as_, hall, booking, owner):
    client = as_(owner)
    close(client)
    link = soup(client.get(URL)).select_one(".team-blocks a")["href"]

    page = client.get(link)

    assert link == f"{URL}?du=2026-06-16&au=2026-06-17"
    assert "The whole place, from 16 to 17 June" in text(page) and "Léa Martin" in text(page) and "closed" in text(page)


def test_some_resources_are_called_by_their_names(as_, hall, room, owner):
    client = as_(owner)
    close(client, ressource=[room.slug, hall.slug], de="12:00", a="14:00", au="2026-06-16")
    link = soup(client.get(URL)).select_one(".team-blocks a")["href"]

    assert lines(client.get(URL)) == ["Halle, Salle Aneto Tuesday 16 June, 12:00–14:00"]
    assert lines(client.get(link)) and "Halle, Salle Aneto, Tuesday 16 June, 12:00–14:00" in text(client.get(link))


def test_one_of_them_is_opened_alone_and_the_rest_stays_closed(as_, hall, room, owner):
    client = as_(owner)
    close(client)
    page = client.get(URL)
    of_the_room = f"{BOARD}indisponibilites/{Block.objects.get(resource=room).uuid}/lever/"
    form = soup(page).select_one(f"form[action='{of_the_room}']")

    opened = client.post(of_the_room, {"retour": form.select_one("[name=retour]")["value"]}, follow=True)

    assert opened.request["PATH_INFO"] == URL and "Salle Aneto is back in service." in opened.content.decode()
    assert lines(opened) == ["Espace ouvert, Halle From 16 to 17 June"]


def test_other_times_and_reasons_are_other_closures(as_, hall, room, desks, owner):
    client = as_(owner)
    for resource, hours, reason in ((room, "9-12", "Peinture"), (desks, "9-12", ""), (hall, "9-13", "Peinture")):
        block(resource, start=on(hours)[0], end=on(hours)[1], by=owner, reason=reason)
    kept = Block.objects.exclude(resource=room)

    page = client.get(URL)
    assert [line.split(" Tuesday")[0] for line in lines(page)] == ["Espace ouvert", "Salle Aneto", "Halle"]
    assert "Reopen" not in text(page)

    client.post(f"{URL}{Block.objects.get(resource=room).uuid}/rouvrir/")

    assert list(Block.objects.standing()) == list(kept)


def test_all_but_one_thing_is_not_the_whole_space(as_, hall, room, owner):
    client = as_(owner)
    close(client)
    ResourceFactory(space=room.space, name="Nouvelle")

    assert lines(client.get(URL)) == ["Espace ouvert, Halle, Salle Aneto From 16 to 17 June"]


def test_opening_twice_is_once(as_, hall, owner):
    client = as_(owner)
    close(client)
    act = acts(client.get(URL))[0][0]
    client.post(act)
    lifted = list(Block.objects.values_list("pk", "lifted_at"))

    assert client.post(act).status_code == 302
    assert list(Block.objects.values_list("pk", "lifted_at")) == lifted


def test_what_was_closed_can_be_booked_again_and_who_was_there_still_is(as_, hall, booking, owner):
    client = as_(owner)
    close(client)
    client.post(acts(client.get(URL))[0][0])

    assert Booking.objects.get().state == "confirmed"
    assert booked(booking.resource, "14-15", day="2026-06-17").pk


def test_manager_reads_how_many_are_told_that_it_is_open_again(as_, hall, booking, lea, owner):
    client = as_(owner)
    close(client)
    client.post(f"{URL}propositions/", DAYS)
    mail.outbox.clear()

    done = client.post(acts(client.get(URL))[0][0], follow=True)

    assert "open again. 1 person is told by e-mail." in done.content.decode()
    assert [message.to for message in mail.outbox] == [[lea.email]]


def test_board_has_the_same_lines_and_its_button_leads_back_to_it(as_, hall, owner, teammate):
    client = as_(owner)
    close(client)
    page = client.get(BOARD)
    act = acts(page)[0][0]
    back = soup(page).select_one(f"form[action='{act}'] [name=retour]")["value"]

    assert lines(page) == ["The whole place From 16 to 17 June"]
    assert client.post(act, {"retour": back}).url == back == BOARD
    assert client.post(act, {"retour": "//elsewhere.example/"}).url == URL


def test_host_reads_and_does_not_open(as_, hall, owner, teammate):
    close(as_(owner))

    page = as_(teammate).get(BOARD)

    assert lines(page) == ["The whole place From 16 to 17 June"]
    assert acts(page) == [[]] and not soup(page).select(".team-blocks :is(a, details)")


def test_only_managers_open(as_, hall, owner, teammate, stranger, lea, other_manager):
    close(as_(owner))
    act = f"{URL}{Block.objects.first().uuid}/rouvrir/"

    people = (teammate, stranger, lea, other_manager, None)
    assert [as_(user).post(act).status_code for user in people] == [403, 404, 404, 404, 404]
    assert as_(owner).get(act).status_code == 405
    assert Block.objects.standing().count() == 3


def test_closure_of_another_space_is_not_opened(as_, hall, owner, other_manager):
    there = ResourceFactory(space=SpaceFactory.open())
    theirs, _ = block(there, start=on("12-14")[0], end=on("12-14")[1], by=other_manager)

    assert as_(owner).post(f"{URL}{theirs.uuid}/rouvrir/").status_code == 404
    assert Block.objects.standing().count() == 1


def test_queries_do_not_depend_on_how_many_closures_there_are(as_, hall, owner):
    client = as_(owner)

    def visit():
        return asked(client, URL, "booking_"), asked(client, URL, "catalogue_resource")

    close(client)
    one = visit()
    close(client, au="2026-06-18"), close(client, au="2026-06-19")

    assert (one, visit()) == ((3, 2), (3, 2))

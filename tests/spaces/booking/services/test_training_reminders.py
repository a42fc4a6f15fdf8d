"""People and teams are told ahead of what ends, once; the person's own page says what to do."""

from datetime import date, timedelta

import pytest
from django.core import mail

from maillage.base import clock
from maillage.users.models import User
from spaces.booking.models import HabilitationGrant
from spaces.booking.services.habilitations import revoke
from spaces.booking.services.training_reminders import warn_of_endings
from tests.factories.booking import PersonFactory, at, open_room, require_training, trained
from tests.factories.catalogue import SpaceFactory
from tests.reading import soup, text

pytestmark = pytest.mark.django_db

URL = "/en/compte/habilitations/"


@pytest.fixture(autouse=True)
def _spring():
    with clock.fixed(at("2026-06-01 06:00")):
        yield


@pytest.fixture
def space(db, owner):
    User.objects.update(language="en")
    space = SpaceFactory.open(name="La Centrale", manager=owner, email="bonjour@centrale.example")
    require_training(open_room(space=space))
    return space


def given(person, space, until, **more):
    return trained(person, valid_until=until, space=space, granted_at=clock.now() - timedelta(days=300), **more)


def sent() -> list[tuple[str, str]]:
    return sorted((one.to[0], one.subject) for one in mail.outbox)


def test_person_and_team_are_told_once(space, owner):
    lea = PersonFactory(email="lea@example.org", name="Léa", language="en")
    given(lea, space, "2026-06-29")
    given(PersonFactory(language="en", email="tao@example.org", name="Tao"), space, "2026-06-01")

    assert (warn_of_endings(), warn_of_endings()) == (2, 0)

    team = (owner.email, "La Centrale: training that ends soon")
    assert sent() == [("lea@example.org", "Your training “Laser” ends on Monday 29 June"), team,
                      ("tao@example.org", "Your training “Laser” ends on Monday 1 June")]  # fmt: skip
    (of_team,) = [one for one in mail.outbox if one.to == [owner.email]]
    assert of_team.body.index("Tao") < of_team.body.index("Léa")


def test_of_the_network_only_the_person_is_told(space):
    given(PersonFactory(email="lea@example.org", language="en"), None, "2026-06-10")

    warn_of_endings()

    assert [to for to, _ in sent()] == ["lea@example.org"]


def test_nobody_is_told_of_what_is_far_over_replaced_for_good_or_short(space, owner):
    lea = PersonFactory()
    given(lea, space, "2026-07-15")
    given(lea, space, "2026-05-20")
    given(lea, space, None)
    trained(lea, valid_until="2026-06-10", space=space, granted_at=clock.now())
    revoke(given(lea, space, "2026-06-12"), by=owner, reason="Non")
    given(PersonFactory(is_active=False), space, "2026-06-12")
    mail.outbox.clear()

    assert (warn_of_endings(), sent()) == (0, [])


def test_own_page_says_what_counts_and_what_to_do(as_, space, owner):
    lea = PersonFactory()
    given(lea, space, "2026-06-10", evidence="Atelier du 2 juin")
    given(lea, space, "2026-05-20")
    given(lea, space, "2027-05-20")
    given(lea, None, None)
    revoke(given(lea, space, "2026-06-12"), by=owner, reason="Capot ouvert")
    HabilitationGrant.objects.filter(pk=given(lea, space, "2026-01-01").pk).update(revoked_at=clock.now())

    page = soup(as_(lea).get(URL))

    said = [" ".join(one.get_text(" ").split()) for one in page.select(".passes > li")]
    assert sorted(said) == sorted([
        "Laser withdrawn Given by La Centrale Capot ouvert",
        "Laser valid for good For the whole network",
        "Laser valid until Thursday 20 May 2027 Given by La Centrale",
        "Laser ended on Wednesday 20 May Given by La Centrale Ask the team of La Centrale how to renew it.",
        "Laser ends on Wednesday 10 June Given by La Centrale Atelier du 2 juin Ask the team of La Centrale how to renew it.",
    ])  # fmt: skip


def test_own_page_is_one_s_own(as_, space, owner):
    lea = PersonFactory()
    given(lea, space, "2026-06-10")

    assert "Laser" not in text(as_(owner).get(URL)) and soup(as_(owner).get(URL)).select_one(".empty")
    assert as_(None).get(URL).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_own_page_asks_as_much_whatever_there_is(as_, space, count, django_assert_num_queries):
    lea = PersonFactory()
    for number in range(count):
        given(lea, SpaceFactory(), str(date(2026, 7, 1 + number)))
    client = as_(lea)
    client.get(URL)

    with django_assert_num_queries(7):
        client.get(URL)

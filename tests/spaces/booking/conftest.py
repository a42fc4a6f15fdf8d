"""A Monday in June: La Centrale is open on weekdays from 9 to 18, Olive manages it, Tao is its host."""

from datetime import UTC, datetime

import pytest

from maillage.base import clock
from maillage.users.models import User
from tests.factories.booking import booked, books, priced
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory
from tests.factories.pricing import carnet
from tests.maillage.curation.record_rights import open_back_office

NOW = datetime(2026, 6, 15, 6, 0, tzinfo=UTC)  # Monday, 8:00 in Paris


@pytest.fixture(autouse=True)
def _in_june():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def centrale(owner, teammate):
    return SpaceFactory.open(
        name="La Centrale", slug="la-centrale", manager=owner, host=teammate, email="bonjour@centrale.example"
    )


@pytest.fixture
def room(centrale):
    """18 € an hour, VAT included."""
    room = ResourceFactory(space=centrale, name="Salle Aneto", slug="salle-aneto", people=8)
    priced(room, 1800)
    return room


@pytest.fixture
def desks(centrale):
    return ResourceFactory(space=centrale, name="Espace ouvert", slug="espace-ouvert", kind="hot_desk", capacity=3)


@pytest.fixture
def lea(db) -> User:
    """Books."""
    return User.objects.create_user("lea@example.org", "correct-horse-42", name="Léa Martin")


@pytest.fixture
def other_manager(db) -> User:
    """Manages another space, with something to book there."""
    user = User.objects.create_user("ailleurs@example.org", "correct-horse-42", name="Anouk Ailleurs")
    ResourceFactory(space=SpaceFactory.open(name="Ailleurs", slug="ailleurs", manager=user), slug="salle")
    return user


@pytest.fixture
def booking(room, lea):
    """Léa, Tuesday from 10 to 12, with words for the team."""
    return booked(room, "10-12", person=lea, note="Avec le chien Pistache")


@pytest.fixture
def other(centrale):
    """24 € an hour."""
    other = ResourceFactory(space=centrale, name="Salle Ossau", slug="salle-ossau")
    priced(other, 2400)
    return other


@pytest.fixture
def move(booking):
    """The team's page of its move: of Salle Aneto from 10 to 12, for 36 €."""
    return f"/en/reservations/{booking.uuid}/deplacer/"


@pytest.fixture
def as_(client):
    """`as_(lea).get(…)`: the same client, signed in; `as_(None)`: anonymous."""

    def sign_in(user):
        client.logout()
        if user is not None:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def manager(as_, owner, centrale):
    """Olive, signed in to the back office."""
    open_back_office(owner)
    return as_(owner)


@pytest.fixture
def bayonne(db):
    """A room for four in another town, open every day."""
    space = SpaceFactory.open(
        name="Bayonne", slug="bayonne", city="Bayonne", latitude=43.4929, longitude=-1.4748, days=EVERY_DAY
    )
    return ResourceFactory(space=space, name="Salle Adour", slug="salle-adour", people=4)


@pytest.fixture(name="carnet")
def _carnet(lea, room):
    """Five days for her in the place of that room."""
    return carnet(lea, room.space, 5, "days", name="Carnet 5 jours")


@pytest.fixture
def morning(room, lea, carnet):
    """Hers on Tuesday: the day is paid by it."""
    return books(lea, room, "9-12")

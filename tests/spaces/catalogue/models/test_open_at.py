"""Whether places are open: asked of the database as the rules say it, with their holidays and their layers of hours."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from maillage.base.models import Network
from spaces.catalogue.models import (
    OpeningException,
    OpeningExceptionHours,
    OpeningHours,
    PublicHolidays,
    Space,
)
from spaces.catalogue.rules.shown_hours import is_open_at
from spaces.catalogue.services.opening import resource_layers, space_layers
from tests.factories.catalogue import EVERY_DAY, ResourceFactory, SpaceFactory, on_dates, open_weekly
from tests.factories.territories import CommuneFactory
from tests.spaces.catalogue.models.test_querysets import slugs

pytestmark = pytest.mark.django_db

TUESDAY_NOON = datetime(2026, 6, 16, 10, tzinfo=UTC)  # 12:00 in Pau


def test_open_at_reads_each_place_on_its_own_clock():
    for slug, zone in (("pau", "Europe/Paris"), ("saint-denis", "Indian/Reunion"), ("casa", "Africa/Casablanca")):
        SpaceFactory.open(slug=slug, time_zone=zone, hours=("09:00", "12:00"))

    def open_at(hour):
        return slugs(Space.objects.open_at(datetime(2026, 6, 16, hour, tzinfo=UTC)))

    assert [open_at(hour) for hour in (5, 7, 8, 9, 10, 11)] == [
        ["saint-denis"], ["pau", "saint-denis"], ["casa", "pau"], ["casa", "pau"], ["casa"], [],
    ]  # fmt: skip


def test_open_at_lets_the_nearest_exception_win():
    SpaceFactory.open(slug="as-the-network")
    on_dates(None, date(2026, 6, 16), label="Holiday")
    on_dates(SpaceFactory.open(slug="against-the-network"), date(2026, 6, 16), hours=("10:00", "14:00"))
    short = SpaceFactory.open(slug="shorter-wins")
    on_dates(short, date(2026, 6, 16), hours=("10:00", "14:00"))
    on_dates(short, date(2026, 6, 1), date(2026, 6, 30))

    assert slugs(Space.objects.open_at(TUESDAY_NOON)) == ["against-the-network", "shorter-wins"]
    assert slugs(Space.objects.open_at(TUESDAY_NOON + timedelta(days=1))) == [
        "against-the-network", "as-the-network",
    ]  # fmt: skip


def test_open_at_keeps_a_night_open_until_it_ends():
    SpaceFactory.open(slug="bar", days=[1], hours=("18:00", "02:00"))

    def at(day, hour):
        return Space.objects.open_at(datetime(2026, 6, day, hour, tzinfo=ZoneInfo("Europe/Paris"))).exists()

    assert [at(16, 17), at(16, 18), at(17, 1), at(17, 2), at(17, 18)] == [False, True, True, False, False]


INSTANTS = [
    *[datetime(2026, 6, 15, tzinfo=UTC) + timedelta(minutes=97 * n) for n in range(100)],
    # Summer time begins and ends in Paris; Casablanca leaves and rejoins its own.
    *[datetime(2026, 3, 28, 22, tzinfo=UTC) + timedelta(minutes=15 * n) for n in range(24)],
    *[datetime(2026, 10, 24, 22, tzinfo=UTC) + timedelta(minutes=15 * n) for n in range(24)],
    *[datetime(2026, 2, 15, 0, tzinfo=UTC) + timedelta(minutes=15 * n) for n in range(20)],
]


def test_open_at_answers_as_the_rules_do_for_any_hours_at_any_instant():
    """The rules are the oracle: 80 places with hours drawn at random, also around changes of the clock."""
    draw = random.Random(20261)
    zones = ["Europe/Paris", "Indian/Reunion", "Africa/Casablanca"]
    spaces = [SpaceFactory(time_zone=zones[n % 3], slug=f"s{n}") for n in range(80)]
    for space in spaces:
        _draw_hours(space, draw)
    for first_on in (date(2026, 6, 17), date(2026, 3, 29), date(2026, 10, 25)):
        on_dates(None, first_on, hours=draw.choice([(), ("02:00", "11:00")]))
    layers = space_layers(spaces)

    for at in INSTANTS:
        expected = sorted(space.slug for space in spaces if is_open_at(layers[space.pk], at))
        assert slugs(Space.objects.open_at(at)) == expected, at


def _draw_hours(space, draw):
    def moment():
        return draw.choice([0, 90, 120, 150, 180, 210, 540, 720, 1080, 1439, draw.randrange(1440)])

    OpeningHours.objects.bulk_create(
        OpeningHours(
            space=space, weekday=day, opens_min=moment(), closes_min=draw.choice([1440, moment()]),
            valid_from=draw.choice([None, None, date(2026, 6, 17)]),
            valid_through=draw.choice([None, None, date(2026, 6, 18)]),
        )
        for day in EVERY_DAY
        for _ in range(draw.randrange(3))
    )  # fmt: skip
    for base in (date(2026, 6, 15), date(2026, 3, 28), date(2026, 10, 24), date(2026, 2, 14)):
        for _ in range(draw.randrange(3)):
            first = base + timedelta(draw.randrange(4))
            exception = OpeningException.objects.create(
                space=space, first_on=first, last_on=first + timedelta(draw.randrange(3))
            )
            for _ in range(draw.randrange(2)):
                OpeningExceptionHours.objects.create(exception=exception, opens_min=moment(), closes_min=moment())


# Public holidays


def close_network(choice="closed"):
    Network.objects.update_or_create(site_id=1, defaults={"public_holidays": choice})


def hours_on(space, day):
    layers = space_layers([Space.objects.get(pk=space.pk)])[space.pk]
    return list(layers.hours_by_day(day, day)[day][0])


BASTILLE_DAY = date(2026, 7, 14)  # a Tuesday


@pytest.mark.parametrize(
    ("network", "choice", "is_open"),
    [
        (None, "network", True), ("open", "network", True), ("closed", "network", False), ("closed", "open", True),
        ("closed", "closed", False), ("open", "closed", False), (None, "closed", False),
    ],
)  # fmt: skip
def test_space_closes_on_public_holidays_if_it_or_else_its_network_says_so(network, choice, is_open):
    if network:
        close_network(network)
    space = SpaceFactory.open(public_holidays=choice)

    assert bool(hours_on(space, BASTILLE_DAY)) is is_open
    assert hours_on(space, date(2026, 7, 15)) == [(540, 1080)]


def test_written_dates_win_over_public_holidays_of_their_level():
    close_network()
    follows, closes = SpaceFactory.open(), SpaceFactory.open(public_holidays="closed")
    on_dates(None, BASTILLE_DAY, hours=("10:00", "12:00"))

    assert (hours_on(follows, BASTILLE_DAY), hours_on(closes, BASTILLE_DAY)) == ([(600, 720)], [])

    for space in (follows, closes):
        on_dates(space, BASTILLE_DAY - timedelta(10), BASTILLE_DAY + timedelta(10), hours=("14:00", "15:00"))
        assert hours_on(space, BASTILLE_DAY) == [(840, 900)]


def test_holidays_of_the_network_never_close_what_is_elsewhere():
    close_network()
    strasbourg = SpaceFactory.open(days=EVERY_DAY, commune=CommuneFactory(code="67482"))
    reunion = SpaceFactory.open(days=EVERY_DAY, postal_code="97400", time_zone="Indian/Reunion")
    pau, nowhere = SpaceFactory.open(days=EVERY_DAY), SpaceFactory.open(days=EVERY_DAY, country="XX")
    every = [strasbourg, reunion, pau, nowhere]

    def closed(day):
        return [space for space in every if not hours_on(space, day)]

    assert closed(date(2026, 4, 3)) == closed(date(2026, 12, 26)) == [strasbourg]
    assert closed(date(2026, 12, 20)) == [reunion]
    assert closed(date(2026, 4, 6)) == [strasbourg, reunion, pau]


def test_open_at_closes_on_public_holidays_as_the_rules_do():
    """The rules are the oracle, around holidays of many places: Christmas and the day after, 14 July, Aïd…"""
    draw = random.Random(25)
    places = [
        {"postal_code": "64000"}, {"commune": CommuneFactory(code="67482")},
        {"postal_code": "97400", "time_zone": "Indian/Reunion"}, {"postal_code": "98713", "time_zone": "Pacific/Tahiti"},
        {"country": "MA", "time_zone": "Africa/Casablanca"}, {"country": "XX"},
    ]  # fmt: skip
    spaces = []
    for number in range(60):
        space = SpaceFactory(
            **draw.choice(places), public_holidays=draw.choice(PublicHolidays.values), slug=f"s{number}"
        )
        opens, closes = draw.choice([("00:00", "24:00"), ("09:00", "18:00"), ("18:00", "02:00")])
        open_weekly(space, EVERY_DAY, (opens, closes))
        for first_on in (BASTILLE_DAY, date(2026, 12, 25), date(2026, 12, 26)):
            if draw.random() < 0.3:
                on_dates(space, first_on, hours=draw.choice([(), ("10:00", "20:00")]))
        spaces.append(space)
    on_dates(None, date(2026, 12, 26), hours=("11:00", "16:00"))
    instants = [
        start + timedelta(hours=3 * step)
        for start in (
            datetime(2026, 7, 13, 18, tzinfo=UTC),
            datetime(2026, 12, 24, 18, tzinfo=UTC),
            datetime(2026, 7, 30, tzinfo=UTC),
        )
        for step in range(20)
    ]

    for network in ("open", "closed"):
        close_network(network)
        layers = space_layers(Space.objects.filter(pk__in=[space.pk for space in spaces]))
        answers = []
        for at in instants:
            expected = sorted(space.slug for space in spaces if is_open_at(layers[space.pk], at))
            assert slugs(Space.objects.open_at(at)) == expected, at
            answers.append(len(expected))
        assert len(set(answers)) > 5  # the drawn places do differ


def test_open_at_costs_one_more_query_on_a_public_holiday_of_one_part_only(django_assert_num_queries):
    for count in (1, 2):
        for _ in range(count):
            SpaceFactory.open(public_holidays="closed")
        with django_assert_num_queries(4):
            list(Space.objects.open_at(datetime(2026, 6, 16, 10, tzinfo=UTC)))
        with django_assert_num_queries(4):
            list(Space.objects.open_at(datetime(2026, 7, 14, 10, tzinfo=UTC)))
        with django_assert_num_queries(5):
            list(Space.objects.open_at(datetime(2026, 4, 3, 10, tzinfo=UTC)))


def test_layers_cost_few_queries_however_many_places(django_assert_num_queries):
    def make():
        space = SpaceFactory.open(public_holidays="closed", commune=CommuneFactory())
        on_dates(space, date(2026, 6, 16), hours=("10:00", "12:00"))
        room = ResourceFactory(space=space, has_own_hours=True)
        open_weekly(room, [0], ("10:00", "11:00"))
        on_dates(room, date(2026, 6, 16))
        return space, [room, ResourceFactory(space=space)]

    on_dates(None, date(2026, 7, 14))
    first = make()
    with django_assert_num_queries(3):
        space_layers([first[0]])
    with django_assert_num_queries(2):
        resource_layers(first[1])
    more = [first, make(), make()]
    with django_assert_num_queries(3):
        space_layers([space for space, _ in more])
    with django_assert_num_queries(2):
        found = resource_layers([room for _, rooms in more for room in rooms])
    assert len(found) == 6


def test_layers_of_a_resource_add_its_own_hours_to_its_space():
    space = SpaceFactory.open(hours=("09:00", "18:00"))
    own, plain, closed = (ResourceFactory(space=space, has_own_hours=flag) for flag in (True, False, True))
    open_weekly(own, [1], ("10:00", "11:00"))
    open_weekly(plain, [1], ("01:00", "02:00"))  # written once, then switched back to the space's
    on_dates(plain, date(2026, 6, 17))

    layers = resource_layers([own, plain, closed])

    def hours(resource, day):
        return list(layers[resource.pk].hours_by_day(day, day)[day][0])

    assert hours(own, date(2026, 6, 16)) == [(600, 660)]
    assert hours(plain, date(2026, 6, 16)) == [(540, 1080)]
    assert hours(plain, date(2026, 6, 17)) == []
    assert hours(closed, date(2026, 6, 16)) == []


def test_resources_without_hours_of_their_own_share_one_object():
    space = SpaceFactory.open()
    rooms = [ResourceFactory(space=space) for _ in range(3)]

    assert len({id(layers) for layers in resource_layers(rooms).values()}) == 1

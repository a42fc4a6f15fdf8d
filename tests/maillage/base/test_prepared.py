"""A prepared query gives what its queryset would, however often it is asked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import DateTimeField
from django.test.utils import CaptureQueriesContext

from maillage.base.instants import to_instant
from maillage.base.prepared import Among, AsInstant, Gathered, Prepared, Slot
from maillage.users.models import User

pytestmark = pytest.mark.django_db

JOINED = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
COLUMNS = ("pk", "name", "date_joined", "is_active", "uuid")


@pytest.fixture
def people():
    return [
        User.objects.create_user(
            f"p{number}@example.org", name=f"P{number}", date_joined=JOINED + timedelta(days=number)
        )
        for number in range(4)
    ]


def prepared() -> Prepared:
    return Prepared(
        lambda: User.objects.filter(
            Among("pk", "people"), date_joined__gt=Slot("after", DateTimeField()), name=Slot("name")
        ).values_list(*COLUMNS)
    )


def test_prepared_gives_the_rows_of_its_queryset_with_their_types(people):
    found = prepared().rows(people=[one.pk for one in people], after=JOINED, name="P2")

    assert found == list(User.objects.filter(name="P2").values_list(*COLUMNS))
    assert [type(value) for value in found[0]] == [int, str, datetime, bool, type(people[0].uuid)]


def test_prepared_answers_each_question_anew(people):
    query = prepared()
    everybody = {one.pk for one in people}

    assert query.rows(people=everybody, after=JOINED, name="P3")[0][1] == "P3"
    assert query.rows(people=everybody, after=JOINED, name="P0") == []  # joined at that instant, not after
    assert query.rows(people=everybody - {people[3].pk}, after=JOINED, name="P3") == []
    assert query.rows(people=[], after=JOINED, name="P3") == []


def test_prepared_takes_values_as_values(people):
    assert prepared().rows(people=[people[1].pk], after=JOINED, name="' OR 1=1 --") == []


def test_prepared_asks_the_database_once_each_time(people):
    query = prepared()
    query.rows(people=[people[1].pk], after=JOINED, name="P1")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        query.rows(people=[people[1].pk], after=JOINED, name="P1")

    assert len(queries) == 1


@pytest.mark.parametrize(
    "moment",
    [
        JOINED,
        datetime(2026, 10, 25, 0, 59, 59, 999999, tzinfo=UTC),
        datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2105, 12, 31, 23, 59, 59, 123457, tzinfo=UTC),
        datetime(2199, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_as_instant_is_the_instant_to_the_microsecond(moment):
    person = User.objects.create_user("p@example.org", date_joined=moment)
    query = Prepared(lambda: User.objects.filter(Among("pk", "people")).values_list(AsInstant("date_joined")))

    assert query.rows(people=[person.pk]) == [(to_instant(moment),)]


def test_gathered_lists_are_in_one_order(people):
    query = Prepared(
        lambda: (
            User.objects.filter(Among("pk", "people"))
            .order_by()
            .values("is_active")
            .annotate(joined=Gathered(AsInstant("date_joined")), keys=Gathered("pk"))
            .values_list("is_active", "joined", "keys")
        )
    )

    [(is_active, joined, keys)] = query.rows(people=[one.pk for one in people])

    assert is_active is True
    assert dict(zip(keys, joined, strict=True)) == {one.pk: to_instant(one.date_joined) for one in people}

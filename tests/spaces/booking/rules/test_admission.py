"""Whom a resource is for: by name, by what it is sold for, and both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.booking.rules.admission import Admission

MEMBERS, RESIDENTS, STUDENTS = 1, 2, 3
NAMES = {MEMBERS: "Adhérents", RESIDENTS: "Résidents", STUDENTS: "Étudiants"}
EVERYBODY = None

people = st.frozensets(st.sampled_from(sorted(NAMES)))
prices = st.frozensets(st.sampled_from([EVERYBODY, *sorted(NAMES)]))


def admission(named=(), sold_to=()) -> Admission:
    return Admission(frozenset(named), frozenset(sold_to), NAMES)


@pytest.mark.parametrize(
    ("named", "sold_to", "own", "may_book"),
    [
        ((), (), (), True),
        ((), (EVERYBODY, MEMBERS), (), True),
        ((), (MEMBERS,), (), False),
        ((), (MEMBERS,), (MEMBERS,), True),
        ((MEMBERS, RESIDENTS), (), (RESIDENTS,), True),
        ((MEMBERS,), (), (STUDENTS,), False),
        ((MEMBERS,), (EVERYBODY,), (), False),
        ((MEMBERS, RESIDENTS), (MEMBERS,), (RESIDENTS,), False),
        ((MEMBERS, RESIDENTS), (MEMBERS,), (MEMBERS, RESIDENTS), True),
    ],
)
def test_lets_in_who_is_named_and_has_a_price(named, sold_to, own, may_book):
    assert admission(named, sold_to).lets_in(own) is may_book


@pytest.mark.parametrize(
    ("named", "sold_to", "whom"),
    [
        ((), (), []),
        ((RESIDENTS, MEMBERS), (), ["Adhérents", "Résidents"]),
        ((), (RESIDENTS, MEMBERS), ["Adhérents", "Résidents"]),
        ((), (EVERYBODY, MEMBERS), []),
        ((MEMBERS, RESIDENTS), (MEMBERS, STUDENTS), ["Adhérents"]),
        ((MEMBERS,), (EVERYBODY, RESIDENTS), ["Adhérents"]),
    ],
)
def test_says_whom_one_has_to_be_one_of(named, sold_to, whom):
    assert admission(named, sold_to).whom == whom


@given(named=people, sold_to=prices, own=people)
def test_nobody_is_let_in_beyond_the_named_or_for_nothing(named, sold_to, own):
    may_book = admission(named, sold_to).lets_in(own)

    is_named = not named or any(one in named for one in own)
    has_price = not sold_to or EVERYBODY in sold_to or any(one in sold_to for one in own)
    assert may_book == (is_named and has_price)


@given(named=people, sold_to=prices, own=people, more=people)
def test_one_more_plan_never_keeps_somebody_out(named, sold_to, own, more):
    rule = admission(named, sold_to)

    assert not rule.lets_in(own) or rule.lets_in(own | more)
    assert rule.is_for_everybody == rule.lets_in(())

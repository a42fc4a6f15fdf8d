"""What is shown travels in a form and comes back as it was; more of anything than that is not agreed to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spaces.booking.forms import shown
from spaces.booking.rules.outlay import Outlay, Taken, beyond

AMOUNTS = st.integers(0, 10**8 - 1)
TAKEN = st.dictionaries(st.tuples(st.sampled_from("AB"), st.sampled_from(["minutes", "days"])), st.integers(0, 9))
OUTLAYS = st.builds(Outlay, AMOUNTS, AMOUNTS, AMOUNTS)


@given(OUTLAYS)
def test_form_brings_back_what_it_was_given(outlay):
    assert shown({"total": str(outlay)}) == outlay


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("2400", Outlay(2400)),
        ("2400+60", Outlay(2400, 60)),
        ("", Outlay()),
        ("-1+x+2", Outlay(0, 0, 2)),
        ("1+2+3+4", Outlay(1, 2)),
        ("9" * 5000, Outlay()),
    ],
)
def test_form_says_nothing_of_what_is_no_number_of_ours(sent, said):
    assert shown({"total": sent}) == said


@given(OUTLAYS, OUTLAYS)
def test_less_of_one_thing_is_no_reason_for_more_of_another(now, agreed):
    goes_beyond = now.cents > agreed.cents or now.minutes > agreed.minutes or now.days > agreed.days

    assert now.goes_beyond(agreed) == goes_beyond
    assert not now.goes_beyond(now)


@given(OUTLAYS)
def test_cents_that_nobody_asked_about_are_as_they_may_be(now):
    assert not now.goes_beyond(now._replace(cents=None))


@given(TAKEN, TAKEN)
def test_what_is_taken_beyond_and_given_back_make_one_of_the_other(had, has):
    before, after = ([Taken(*key, amount) for key, amount in taken.items()] for taken in (had, has))
    more, less = (
        {(one.plan, one.unit): one.amount for one in found} for found in (beyond(after, before), beyond(before, after))
    )

    assert not more.keys() & less.keys() and all([*more.values(), *less.values()])
    for key in had.keys() | has.keys():
        assert had.get(key, 0) + more.get(key, 0) - less.get(key, 0) == has.get(key, 0)

"""What giving a booking back costs: against a naive reading of the tiers."""

from hypothesis import given
from hypothesis import strategies as st

from maillage.base.instants import MINUTE
from spaces.booking.rules.policy import CancellationTier, Policy, Step, share

START = 1_000_000 * MINUTE
HALF_THEN_ALL = Policy(tiers=(CancellationTier(2880, 50), CancellationTier(1440, 100)))

policies = st.builds(
    Policy,
    version=st.integers(0, 9),
    tiers=st.lists(
        st.builds(CancellationTier, notice_min=st.integers(1, 5000), kept_percent=st.integers(0, 100)), max_size=5
    ).map(tuple),
    cancel_notice_min=st.none() | st.integers(0, 5000),
    release_after_min=st.none() | st.integers(0, 120),
    no_show_percent=st.integers(0, 100),
    floor_percent=st.integers(0, 100),
    floor_cents=st.integers(0, 5000),
)


def before(minutes: int) -> int:
    return START - minutes * MINUTE


def test_cancelling_exactly_at_the_limit_is_still_free():
    at = {minutes: HALF_THEN_ALL.kept_percent(START, before(minutes)) for minutes in (5000, 2880, 2879, 1440, 1439, 0)}

    assert at == {5000: 0, 2880: 0, 2879: 50, 1440: 50, 1439: 100, 0: 100}
    assert list(HALF_THEN_ALL.steps(START)) == [Step(before(2880), 50), Step(before(1440), 100)]


def test_nothing_said_is_free_until_the_end_and_nobody_is_released():
    nothing = Policy()

    assert nothing.kept_percent(START, START) == 0
    assert list(nothing.steps(START)) == []
    assert nothing.last_cancellation(START, START + MINUTE) == START + MINUTE
    assert nothing.released_at(START) is None


def test_people_cancel_until_so_long_before():
    assert Policy(cancel_notice_min=60).last_cancellation(START, START + MINUTE) == before(60)
    assert Policy(cancel_notice_min=0).last_cancellation(START, START + MINUTE) == START
    assert Policy(release_after_min=30).released_at(START) == START + 30 * MINUTE


@given(policies, st.integers(-100, 6000))
def test_steps_say_what_a_cancellation_costs(policy, minutes):
    at = before(minutes)
    said = max((step.kept_percent for step in policy.steps(START) if at > step.after), default=policy.floor_percent)

    assert policy.kept_percent(START, at) == said


@given(policies, st.integers(-100, 6000), st.integers(0, 600))
def test_waiting_never_makes_it_cheaper(policy, minutes, later):
    assert policy.kept_percent(START, before(minutes)) <= policy.kept_percent(START, before(minutes - later))


@given(policies)
def test_a_booking_keeps_its_conditions_as_json(policy):
    assert Policy.of(policy.document) == policy


def test_shares_are_rounded_to_the_cent():
    assert [share(1001, percent) for percent in (0, 33, 50, 100)] == [0, 330, 501, 1001]

"""A date that moves."""

from datetime import UTC, date, datetime, time

import pytest

from events.agenda.rules.changes import Move
from maillage.base.zones import get_zone

PARIS = get_zone("Europe/Paris")
START, END = datetime(2027, 1, 5, 17, tzinfo=UTC), datetime(2027, 1, 5, 19, tzinfo=UTC)  # 18:00 to 20:00


@pytest.mark.parametrize(
    ("move", "start", "end"),
    [
        (Move(), START, END),
        (Move(new_on=date(2027, 1, 6)), datetime(2027, 1, 6, 17, tzinfo=UTC), datetime(2027, 1, 6, 19, tzinfo=UTC)),
        (Move(starts=time(9)), datetime(2027, 1, 5, 8, tzinfo=UTC), datetime(2027, 1, 5, 10, tzinfo=UTC)),
        (Move(ends=time(21)), START, datetime(2027, 1, 5, 20, tzinfo=UTC)),
        (
            Move(starts=time(22), ends=time(1)),
            datetime(2027, 1, 5, 21, tzinfo=UTC),
            datetime(2027, 1, 6, 0, tzinfo=UTC),
        ),
        # Across the change of clocks, the hour on the wall is kept and so is the length.
        (Move(new_on=date(2027, 4, 6)), datetime(2027, 4, 6, 16, tzinfo=UTC), datetime(2027, 4, 6, 18, tzinfo=UTC)),
    ],
)
def test_date_moves_on_the_wall_clock_of_its_place(move, start, end):
    assert move.apply(START, END, PARIS) == (start, end)

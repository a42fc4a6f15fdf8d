"""The day's starts as a table: what stands in which column, without a database."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from spaces.booking.pages.slot_table import lay_out
from spaces.booking.rules.refusals import Refusal
from spaces.booking.services.board import Row, Slot
from tests.reading import plain

PARIS = ZoneInfo("Europe/Paris")
FREE = None


def slot(start: str, code=FREE, *, minutes=60, free=1) -> Slot:
    at = datetime.fromisoformat(start)
    at = at.replace(tzinfo=PARIS) if at.tzinfo is None else at.astimezone(PARIS)
    end = (at.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(PARIS)
    return Slot(at, end, free, code)


def row(*slots: Slot, pk=1, step=60, minutes=60, is_pool=False) -> Row:
    return Row(SimpleNamespace(pk=pk, step=step, is_pool=is_pool), minutes, None, tuple(slots))


def table(*rows: Row, locked=frozenset(), unit_min=None):
    with override("en"):
        return lay_out(rows, PARIS, locked=locked, url_of=lambda row, slot: slot.start.isoformat(), unit_min=unit_min)


def drawn(cells) -> list[tuple[str, int]]:
    return [(cell["kind"], cell["span"]) for cell in cells]


def test_hours_are_columns_and_starts_are_cells():
    taken = slot("2026-06-16T10:00", Refusal.ALREADY_BOOKED)

    found = table(row(slot("2026-06-16T09:00"), taken, slot("2026-06-16T11:00")))

    assert found.columns == [{"label": f"{hour}:00", "span": 1} for hour in ("09", "10", "11")]
    assert drawn(found.cells[0]) == [("free", 1), ("busy", 1), ("free", 1)]


def test_cells_are_as_wide_as_the_step():
    hourly = row(slot("2026-06-16T09:00"), slot("2026-06-16T10:00"), pk=1)
    halves = row(slot("2026-06-16T09:30"), slot("2026-06-16T10:00"), pk=2, step=30)
    doubles = row(slot("2026-06-16T09:00"), pk=3, step=120)

    found = table(hourly, halves, doubles)

    assert [column["span"] for column in found.columns] == [2, 2]
    assert drawn(found.cells[0]) == [("free", 2), ("free", 2)]
    assert drawn(found.cells[1]) == [("closed", 1), ("free", 1), ("free", 1), ("closed", 1)]
    assert drawn(found.cells[2]) == [("free", 4)]


def test_finer_starts_than_columns_share_one_and_the_free_one_shows():
    quarters = [slot("2026-06-16T09:00", Refusal.BLOCKED), slot("2026-06-16T09:15"), slot("2026-06-16T09:30")]

    found = table(row(*quarters, step=15), unit_min=60)

    assert drawn(found.cells[0]) == [("free", 1)]
    assert found.cells[0][0]["url"] == "2026-06-16T09:15:00+02:00"


def halves(cells) -> list[tuple[str, str, bool]]:
    return [(cell["half"], plain(cell["hours"]), cell["is_taken"]) if "half" in cell else () for cell in cells]


def test_hour_that_is_free_in_one_half_only_says_which():
    taken = Refusal.ALREADY_BOOKED
    codes = {"09:00": FREE, "09:30": taken, "10:00": taken, "10:30": FREE, "11:00": FREE, "11:30": FREE}
    codes |= {"12:00": Refusal.IN_THE_PAST, "12:30": FREE}
    starts = [slot(f"2026-06-16T{hour}", code, minutes=30) for hour, code in codes.items()]

    found = table(row(*starts, step=30, minutes=30), unit_min=60)

    early, late = ("early", "09:00–09:30", True), ("late", "10:30–11:00", True)
    assert halves(found.cells[0]) == [early, late, (), ("late", "12:30–13:00", False)]


def test_hour_that_is_free_for_what_is_asked_is_whole():
    """From two o’clock, not from half past: what is free is there until three."""
    starts = [slot("2026-06-16T14:00"), slot("2026-06-16T14:30", Refusal.ALREADY_BOOKED)]

    assert halves(table(row(*starts, step=30), unit_min=60).cells[0]) == [()]


def test_hour_in_which_the_doors_open_is_half_free():
    opening = row(slot("2026-06-16T09:30"), slot("2026-06-16T10:30"))

    assert halves(table(opening, unit_min=60).cells[0]) == [("late", "09:30–10:00", False), ()]


def test_cell_with_nothing_in_it_says_why():
    codes = [Refusal.IN_THE_PAST, Refusal.TOO_SOON, FREE, Refusal.CLOSED, Refusal.ALREADY_BOOKED]
    starts = [slot(f"2026-06-16T{hour:02}:00", code) for hour, code in enumerate(codes, 9)]
    other = row(*(slot(f"2026-06-16T{hour:02}:00") for hour in range(9, 15)), pk=2)

    said = [(cell["kind"], cell.get("why")) for cell in table(row(*starts), other).cells[0]]

    assert said == [
        ("past", "in the past"),
        ("closed", "too late to book"),
        ("free", None),
        ("closed", "too short for 1 h"),
        ("busy", ""),
        ("closed", "closed"),
    ]


def test_hours_in_which_nothing_can_be_booked_are_left_out():
    night = row(slot("2026-06-16T00:00"), slot("2026-06-16T01:00"), slot("2026-06-16T18:00"))
    past = row(slot("2026-06-16T02:00", Refusal.IN_THE_PAST), slot("2026-06-16T18:00", Refusal.CLOSED), pk=2)

    found = table(night, past)

    assert [column["label"] for column in found.columns] == ["00:00", "01:00", "18:00"]
    assert drawn(found.cells[1]) == [("closed", 2), ("closed", 1)]


def test_autumn_night_has_two_columns_for_its_repeated_hour():
    night = ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00"]

    found = table(row(*map(slot, night)))

    assert [column["label"] for column in found.columns] == ["02:00 (UTC+2)", "02:00 (UTC+1)", "03:00"]
    assert [cell["url"] for cell in found.cells[0]] == night


def test_locked_starts_lead_nowhere():
    found = table(row(slot("2026-06-16T09:00"), slot("2026-06-16T10:00", Refusal.POOL_FULL)), locked={1})

    assert drawn(found.cells[0]) == [("locked", 1), ("busy", 1)]
    assert "url" not in found.cells[0][0]


def test_nothing_to_choose_from_is_no_table():
    assert table(row(slot("2026-06-16T09:00", Refusal.TOO_FAR))).columns == []
    assert table().cells == []


STARTS = st.lists(st.integers(0, 95), unique=True, max_size=20).map(sorted)
CODES = st.sampled_from([FREE, Refusal.ALREADY_BOOKED, Refusal.IN_THE_PAST, Refusal.CLOSED, Refusal.TOO_FAR])


@given(st.lists(st.tuples(STARTS, CODES, st.sampled_from([15, 30, 60, 120])), min_size=1, max_size=4))
def test_every_row_fills_its_columns_and_loses_no_free_start(days):
    midnight = datetime(2026, 6, 15, 22, tzinfo=UTC)
    rows = [
        row(*(slot((midnight + timedelta(minutes=15 * at)).isoformat(), code) for at in starts), pk=pk, step=step)
        for pk, (starts, code, step) in enumerate(days)
    ]

    found = table(*rows)

    width = sum(column["span"] for column in found.columns)
    assert all(sum(cell["span"] for cell in cells) == width for cells in found.cells)
    for one, cells in zip(rows, found.cells, strict=True):
        offered = [cell["url"] for cell in cells if cell["kind"] == "free"]
        assert offered == [free.start.isoformat() for free in one.free_slots]

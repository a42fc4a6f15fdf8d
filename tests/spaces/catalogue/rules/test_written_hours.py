"""Hours as people type them."""

import pytest

from spaces.catalogue.rules.written_hours import overlap, read_time, read_windows, write_windows


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("9", 540), ("9h", 540), ("9 h", 540), ("9h30", 570), ("9 h 30", 570), ("09:30", 570), ("9.30", 570),
     ("0:00", 0), ("24:00", 1440), ("23h59", 1439)],
)  # fmt: skip
def test_read_time(text, minutes):
    assert read_time(text) == minutes


@pytest.mark.parametrize("text", ["", "25h", "24:01", "9h60", "neuf", "9-10", "-1", "9h5", "99:99", "1e1"])
def test_read_time_refuses(text):
    with pytest.raises(ValueError):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("", ()),
        ("  ", ()),
        ("9h-12h30, 14h-18h", ((540, 750), (840, 1080))),
        ("14:00–18:00 et 09:00–12:00", ((540, 720), (840, 1080))),
        ("9 h à 12 h ; 14 h — 18 h", ((540, 720), (840, 1080))),
        ("18h-2h", ((1080, 120),)),
        ("0h-24h", ((0, 1440),)),
    ],
)
def test_read_windows(text, windows):
    assert read_windows(text) == windows


@pytest.mark.parametrize("text", ["9h", "9h-", "9h-12h-14h", "matin", "24h-2h", "9h-12h, x"])
def test_read_windows_refuses_and_names_the_part(text):
    with pytest.raises(ValueError) as refusal:
        read_windows(text)
    assert str(refusal.value) in text


def test_written_windows_can_be_read_back():
    windows = ((540, 720), (840, 1440), (1080, 120))

    assert write_windows(windows) == "09:00–12:00, 14:00–24:00, 18:00–02:00"
    assert read_windows(write_windows(windows)) == windows


@pytest.mark.parametrize(
    ("windows", "found"),
    [
        ([(540, 720), (720, 1080)], None),
        ([(540, 720), (700, 1080)], ((540, 720), (700, 1080))),
        ([(1080, 120), (1200, 1300)], ((1080, 120), (1200, 1300))),
        ([], None),
    ],
)
def test_overlap(windows, found):
    assert overlap(windows) == found

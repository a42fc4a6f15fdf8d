"""The worked examples of the booking rules, as an operator meets them: a network document in, `availability` out.

71, 75, 79, 81 and what the staff decides are told by the services and the API; here is what the command says.
"""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db

EVERY_DAY = ("mo", "tu", "we", "th", "fr", "sa", "su")
LONG_AGO = "2026-01-01T00:00"
TUESDAY = "2026-06-16"

SAID = {"zone", "exceptions", "others", "rules"}

Part = dict[str, Any]


@pytest.fixture
def bring_in(tmp_path):
    """Bring a document in by the command."""

    def command(said: Part) -> None:
        path = tmp_path / "network.json"
        path.write_text(json.dumps(said))
        call_command("import_network", str(path), stdout=StringIO())

    return command


@pytest.fixture
def starts(bring_in):
    """`starts(hours, bookings, day, d=…, s=…)`: the free starts of a resource `r` whose other rules are all unset."""

    def ask(hours: list[Part], bookings: list[Part], day: str, **asked: Any) -> list[str]:
        said = {name: asked.pop(name) for name in SAID & asked.keys()}
        bring_in(document(hours, bookings, step=asked.pop("s", 60), **said))
        return free(day, **asked)

    return ask


def weekly(*windows: str, days: tuple[str, ...] = EVERY_DAY) -> list[Part]:
    """`weekly("09:00-18:00")`."""
    return [{"days": list(days), "opens": window[:5], "closes": window[6:]} for window in windows]


def booked(hours: str, *, resource: str = "r", **more: Any) -> Part:
    """`booked("10:00-11:00")` of that Tuesday; 24:00 ends it."""
    start, end = hours.split("-")
    end = "2026-06-17T00:00" if end == "24:00" else f"{TUESDAY}T{end}"
    return {"resource": f"a/{resource}", "start": f"{TUESDAY}T{start}", "end": end, **more}


def document(hours: list[Part], bookings: list[Part], *, step: int = 60, **said: Any) -> Part:
    resource = {"slug": "r", "step": step, "min_duration": 0, **said.get("rules", {})}
    space = {
        "slug": "a",
        "time_zone": said.get("zone", "Europe/Paris"),
        "opening_hours": hours,
        "exceptions": said.get("exceptions", []),
        "resources": [resource, *said.get("others", [])],
    }
    return {"format": "maillage-network/1", "spaces": [space], "bookings": bookings}


def free(day: str, *, d: int = 60, until: str = "", now: str = LONG_AGO, of: str = "r") -> list[str]:
    """What the command answers."""
    out = StringIO()
    asked = ["--from", day, "--until", until or day, "--duration", str(d), "--now", now]
    call_command("availability", f"a/{of}", *asked, "--json", stdout=out)
    return json.loads(out.getvalue())["starts"]


def hours_of(found: list[str]) -> list[str]:
    """As the clock on the wall shows them, without ":00"."""
    return [start[11:16].removesuffix(":00") for start in found]


# number: hours, bookings, day, what is asked, the wall-clock starts
ON_THE_WALL = {
    "10": (weekly("02:00-03:00", days=("su",)), [], "2026-03-29", {}, []),
    "31": (weekly("18:00-02:00", days=("tu",)), [], TUESDAY, {"d": 120}, ["18", "19", "20", "21", "22", "23"]),
    "31, on the 17th": (weekly("18:00-02:00", days=("tu",)), [], "2026-06-17", {"d": 120}, ["00"]),
    "32": (
        weekly("23:00-24:00", days=("tu",)) + weekly("00:00-00:30", days=("we",)), [], TUESDAY,
        {"d": 90, "s": 30, "until": "2026-06-17"}, ["23"],
    ),
    "34": (weekly("00:00-24:00"), [booked("22:00-24:00")], "2026-06-17", {}, [f"{hour:02}" for hour in range(24)]),
    "35": (
        weekly("18:00-02:00"), [], "2026-06-17",
        {"exceptions": [{"from": "2026-06-17"}]}, ["00", "01"],
    ),
    "38": (weekly("00:00-24:00"), [booked("12:00-13:00")], TUESDAY, {"rules": {"block_whole_day": True}}, []),
    "38, the next day": (
        weekly("00:00-24:00"), [booked("12:00-13:00")], "2026-06-17",
        {"d": 1440, "s": 1440, "rules": {"block_whole_day": True, "buffer_before": 60, "buffer_after": 60}}, ["00"],
    ),
    "41": (
        weekly("09:00-18:00"), [booked("10:00-11:00"), booked("12:00-13:00")], TUESDAY, {},
        ["09", "11", "13", "14", "15", "16", "17"],
    ),
    "49": (weekly("09:00-19:00"), [booked("13:00-16:00")], TUESDAY, {"s": 120}, ["09", "11", "17"]),
    "60, closed": (
        weekly("09:00-18:00"), [], "2026-07-14", {"exceptions": [{"from": "2026-07-14"}]}, [],
    ),
    "60, shorter": (
        weekly("09:00-18:00"), [], "2026-12-24",
        {"exceptions": [{"from": "2026-12-24", "hours": [{"opens": "09:00", "closes": "12:00"}]}]}, ["09", "10", "11"],
    ),
    "60, a Sunday": (
        weekly("09:00-18:00", days=("mo",)), [], "2026-09-20",
        {"d": 120, "s": 120, "exceptions": [{"from": "2026-09-20", "hours": [{"opens": "10:00", "closes": "18:00"}]}]},
        ["10", "12", "14", "16"],
    ),
    "62": (
        weekly("09:00-12:00"), [booked("10:00-11:00"), booked("11:00-12:00"), booked("09:30-11:00")], TUESDAY,
        {"d": 180, "rules": {"capacity": 3}}, ["09"],
    ),
    "64": (
        weekly("09:00-12:00"), [booked("10:00-12:00"), booked("10:00-11:00"), booked("11:00-12:00")], TUESDAY,
        {"d": 180, "rules": {"capacity": 2}}, [],
    ),
    "67": (
        weekly("09:00-18:00"), [booked("09:00-12:00"), booked("11:00-14:00"), booked("13:00-16:00")], TUESDAY,
        {"rules": {"capacity": 2}}, ["09", "10", "12", "14", "15", "16", "17"],
    ),
    "67, the whole day": (
        weekly("09:00-18:00"), [booked("09:00-12:00"), booked("11:00-14:00"), booked("13:00-16:00")], TUESDAY,
        {"d": 540, "rules": {"capacity": 2}}, [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("hours", "bookings", "day", "asked", "expected"), ON_THE_WALL.values(), ids=ON_THE_WALL)
def test_example(starts, hours, bookings, day, asked, expected):
    assert hours_of(starts(hours, bookings, day, **asked)) == expected


SUNDAYS = weekly("02:30-05:00", days=("su",))

# number: zone, hours, day, duration and step, starts with their offsets
WITH_OFFSETS = {
    "1": ("Europe/Paris", weekly("00:00-06:00"), "2026-03-29", 60, "00:00+01 01:00+01 03:00+02 04:00+02 05:00+02"),
    "2": (
        "Europe/Paris", weekly("00:00-06:00"), "2026-10-25", 60,
        "00:00+02 01:00+02 02:00+02 02:00+01 03:00+01 04:00+01 05:00+01",
    ),
    "5, before": ("Europe/Paris", weekly("09:00-10:00"), "2026-03-28", 60, "09:00+01"),
    "5, after": ("Europe/Paris", weekly("09:00-10:00"), "2026-03-30", 60, "09:00+02"),
    "9": (
        "Europe/Paris", SUNDAYS, "2026-10-25", 30,
        "02:30+02 02:00+01 02:30+01 03:00+01 03:30+01 04:00+01 04:30+01",
    ),
    "21, before Ramadan": ("Africa/Casablanca", weekly("09:00-11:00"), "2026-02-14", 60, "09:00+01 10:00+01"),
    "21, in Ramadan": ("Africa/Casablanca", weekly("09:00-11:00"), "2026-02-16", 60, "09:00+00 10:00+00"),
    "21, after Ramadan": ("Africa/Casablanca", weekly("09:00-11:00"), "2026-03-22", 60, "09:00+01 10:00+01"),
}  # fmt: skip


@pytest.mark.parametrize(("zone", "hours", "day", "d", "expected"), WITH_OFFSETS.values(), ids=WITH_OFFSETS)
def test_example_by_the_offset(starts, zone, hours, day, d, expected):
    found = starts(hours, [], day, d=d, s=d, zone=zone)

    assert " ".join(start[11:16] + start[19:22] for start in found) == expected


TWICE = [
    booked("10:00-11:30", buffer_before=30, buffer_after=30),
    booked("13:00-15:30", buffer_before=30, buffer_after=30),
]

# number: hours, bookings, what is asked, the first start
FIRST = {
    "43, 30/30": (weekly("10:00-20:00"), TWICE, {"d": 30, "s": 30, "rules": {"buffer_before": 30, "buffer_after": 30}}, "12"),
    "43, 60/60": (weekly("10:00-20:00"), TWICE, {"d": 30, "s": 30, "rules": {"buffer_before": 60, "buffer_after": 60}}, "16:30"),
    "43, 0/60": (weekly("10:00-20:00"), TWICE, {"d": 30, "s": 30, "rules": {"buffer_after": 60}}, "16"),
    "44": (
        weekly("09:00-13:00"), [booked("09:00-10:00", buffer_after=30)],
        {"s": 15, "rules": {"buffer_before": 15}}, "10:30",
    ),
    "46": (
        weekly("02:00-03:00", "06:00-07:00", "08:00-09:00"), [booked("04:00-05:00")],
        {"d": 30, "rules": {"buffer_before": 120, "buffer_after": 120}}, "08",
    ),
    "51": (weekly("10:00-12:00"), [], {"d": 15, "s": 15, "now": f"{TUESDAY}T10:00:01"}, "10:15"),
}  # fmt: skip


@pytest.mark.parametrize(("hours", "bookings", "asked", "expected"), FIRST.values(), ids=FIRST)
def test_example_by_the_first_start(starts, hours, bookings, asked, expected):
    assert hours_of(starts(hours, bookings, TUESDAY, **asked))[0] == expected


HALL = [{"slug": "r1", "parent": "r"}, {"slug": "r2", "parent": "r"}, {"slug": "desk", "parent": "r1"}]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [("r1", {"r": [], "r1": [], "r2": ["10"], "desk": []}), ("r", {"r": [], "r1": [], "r2": [], "desk": []})],
)
def test_example_68(bring_in, resource, expected):
    bring_in(document(weekly("10:00-11:00"), [booked("10:00-12:00", resource=resource)], others=HALL))

    assert {slug: hours_of(free(TUESDAY, of=slug)) for slug in expected} == expected


def test_example_72(bring_in):
    hold = booked("10:00-11:00", state="hold", expires=f"{TUESDAY}T10:05")
    bring_in(document(weekly("10:00-12:00"), [hold], step=1))

    assert free(TUESDAY, d=1, now=f"{TUESDAY}T10:04:59")[0][11:16] == "11:00"
    assert free(TUESDAY, d=1, now=f"{TUESDAY}T10:05:00")[0][11:16] == "10:05"

"""`make bench`: measure on a generated region, print one table, write var/bench.json.

usage: python -m tests.bench [--size small|region|nation]   (on the PostgreSQL that DATABASE_URL names)
"""

import argparse
import gc
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.bench.measure import Line

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"small": (4, 500, 5_000), "region": (100, 10_000, 100_000), "nation": (100, 10_000, 1_000_000)}


def main() -> int:
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--size", choices=SIZES, default="nation", help="how many bookings: 5,000, 100,000, 1,000,000")
    size = SIZES[asked.parse_args().size]
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("The benchmark needs PostgreSQL: make bench")
    os.environ["DJANGO_SETTINGS_MODULE"] = "maillage.settings.test"
    sys.path.append(str(ROOT / "site"))

    from tests import databases

    with databases.migrated("bench") as url:
        os.environ["DATABASE_URL"] = url
        django.setup()
        lines = measure(*size)
    from tests.bench.measure import table

    print(table(lines))
    written = ROOT / "var" / "bench.json"
    written.parent.mkdir(exist_ok=True)
    written.write_text(json.dumps([line.document() for line in lines], ensure_ascii=False, indent=1), encoding="utf-8")
    return int(any(line.holds is False for line in lines))


def measure(spaces: int, few: int, lots: int) -> "list[Line]":
    """The same questions with few bookings and with lots, then the race of writers."""
    from maillage.base import clock
    from tests.bench import booking
    from tests.bench.region import NOW, Region

    with clock.fixed(NOW):
        region = Region.make(spaces=spaces)
        gc.freeze()  # as a worker of the server does
        region.fill(few)
        before = booking.reads(region)
        region.fill(lots)
        after = booking.reads(region)
        grown = [after[name].grown_from(before[name], at_most=booking.MOST_GROWTH) for name in after]
        return [*before.values(), *grown, *booking.writes(region)]


if __name__ == "__main__":
    sys.exit(main())

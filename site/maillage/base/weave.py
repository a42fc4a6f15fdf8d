"""The woven picture of what has no photo: drawn from its identifier, always the same, in its family's
colours.

A cloth is described as weavers do: a structure (which threads pass over which), an order of warp
colours, an order of weft colours. The weft is drawn whole, then the warp only where it passes over:
a few hundred bytes a colour, no ids, no gradients. Colours are classes (`components/weave.css`), so
that light, dark and print each choose their own.
"""

import hashlib
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FAMILIES = ("place", "event", "people", "project")
CELL = 10

# Where the warp passes over the weft: one row of booleans a weft thread, repeated in both directions.
STRUCTURES = {
    "tabby": ["10", "01"],
    "twill": ["1100", "0110", "0011", "1001"],
    "steep twill": ["1110", "0111", "1011", "1101"],
    "basket": ["1100", "1100", "0011", "0011"],
    "herringbone": ["11000011", "01100110", "00111100", "10011001"],
    "hopsack": ["1001", "0110", "0110", "1001"],
    "satin": ["11010", "10110", "10101", "01101", "01011"],
}

# Orders of colours, mirrored like table linen; letters are classes: a deep, b middle, c light, s spark.
WARPS = ("aaabbaaa", "abab", "aabbaab", "aaaa", "abbbba", "aabaa", "bbaabb")
WEFTS = ("cccc", "ccbc", "cbcc", "ccbbcc", "bccb", "cccb", "cbbc")


@lru_cache(maxsize=4096)
def weave(identifier: str, family: str = "place", columns: int = 16, rows: int = 9) -> SafeString:
    """An SVG of `columns` × `rows` threads that fills its box (under 4 kB at 42 × 12)."""
    if family not in FAMILIES:
        raise ValueError(f"unknown family {family!r}: {', '.join(FAMILIES)}")
    seed = hashlib.sha256(str(identifier).encode()).digest()
    structure = list(STRUCTURES.values())[seed[0] % len(STRUCTURES)]
    warp = _threads(WARPS[seed[1] % len(WARPS)], columns, offset=seed[2], sparks=seed[3:5])
    weft = _threads(WEFTS[seed[5] % len(WEFTS)], rows, offset=seed[6], sparks=seed[7:8])
    paths = _weft_paths(weft, columns) + _warp_paths(warp, rows, structure)
    return format_html(
        '<svg class="weave weave-{}" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        family,
        columns * CELL,
        rows * CELL,
        mark_safe("".join(f'<path class="{part}" d="{line}"/>' for part, line in paths)),
    )


def _threads(order: str, count: int, *, offset: int, sparks: bytes) -> str:
    """`count` colours following `order`, with a bright thread at each of `sparks`."""
    colours = [order[(i + offset) % len(order)] for i in range(count)]
    for spark in sparks:
        colours[spark % count] = "s"
    return "".join(colours)


def _weft_paths(weft: str, columns: int) -> list[tuple[str, str]]:
    lines: dict[str, list[str]] = {}
    for row, colour in enumerate(weft):
        lines.setdefault(colour, []).append(f"M0 {row * CELL + CELL // 2}h{columns * CELL}")
    return [(f"weave-{colour}", "".join(parts)) for colour, parts in sorted(lines.items())]


def _warp_paths(warp: str, rows: int, structure: list[str]) -> list[tuple[str, str]]:
    lines: dict[str, list[str]] = {}
    for column, colour in enumerate(warp):
        for first, length in _runs_over(column, rows, structure):
            x = column * CELL + CELL // 2
            lines.setdefault(colour, []).append(f"M{x} {first * CELL}v{length * CELL}")
    return [(f"weave-{colour}", "".join(parts)) for colour, parts in sorted(lines.items())]


def _runs_over(column: int, rows: int, structure: list[str]) -> list[tuple[int, int]]:
    """(first row, length) of each stretch where this warp thread lies on top."""
    runs: list[tuple[int, int]] = []
    for row in range(rows):
        pattern = structure[row % len(structure)]
        if pattern[column % len(pattern)] == "0":
            continue
        if runs and sum(runs[-1]) == row:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((row, 1))
    return runs

"""Where things stand on the plan of a room, in hundredths of its width and height."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TypeVar

WHOLE = 100
FEWEST_COLUMNS = 4
FILLED = 0.7  # of its cell, so that one can walk between them
LARGEST = 20

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Box:
    """From the upper left corner of the plan."""

    x: int
    y: int
    width: int
    height: int

    @property
    def is_inside(self) -> bool:
        across, down = (self.x, self.width), (self.y, self.height)
        return all(start >= 0 and 0 < length <= WHOLE - start for start, length in (across, down))


def reading_order(boxes: Mapping[Key, Box]) -> list[Key]:
    """Line by line, as one reads. What begins above the middle of the first of a line is on that line."""
    lines: list[list[Key]] = []
    for key in sorted(boxes, key=lambda key: (boxes[key].y, boxes[key].x)):
        first = boxes[lines[-1][0]] if lines else None
        if first and boxes[key].y < first.y + first.height / 2:
            lines[-1].append(key)
        else:
            lines.append([key])
    return [key for line in lines for key in sorted(line, key=lambda key: boxes[key].x)]


def laid_out(count: int) -> list[Box]:
    """So many boxes of one size in rows, to begin with."""
    columns = max(FEWEST_COLUMNS, ceil(sqrt(count)))
    cell_width, cell_height = WHOLE / columns, WHOLE / max(ceil(count / columns), 1)
    width, height = (max(1, min(LARGEST, int(cell * FILLED))) for cell in (cell_width, cell_height))
    return [
        Box(
            x=int((number % columns) * cell_width + (cell_width - width) / 2),
            y=int((number // columns) * cell_height + (cell_height - height) / 2),
            width=width,
            height=height,
        )
        for number in range(count)
    ]

"""Pictures made ready for the components: light files in a few widths, with what to say of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Shown:
    """What `card`, `row`, `gallery` and `cover` take as `picture`."""

    url: str
    width: int
    height: int
    alt: str
    credit: str
    srcset: str


def shown(picture: Any, *, widths: Sequence[int], ratio: tuple[int, int] | None = None) -> Shown:
    """A picture in WebP at each of `widths`, cropped to `ratio` around its focal point, or whole.

    No query where `renditions` were prefetched and the files made before; a missing one is made now.
    """
    if ratio is None:
        specs = [f"width-{width}|format-webp" for width in widths]
    else:
        specs = [f"fill-{width}x{round(width * ratio[1] / ratio[0])}|format-webp" for width in widths]
    made = list(picture.get_renditions(*specs).values())
    first = made[0]
    return Shown(
        url=first.url,
        width=first.width,
        height=first.height,
        alt=picture.description,
        credit=picture.credit,
        srcset=", ".join(f"{one.url} {one.width}w" for one in made),
    )

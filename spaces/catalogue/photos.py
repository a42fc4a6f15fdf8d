"""The sizes in which a space's photos are shown, so that they can be made before anybody looks."""

from collections.abc import Sequence
from typing import TypedDict

from django_tasks import task

from maillage.base import pictures
from maillage.base.pictures import Shown
from spaces.catalogue.models import Space, SpacePhoto


class Shape(TypedDict):
    """How wide the files are, and their proportions."""

    widths: tuple[int, ...]
    ratio: tuple[int, int]


CARD: Shape = {"widths": (288, 576), "ratio": (4, 3)}
COVER: Shape = {"widths": (640, 1280, 1920), "ratio": (21, 7)}
GALLERY: Shape = {"widths": (480, 960), "ratio": (4, 3)}


def card_picture(space: Space) -> Shown | None:
    """The first photo as lines and cards show it."""
    photo = next(iter(space.photos.all()), None)
    return pictures.shown(photo.picture, **CARD) if photo else None


def page_pictures(photos: Sequence[SpacePhoto]) -> list[Shown]:
    """The photos of a space's page: the first one wide, the others for the gallery."""
    shapes = [COVER, *[GALLERY] * len(photos)]
    return [pictures.shown(photo.picture, **shape) for photo, shape in zip(photos, shapes, strict=False)]


@task()
def cut_photos(*, space_id: int) -> None:
    """Make every size of the photos of a space that is missing."""
    for space in Space.objects.for_listing().filter(pk=space_id):
        card_picture(space)
        page_pictures(list(space.photos.all()))

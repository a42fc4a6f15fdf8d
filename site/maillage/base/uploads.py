"""Files from people: believed by their content, never by their name."""

from io import BytesIO

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
MAX_SIDE_PX = 3200


class CleanPicture(ContentFile[bytes]):
    """A picture's bytes, with its size in pixels."""

    def __init__(self, content: bytes, *, name: str, width: int, height: int) -> None:
        super().__init__(content, name=name)
        self.width, self.height = width, height


def clean_picture(file: File) -> CleanPicture:
    """The same picture written anew: upright, at most 3,200 px, without EXIF, place or comments.

    Raises ValueError when the content is no picture of a kind we take.
    """
    file.seek(0)
    try:
        with Image.open(file) as picture:
            if picture.format not in FORMATS:
                raise ValueError(f"pictures are {', '.join(FORMATS)}, not {picture.format}")
            kind = picture.format
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError("this file is not a picture that can be read") from error
    upright.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
    if kind == "JPEG" and upright.mode not in ("L", "RGB"):
        upright = upright.convert("RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P" and (colours := upright.getpalette()):
        bare.putpalette(colours)
    out = BytesIO()
    bare.save(out, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {}))
    stem = (file.name or "picture").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return CleanPicture(out.getvalue(), name=f"{stem}.{FORMATS[kind]}", width=bare.width, height=bare.height)

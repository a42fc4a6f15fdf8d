"""Files from people: believed by their content, never by their name."""

from io import BytesIO

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
MAX_SIDE_PX = 3200


def clean_picture(file: File) -> ContentFile:
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
    if upright.mode == "P" and upright.getpalette():
        bare.putpalette(upright.getpalette())
    out = BytesIO()
    bare.save(out, kind, **({"quality": 88, "optimize": True} if kind == "JPEG" else {}))
    stem = (file.name or "picture").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    cleaned = ContentFile(out.getvalue(), name=f"{stem}.{FORMATS[kind]}")
    cleaned.width, cleaned.height = bare.size
    return cleaned

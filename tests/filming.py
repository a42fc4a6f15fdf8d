"""What stands before the camera of a real browser: a film that Chromium plays as if it were one.

It is as poor as those of a telephone in a hall: grey, grainy, the picture askew, a little blurred and never still.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFilter

SIZE = WIDTH, HEIGHT = 640, 480
GRAIN = 24
HELD = 260  # pixels, the width of what is held before the camera
FRAMES = 8


def arguments(film: Path, *, is_allowed: bool = True) -> list[str]:
    """What Chromium is started with, to see `film` whenever a page opens its camera and may, or may not.

    It is told so here because Chromium without windows asks nobody, whatever a context permits.
    """
    answer = "--use-fake-ui-for-media-stream" + ("" if is_allowed else "=deny")
    return ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}", answer]


def shoot(film: Path, picture: bytes | None = None) -> None:
    """Somebody walks in and holds `picture` up; without one, an empty hall."""
    hall = Image.effect_noise(SIZE, GRAIN)
    frames = [hall] * FRAMES
    if picture:
        held = Image.open(BytesIO(picture)).convert("RGBA")
        held = held.resize((HELD, HELD * held.height // held.width))
        frames = [hall, *(_hold(held, hall, step) for step in range(FRAMES))]
    film.write_bytes(b"".join([f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420\n".encode(), *map(_frame, frames)]))


def _hold(held: Image.Image, hall: Image.Image, step: int) -> Image.Image:
    scene, askew = hall.copy(), held.rotate(7 + step / 2, expand=True, resample=Image.Resampling.BICUBIC)
    scene.paste(askew.convert("L"), (150 + 3 * step, 60 + 2 * step), askew.getchannel("A"))
    return Image.blend(scene, hall, 0.2).filter(ImageFilter.GaussianBlur(0.8))


def _frame(picture: Image.Image) -> bytes:
    """Its light, then its two colours at half the size: none."""
    return b"FRAME\n" + picture.tobytes() + bytes([128]) * (WIDTH * HEIGHT // 2)

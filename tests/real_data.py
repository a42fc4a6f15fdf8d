"""Lists and calendars of the real world: they lie beside the project, never in it; without them their tests are skipped."""

from pathlib import Path

from django.conf import settings

DATA = next(
    (data for folder in Path(settings.ROOT).parents if (data := folder / "shared" / "data").is_dir()),
    settings.ROOT.parent / "shared" / "data",
)

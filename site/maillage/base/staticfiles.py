"""Static files for production: hashed, compressed, and the stylesheet in one piece.

`css/maillage.css` imports its parts, which browsers follow as they stand while one works on them.
Collected for production, the imports are replaced by what they name: one request instead of forty.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/maillage.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>[a-z]+)\))?;')
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)


class BundledStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with the stylesheet's imports inlined."""

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        if ENTRY in paths and not dry_run:
            whole = InMemoryStorage()
            whole.save(ENTRY, ContentFile(bundle(paths).encode()))
            paths = {**paths, ENTRY: (whole, ENTRY)}
        return super().post_process(paths, dry_run=dry_run, **options)


def bundle(paths: dict[str, tuple[Storage, str]]) -> str:
    """The entry with each import replaced by that file, in its layer."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as part:
            return COMMENT.sub("", part.read().decode())

    def inlined(found: re.Match[str]) -> str:
        content = read(f"css/{found['path']}").strip()
        return f"@layer {found['layer']} {{\n{content}\n}}" if found["layer"] else content

    return IMPORT.sub(inlined, read(ENTRY))

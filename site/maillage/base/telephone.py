"""Telephone numbers: kept in international form, shown as people read them."""

import re

FRENCH_DIALLING = {"0590": "590", "0690": "590", "0691": "590", "0594": "594", "0694": "594", "0596": "596",
                   "0696": "596", "0697": "596", "0262": "262", "0263": "262", "0269": "262", "0639": "262",
                   "0692": "262", "0693": "262"}  # fmt: skip
DIALLING = {"FR": "33", "MA": "212", "BE": "32", "CH": "41", "LU": "352", "DE": "49", "ES": "34", "IT": "39",
            "GB": "44", "PT": "351", "TN": "216", "DZ": "213", "SN": "221", "CI": "225",
            "MC": "377"}  # fmt: skip


def international(text: str, country: str = "FR") -> str | None:
    """The first number of `text` as +33…; short French ones as they are; None where there is none."""
    found = re.search(r"\+?\s*\d[\d .\-\u2011]*", re.sub(r"\s[-–]\s|/|\||;|,", "  / ", text.replace("(0)", "")))
    digits = re.sub(r"\D", "", found[0]) if found else ""
    if found and found[0].startswith("+"):
        digits = f"00{digits}"
    return _international(digits, country or "FR")


def _international(digits: str, country: str) -> str | None:
    own = DIALLING.get(country, "")
    if digits.startswith("00"):
        rest = digits[2:]
        if re.fullmatch(r"(590|594|596|262)\d{6}", rest):  # the overseas code that callers forget to repeat
            rest = rest[:3] + rest
    elif country == "FR" and re.fullmatch(r"0[1-9]\d{8}", digits):
        rest = FRENCH_DIALLING.get(digits[:4], own) + digits[1:]
    elif country == "FR" and re.fullmatch(r"[1-9]\d{8}", digits):
        rest = FRENCH_DIALLING.get(f"0{digits[:3]}", own) + digits
    elif country == "FR" and re.fullmatch(r"1\d|3\d{3}|11[58]\d{1,3}", digits):
        return digits
    elif own and digits.startswith(own) and len(digits) >= len(own) + 7:
        rest = digits
    elif own and country != "FR" and digits.startswith("0"):
        rest = own + digits[1:]
    else:
        rest = ""
    return f"+{rest}" if 8 <= len(rest) <= 15 else None


def link(phone: str) -> str:
    """The address that calls it, which has no spaces (RFC 3966)."""
    return f"tel:{''.join(phone.split())}"


def spaced(phone: str) -> str:
    """« +33 5 59 00 00 00 » as people read it: « 05 59 00 00 00 » for a French number."""
    digits = phone.removeprefix("+33")
    if digits != phone and len(digits) == 9 and digits.isdigit():
        national = f"0{digits}"
        return "\u00a0".join(national[start : start + 2] for start in range(0, 10, 2))
    return phone

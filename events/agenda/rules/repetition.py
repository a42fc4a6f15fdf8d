"""Repetitions in plain words: what most events need, to and from RRULE."""

from datetime import date

from spaces.booking.rules.recurrence import WEEKDAYS, SeriesError, parse

CUSTOM = "custom"

# What the form offers → the start of its rule
RULES = {
    "": "",
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly_day": "FREQ=MONTHLY",
    "monthly_weekday": "FREQ=MONTHLY;BYDAY={nth}{weekday}",
    "monthly_last": "FREQ=MONTHLY;BYDAY=-1{weekday}",
}


def rule_of(repeats: str, first_on: date, until_on: date | None) -> str:
    """The RRULE of a choice, for a first date; its last day counts whole."""
    rule = RULES[repeats].format(nth=(first_on.day - 1) // 7 + 1, weekday=WEEKDAYS[first_on.weekday()])
    return f"{rule};UNTIL={until_on:%Y%m%d}" if rule and until_on else rule


def describe(rrule: str, first_on: date | None) -> tuple[str, date | None]:
    """The choice, and the last day, that give this rule; CUSTOM for a rule written elsewhere."""
    if not rrule or first_on is None:
        return "", None
    try:
        wanted = parse(rrule)
    except SeriesError:
        return CUSTOM, None
    until_on = wanted.until if isinstance(wanted.until, date) else None
    for repeats in RULES:
        rule = rule_of(repeats, first_on, until_on)
        if rule and parse(rule) == wanted:
            return repeats, until_on
    return CUSTOM, until_on

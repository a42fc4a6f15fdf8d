"""The problems of a file, said to people."""

from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from events.feeds.rules import Problem

SENTENCES = {
    "not_a_calendar": _("This is not an iCalendar file: it has no BEGIN:VCALENDAR."),
    "not_utf8": _("The text is not UTF-8; accents may be wrong."),
    "too_large": _("The file is larger than %(number)s bytes; what is beyond was not read."),
    "too_deep": _("Components are nested more than %(number)s deep; nothing was read from here on."),
    "too_many_entries": _("There are more than %(number)s entries; those from here on were not read."),
    "too_many_occurrences": _(
        "More than %(number)s events happen between these dates; the later ones are left out. Choose a shorter time."
    ),
    "cut": _("%(value)s begins and never ends; what is whole in it was kept. The file may be cut."),
    "never_ends": _("%(value)s begins and never ends; it was left out. The file may be cut."),
    "unexpected_end": _("END:%(value)s closes nothing that was open; it was ignored."),
    "property": _("The line “%(value)s” cannot be read; the entry was left out."),
    "no_start": _("The entry has no start (DTSTART); it was left out."),
    "no_uid": _("“%(value)s” has no UID; it was kept and given one from its title and start."),
    "same_uid": _("Another event already has this UID; only the first was kept."),
    "date": _("The date “%(value)s” cannot be read; the entry was left out."),
    "ends_before_start": _("The entry ends before it starts; it was left out."),
    "duration": _("The duration “%(value)s” cannot be read; the entry was left out."),
    "negative": _("The duration “%(value)s” is negative; the entry was left out."),
    "rule": _("The recurrence rule “%(value)s” cannot be understood; the entry was left out."),
    "rule_too_fine": _("The recurrence rule “%(value)s” repeats too many times a day; the entry was left out."),
    "too_many_rules": _("The entry has too many recurrence rules; it was left out."),
    "too_much_work": _(
        "The recurrence rule “%(value)s” never matches, or far too often for these dates; the entry was left out."
    ),
    "exrule": _("EXRULE is no longer part of iCalendar; the dates it excludes are listed."),
    "too_many_dates": _("The entry lists more than %(number)s dates; those beyond were ignored."),
    "too_many_times": _(
        "The entry happens more than %(number)s times between these dates; the later ones are left out."
    ),
    "zone_unknown": _(
        "The time zone “%(value)s” is unknown and not described; its times are read in the default zone."
    ),
    "zone_broken": _(
        "The description of the time zone “%(value)s” cannot be read; its times are read in the default zone."
    ),
    "date_ignored": ngettext_lazy(
        "%(number)s date cannot be read (“%(value)s”) and was ignored; the entry was kept.",
        "%(number)s dates cannot be read (the first is “%(value)s”) and were ignored; the entry was kept.",
        "number",
    ),
    "more_problems": ngettext_lazy(
        "There is %(number)s more problem.", "There are %(number)s more problems.", "number"
    ),
}


def describe(problem: Problem) -> str:
    """The problem as one sentence that names the line and the entry, in the active language."""
    values = {"line": problem.line, "uid": problem.uid, "value": problem.value, "number": problem.number}
    values["reason"] = SENTENCES[problem.code] % values
    if problem.line and problem.uid:
        return gettext("Line %(line)s, entry “%(uid)s”: %(reason)s") % values
    if problem.line:
        return gettext("Line %(line)s: %(reason)s") % values
    return str(values["reason"])

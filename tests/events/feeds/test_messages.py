"""Each problem is one sentence that names the line and the entry."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from events.feeds import rules
from events.feeds.messages import SENTENCES, describe
from events.feeds.rules import Problem


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_every_problem_that_the_rules_tell_has_a_sentence():
    folder = Path(rules.__file__).parent
    told = set()
    for module in folder.glob("*.py"):
        told |= set(re.findall(r'(?:EntryError|\.add|\.once|code=)\(?\s*"([a-z0-9_]+)"', module.read_text()))

    assert told == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_describe_says_a_whole_sentence_whatever_the_problem(code):
    sentence = describe(Problem(code=code, line=12, uid="a@example.org", value="VALUE", number=3))

    assert sentence.startswith("Line 12, entry “a@example.org”: ")
    assert sentence.endswith(".")
    assert "%" not in sentence


def test_describe_names_what_is_known():
    broken = {"code": "date", "value": "someday"}

    assert describe(Problem(**broken, line=3, uid="a")) == (
        "Line 3, entry “a”: The date “someday” cannot be read; the entry was left out."
    )
    assert describe(Problem(**broken, line=3)) == "Line 3: The date “someday” cannot be read; the entry was left out."
    assert describe(Problem(code="not_a_calendar")) == ("This is not an iCalendar file: it has no BEGIN:VCALENDAR.")


@pytest.mark.parametrize(("number", "expected"), [(1, "There is 1 more problem."), (2, "There are 2 more problems.")])
def test_describe_counts_in_words(number, expected):
    assert describe(Problem(code="more_problems", number=number)) == expected

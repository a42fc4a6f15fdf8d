"""A person who uses the keyboard and nothing else."""

from datetime import date
from typing import Any

MOST_STEPS = 250


def reach(page: Any, selector: str) -> None:
    """Press Tab until the focus is on what `selector` names."""
    page.wait_for_selector(selector, state="attached")
    for _ in range(MOST_STEPS):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_STEPS} times Tab never reached {selector} on {page.url}")


def press(page: Any, selector: str, key: str = "Enter") -> None:
    """Reach it and press it."""
    reach(page, selector)
    page.keyboard.press(key)


def follow(page: Any, selector: str) -> None:
    """Reach a link or a button, press it, and wait for the page it leads to."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Any, selector: str, text: str) -> None:
    """Reach a field, and replace what it holds."""
    reach(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def choose(page: Any, selector: str, label: str) -> None:
    """Reach a list of choices, and type the beginning of one."""
    reach(page, selector)
    page.keyboard.type(label)


def write_day(page: Any, selector: str, day: date) -> None:
    """Reach a field for a date and type it. A browser asks for day or month first as its own language does: try both."""
    reach(page, selector)
    for digits in (f"{day:%d%m%Y}", f"{day:%m%d%Y}"):
        for key in ("Delete", "ArrowRight", "Delete", "ArrowRight", "Delete", "ArrowLeft", "ArrowLeft"):
            page.keyboard.press(key)
        page.keyboard.type(digits)
        if page.input_value(selector) == day.isoformat():
            return
    raise AssertionError(f"{selector} holds {page.input_value(selector)!r}, not {day}")

"""A real browser on the real site: the machine's Chromium, or the one Playwright brought."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).resolve().parent / "vendor" / "axe-core" / "axe.min.js"

COLOURS = ["color-contrast", "link-in-text-block"]  # the rules that ask about nothing else

SETTLED = """async () => {
    const deadline = Date.now() + 5000;
    const busy = () => document.querySelector("[aria-busy=true]")
        || document.getAnimations().some(one => one.playState === "running" && one.timeline === document.timeline);
    while (busy() && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50));
}"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Prefer the system's Chromium, without a window of its own if it is there: it starts a page three times as fast.

    Root (as in containers) has to do without its sandbox.
    """
    arguments = {**browser_type_launch_args, "args": ["--no-sandbox"] if os.geteuid() == 0 else []}
    if installed := shutil.which("chromium-headless-shell") or shutil.which("chromium"):
        arguments["executable_path"] = installed
    return arguments


def sign_in(context: Any, client: Any, live_server: Any) -> None:
    """The browser is signed in as the test client is, without the form."""
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """What axe finds wrong on a page, one line a rule and element, serious and critical only.

    With `colours` it looks at nothing else: enough for a page that is known by another light.
    """

    def check(page: Any, *, colours: bool = False) -> list[str]:
        page.evaluate(SETTLED)  # what is still fading in has the contrast of no moment that lasts
        if page.evaluate("!window.axe"):
            page.evaluate(AXE.read_text(encoding="utf-8"))
        options = {"resultTypes": ["violations"], "preload": False, **({"runOnly": COLOURS} if colours else {})}
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    return check

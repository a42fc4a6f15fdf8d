"""With which codes the description says that each call refuses; what is answered is held to it."""

import re
from functools import cache
from typing import Any

from maillage.api.openapi import description

PARAMETER = re.compile(r"\\{\w+\\}")


@cache
def _calls() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    paths = description("en")["paths"]
    found = [(PARAMETER.sub("[^/]+", re.escape(path)), methods) for path, methods in sorted(paths.items())]
    return [(re.compile(f"{pattern}$"), methods) for pattern, methods in found]


def documented(method: str, path: str) -> dict[str, list[str]] | None:
    """Status → codes of this call; None where nothing is."""
    for pattern, methods in sorted(_calls(), key=lambda call: "[^/]" in call[0].pattern):
        if pattern.match(path) and method.lower() in methods:
            return methods[method.lower()]["x-codes"]
    return None


def hold(method: str, path: str, status: int, body: Any) -> None:
    """Fail where this answer is not described."""
    codes = documented(method, path)
    if status < 400 or codes is None:
        return
    assert body["code"] in codes.get(str(status), []), f"{method} {path}: {status} {body['code']} is not described"

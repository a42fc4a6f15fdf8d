"""Refusals that people can act on."""

from typing import Any


class DomainError(Exception):
    """A rule refused what was asked.

    `code` is stable and for programs; `message` is a translated sentence for people that says
    what to do next; `detail` is JSON-able context (alternatives, limits).
    """

    code = "refused"

    def __init__(self, code: str, message: str, detail: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.detail = detail or {}


class NotAllowed(DomainError):
    """The person is known but has no right to do this."""

    def __init__(self, message: str, code: str = "not_allowed", detail: dict[str, Any] | None = None) -> None:
        super().__init__(code, message, detail)

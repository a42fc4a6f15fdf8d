"""Wagtail's search in the site's own database, asked for words only.

SQLite reads quotes, brackets and other signs as orders, and breaks on those that make no sense.
"""

import re
from typing import Any

from wagtail.search.backends import database

_SIGNS = re.compile(r"[^\w\s]+")


class _WordsOnly:
    def _search(self, compiler_class: type, query: Any, *args: Any, **kwargs: Any) -> Any:
        words = _SIGNS.sub(" ", query).strip() if isinstance(query, str) else query
        return super()._search(compiler_class, words, *args, **kwargs)  # type: ignore[misc]  # the backend's


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # the name that Wagtail imports
    """The one that this database has, without signs."""
    backend = type(database.SearchBackend(params))
    return type(backend.__name__, (_WordsOnly, backend), {})(params)

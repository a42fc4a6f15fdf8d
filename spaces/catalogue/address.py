"""Addresses of the list in its many states: with a filter more, with one less, in another form."""

from django.http import QueryDict

PAGE = "page"
MAX_SHOWN = 200  # problems name the beginning of a longer value


class ListAddress:
    """The query string of a list, and its neighbours. Any change goes back to the first page."""

    def __init__(self, path: str, params: QueryDict, known: frozenset[str]) -> None:
        self.path = path
        self.params = QueryDict(mutable=True)
        for name, values in params.lists():
            if name in known:
                self.params.setlist(name, [value for value in values if value.strip()])

    def having(self, name: str, value: str) -> str:
        """With this value, instead of another where the filter can be given only once."""
        params = self._changed()
        params[name] = value
        return self._address(params)

    def without(self, *names: str) -> str:
        params = self._changed()
        for name in names:
            params.pop(name, None)
        return self._address(params)

    def without_values(self, *values: tuple[str, str]) -> str:
        """Without these (name, value)."""
        params = self._changed()
        for name, value in values:
            params.setlist(name, [one for one in params.getlist(name) if one.strip()[:MAX_SHOWN] != value])
        return self._address(params)

    def as_feed(self, suffix: str) -> str:
        """The same question, answered as `geojson`, `csv` or `json`."""
        params = self._changed()
        params.pop("vue", None)
        return self._address(params, f"{self.path.rstrip('/')}.{suffix}")

    def pairs(self, *but: str) -> list[tuple[str, str]]:
        """(name, value) of everything else, to be carried along by a form."""
        return [(name, value) for name, values in self._changed().lists() if name not in but for value in values]

    def _changed(self) -> QueryDict:
        params = self.params.copy()
        params.pop(PAGE, None)
        return params

    def _address(self, params: QueryDict, path: str = "") -> str:
        query = params.urlencode(safe=":/,")
        return f"{path or self.path}{'?' if query else ''}{query}"

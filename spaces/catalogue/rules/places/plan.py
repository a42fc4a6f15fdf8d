"""What to do with each place of a list: create it, bring it up to date, or ask somebody."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spaces.catalogue.rules.places.matching import Kind, Known, Match, PlaceIndex
from spaces.catalogue.rules.places.reading import is_derived
from spaces.catalogue.rules.places.record import Place


class Verdict(StrEnum):
    CREATE = "create"
    SAME = "same"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with one place.

    SAME: bring `known` up to date. POSSIBLE: create nothing; it looks like `known`, or like `twin`,
    a place of the same list that comes before it.
    """

    place: Place
    verdict: Verdict
    known: Known | None = None
    twin: Place | None = None
    score: float = 0.0


def plan(places: Sequence[Place], known: Iterable[Known], *, source: str) -> list[Decision]:
    """One decision per place, in the order of the list, the same ones whenever it is read again.

    Identifiers go first, over the whole list; then names and locations. Only a record that came from
    `source` is brought up to date: what another list or a person wrote is never overwritten.
    """
    return list(_Planner(places, known, source).decisions())


class _Planner:
    def __init__(self, places: Sequence[Place], known: Iterable[Known], source: str) -> None:
        self.places, self.source = places, source
        known = list(known)
        self.index = PlaceIndex(known)
        by_id = {one.external_id: one for one in known if one.external_id and one.source == source}
        self.exact: dict[int, Known] = {}
        self.line_of: dict[str, int] = {}  # slug → line of the record that it stands for
        self.first_with: dict[str, Place] = {}
        for place in places:
            first = self.first_with.setdefault(place.key, place)
            if first is place and (found := by_id.get(place.key)):
                self.exact[place.line] = found
                self.line_of[found.slug] = place.line

    def decisions(self) -> Iterator[Decision]:
        for place in self.places:
            decision = self._decide(place)
            if decision.verdict == Verdict.SAME and decision.known:
                self.line_of[decision.known.slug] = place.line
            elif decision.verdict == Verdict.CREATE:
                self.index.add(place)
            yield decision

    def _decide(self, place: Place) -> Decision:
        if found := self.exact.get(place.line):
            return Decision(place, Verdict.SAME, known=found, score=1.0)
        first = self.first_with[place.key]
        if first is not place:  # one record written twice
            return Decision(place, Verdict.POSSIBLE, known=self.exact.get(first.line), twin=first, score=1.0)
        for match in self.index.matches(place):
            if isinstance(match.place, Place):
                return Decision(place, Verdict.POSSIBLE, twin=match.place, score=match.score)
            if isinstance(match.place, Known) and self._counts(match.place, place):
                verdict = Verdict.SAME if self._is_same(match, match.place, place) else Verdict.POSSIBLE
                return Decision(place, verdict, known=match.place, score=match.score)
        return Decision(place, Verdict.CREATE)

    def _counts(self, known: Known, place: Place) -> bool:
        """Whether this record was there before `place` came: not when a later line stands for it.

        The first reading compares a line with those above; a second one must not see more.
        """
        return self.line_of.get(known.slug, place.line) <= place.line

    def _is_same(self, match: Match, known: Known, place: Place) -> bool:
        """Whether the list means its own record under another key: it has no identifiers, or changed them."""
        if match.kind != Kind.SAME or known.source != self.source or known.slug in self.line_of:
            return False
        if not known.external_id or is_derived(known.external_id) or not place.external_id:
            return True
        return known.external_id == place.external_id

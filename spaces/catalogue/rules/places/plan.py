"""What to do with each place of a list: create it, bring it up to date, or ask somebody."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spaces.catalogue.rules.places.matching import Kind, Known, Match, PlaceIndex
from spaces.catalogue.rules.places.names import normalise_city, normalise_name
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

    Identifiers go first, over the whole list; then what is left of one name in one town; then names and
    locations. Only a record that came from
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
                self._pair(place, found)
        self._pair_namesakes(known)

    def _pair(self, place: Place, known: Known) -> None:
        self.exact[place.line] = known
        self.line_of[known.slug] = place.line

    def _pair_namesakes(self, known: Iterable[Known]) -> None:
        """One record of this list and one of its lines, both left over, of one name in one town: the place moved."""
        lines, records = defaultdict(list), defaultdict(list)
        for place in self.places:
            if self.first_with[place.key] is place and place.line not in self.exact:
                lines[_namesake(place)].append(place)
        for one in known:
            if one.source == self.source and one.slug not in self.line_of:
                records[_namesake(one)].append(one)
        for name, places in lines.items():
            if len(places) == len(records[name]) == 1 and _may_change_key(records[name][0], places[0]):
                self._pair(places[0], records[name][0])

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
        below: Decision | None = None
        for match in self.index.matches(place):
            if isinstance(match.place, Place):
                return Decision(place, Verdict.POSSIBLE, twin=match.place, score=match.score)
            if isinstance(match.place, Known):
                verdict = Verdict.SAME if self._is_same(match, match.place, place) else Verdict.POSSIBLE
                decision = Decision(place, verdict, known=match.place, score=match.score)
                if self._counts(match.place, place):
                    return decision
                below = below or decision
        return below or Decision(place, Verdict.CREATE)

    def _counts(self, known: Known, place: Place) -> bool:
        """Whether this record was there before `place` came: not when a later line stands for it.

        The first reading compares a line with those above; a second one must tell the same. Only where the
        order of the list changed is there nothing but what stands below.
        """
        return self.line_of.get(known.slug, place.line) <= place.line

    def _is_same(self, match: Match, known: Known, place: Place) -> bool:
        """Whether the list means its own record under another key: it has no identifiers, or changed them."""
        if match.kind != Kind.SAME or known.source != self.source or known.slug in self.line_of:
            return False
        return _may_change_key(known, place)


def _namesake(one: Place | Known) -> tuple[str, str]:
    return normalise_name(one.name), normalise_city(one.city) or one.insee or one.postal_code


def _may_change_key(known: Known, place: Place) -> bool:
    """Whether a record may take the key of this line: the list has no identifiers of its own for one or the other."""
    if not known.external_id or is_derived(known.external_id) or not place.external_id:
        return True
    return known.external_id == place.external_id

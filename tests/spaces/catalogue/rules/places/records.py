"""What an import of a list would record and tell, without a database."""

from spaces.catalogue.rules.places.matching import Known
from spaces.catalogue.rules.places.plan import Decision, Verdict

LINK = (
    "street",
    "postal_code",
    "city",
    "insee",
    "latitude",
    "longitude",
    "phone",
    "email",
    "website",
    "pivot",
)


def recorded(decisions: list[Decision], source: str = "list") -> list[Known]:
    """The records that an import of these decisions creates, oldest first."""
    return [
        Known(
            slug=f"{source}-{one.place.line}",
            name=one.place.name,
            source=source,
            external_id=one.place.key,
            **{name: getattr(one.place, name) for name in LINK},
        )
        for one in decisions
        if one.verdict == Verdict.CREATE
    ]


def told(decisions: list[Decision], source: str = "list") -> list[tuple[int, str, str, float]]:
    """What is reported: (line, verdict, slug it is about, score), a new record being the same as itself."""
    lines = []
    for one in decisions:
        verdict = Verdict.SAME if one.verdict == Verdict.CREATE else one.verdict
        slug = one.known.slug if one.known else f"{source}-{(one.twin or one.place).line}"
        lines.append((one.place.line, verdict.value, slug, 1.0 if verdict == Verdict.SAME else one.score))
    return lines

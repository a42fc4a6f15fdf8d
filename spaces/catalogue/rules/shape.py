"""What a resource may be like: durations that leave something to book, a place in the tree that has an end."""

from collections.abc import Mapping


def nothing_bookable(step_min: int, min_duration: int | None, max_duration: int | None) -> bool:
    """Whether no duration is left between the shortest and the longest (R6: the step rounds the longest down)."""
    if max_duration is None:
        return False
    return max_duration // step_min * step_min < (min_duration or step_min)


def is_inside_itself(resource: int, parent: int | None, parents: Mapping[int, int | None]) -> bool:
    """Whether putting `resource` into `parent` would close a circle; `parents` are those of today."""
    seen = set()
    while parent is not None and parent not in seen:
        if parent == resource:
            return True
        seen.add(parent)
        parent = parents.get(parent)
    return False

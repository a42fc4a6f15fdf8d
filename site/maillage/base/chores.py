"""Chores of the network: each is done whatever befalls the others."""

import logging
from collections.abc import Callable, Mapping

Chore = Callable[[], object]
Chores = Mapping[str, Chore]

daily: dict[str, Chore] = {}  # of apps that the network's own command may not import

logger = logging.getLogger(__name__)


def do_all(chores: Chores, *, rhythm: str) -> list[str]:
    """Do every one; those that failed are in the log with their error, and returned by name."""
    failed = []
    for name, chore in chores.items():
        try:
            chore()
        except Exception:  # whatever it is: the others have to be done, and the log has it whole
            logger.exception("%s chore: %s", rhythm, name)
            failed.append(name)
    return failed

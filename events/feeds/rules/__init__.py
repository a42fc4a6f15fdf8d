"""What an iCalendar file says happens in a window: bytes in, occurrences and problems out.

`preview` is the whole of it. Files come from strangers: nothing here trusts a size, a depth, a count
or a rule, and one broken entry never costs the others.
"""

from events.feeds.rules.limits import Limits
from events.feeds.rules.occurrences import Occurrence, Window
from events.feeds.rules.preview import Preview, preview
from events.feeds.rules.problems import Problem

__all__ = ["Limits", "Occurrence", "Preview", "Problem", "Window", "preview"]

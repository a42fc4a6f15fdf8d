from events.agenda.models.event import ACCESSIBILITY, Attendance, Event, Status
from events.agenda.models.occurrence import Occurrence
from events.agenda.models.schedule import Schedule

__all__ = ["ACCESSIBILITY", "Attendance", "Event", "Occurrence", "Schedule", "Status"]

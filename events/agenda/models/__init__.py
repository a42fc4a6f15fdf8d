from events.agenda.models.change import DateChange
from events.agenda.models.event import Accessibility, Attendance, Event, Status
from events.agenda.models.occurrence import Occurrence
from events.agenda.models.schedule import Schedule

__all__ = ["Accessibility", "Attendance", "DateChange", "Event", "Occurrence", "Schedule", "Status"]

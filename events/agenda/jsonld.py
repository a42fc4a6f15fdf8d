"""Events as schema.org documents, for search engines."""

from collections.abc import Iterable

from django.utils.duration import duration_iso_string

from events.agenda.models import Attendance, Event, Occurrence, Schedule, Status
from events.agenda.wording import EUROS, amount
from maillage.base import pictures
from maillage.base.feeds import Absolute
from maillage.base.instants import local_text
from maillage.base.jsonld import DAYS, Thing, filled
from spaces.booking.rules.recurrence import WEEKDAYS, parse
from spaces.catalogue.jsonld import address_of, geo_of

CONTEXT = "https://schema.org"
STATUSES = {
    Status.SCHEDULED: "EventScheduled",
    Status.RESCHEDULED: "EventRescheduled",
    Status.MOVED_ONLINE: "EventMovedOnline",
    Status.POSTPONED: "EventPostponed",
    Status.FULL: "EventScheduled",
    Status.CANCELLED: "EventCancelled",
}
ATTENDANCES = {
    Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.MIXED: "MixedEventAttendanceMode",
}
PERIODS = {"DAILY": "D", "WEEKLY": "W", "MONTHLY": "M", "YEARLY": "Y"}


def things(event: Event, dates: Iterable[Occurrence], absolute: Absolute, language: str) -> list[Thing]:
    """One Event a date; before them, for an event that repeats or has several dates, the series they belong to."""
    shared = _shared(event, absolute, language)
    schedules = list(event.schedules.all())
    if len(schedules) == 1 and not schedules[0].pattern.is_repeated:
        return [_date(event, one, shared, absolute) for one in dates]
    whole = {"@type": "EventSeries", "@id": absolute(event.get_absolute_url()), "name": event.title}
    series = shared | whole | _standing(event, Status(event.status), absolute)
    series |= {"url": whole["@id"], "eventSchedule": [_schedule(one) for one in schedules]}
    if schedules:
        series["startDate"] = min(one.wall_start for one in schedules).replace(tzinfo=event.zone).isoformat()
    return [series, *(_date(event, one, shared, absolute) | {"superEvent": whole} for one in dates)]


def _shared(event: Event, absolute: Absolute, language: str) -> Thing:
    """What all the dates have in common."""
    audiences = [concept.label for concept in event.audiences.all()]
    return {
        "@context": CONTEXT,
        "name": event.title,
        "description": event.summary,
        "image": [absolute(pictures.shown(event.picture, widths=(1200,), ratio=(16, 9)).url)] if event.picture else [],
        "inLanguage": language,
        "isAccessibleForFree": event.is_free,
        "maximumAttendeeCapacity": event.capacity,
        "audience": {"@type": "Audience", "audienceType": ", ".join(audiences)} if audiences else None,
        "organizer": [
            {"@type": "Organization", "name": one.name, "url": absolute(one.get_absolute_url())}
            for one in event.public_organisers
        ],
    }


def _date(event: Event, one: Occurrence, shared: Thing, absolute: Absolute) -> Thing:
    status, url = Status(one.effective_status), absolute(one.get_absolute_url())
    return filled(
        shared
        | _standing(event, status, absolute)
        | {
            "@type": "Event",
            "@id": url,
            "url": url,
            "startDate": local_text(one.start_at, event.zone),
            "endDate": local_text(one.end_at, event.zone),
            "previousStartDate": one.previous_start_at and local_text(one.previous_start_at, event.zone),
            "offers": _offer(event, status, url),
        }
    )


def _standing(event: Event, status: Status, absolute: Absolute) -> Thing:
    """Whether it takes place, how and where."""
    is_online = status == Status.MOVED_ONLINE or event.attendance == Attendance.ONLINE
    attendance = Attendance.ONLINE if is_online else Attendance(event.attendance)
    locations = _locations(event, attendance, absolute)
    return {
        "eventStatus": f"{CONTEXT}/{STATUSES[status]}",
        "eventAttendanceMode": f"{CONTEXT}/{ATTENDANCES[attendance]}",
        "location": locations[0] if len(locations) == 1 else locations,
    }


def _offer(event: Event, status: Status, url: str) -> Thing:
    """Prices that the text says in euros; the text itself in any case."""
    offer: Thing = {
        "@type": "Offer",
        "url": event.registration_url or url,
        "availability": f"{CONTEXT}/{'SoldOut' if status == Status.FULL else 'InStock'}",
        "description": "" if event.is_free else event.price,
    }
    amounts = [amount(text) for text in EUROS.findall(event.price)]
    if event.is_free:
        return filled(offer | {"price": "0", "priceCurrency": "EUR"})
    if len(amounts) == 1:
        return filled(offer | {"price": str(amounts[0]), "priceCurrency": "EUR"})
    if amounts:
        offer |= {"@type": "AggregateOffer", "lowPrice": str(min(amounts)), "highPrice": str(max(amounts))}
        return filled(offer | {"priceCurrency": "EUR", "offerCount": len(amounts)})
    return filled(offer)


def _locations(event: Event, attendance: Attendance, absolute: Absolute) -> list[Thing]:
    locations: list[Thing] = []
    if attendance != Attendance.ONLINE and (place := _place(event, absolute)):
        locations.append(place)
    if attendance != Attendance.IN_PERSON and event.online_url:
        locations.append({"@type": "VirtualLocation", "url": event.online_url})
    return locations


def _place(event: Event, absolute: Absolute) -> Thing | None:
    space = event.space
    if space is None:
        return {"@type": "Place", "name": event.place, "address": event.place} if event.place else None
    place: Thing = {"@type": "Place", "name": space.name, "address": address_of(space)}
    if space.is_public:
        url = absolute(space.get_absolute_url())
        place |= {"@id": url, "url": url, "geo": geo_of(space)}
    return filled(place)


def _schedule(schedule: Schedule) -> Thing:
    """schema.org's Schedule: an RRULE in other words."""
    pattern = schedule.pattern
    thing: Thing = {
        "@type": "Schedule",
        "startDate": pattern.start.date().isoformat(),
        "startTime": pattern.start.time().isoformat(),
        "endTime": pattern.end.time().isoformat(),
        "duration": duration_iso_string(pattern.end - pattern.start),
        "scheduleTimezone": schedule.event.time_zone,
        "exceptDate": sorted(on.isoformat() for on in pattern.excluded),
    }
    if not pattern.rrule:
        return filled(thing | {"repeatCount": 1})
    rule = parse(pattern.rrule)
    return filled(
        thing
        | {
            "endDate": f"{rule.until:%Y-%m-%d}" if rule.until else None,
            "repeatCount": rule.count,
            "repeatFrequency": f"P{rule.interval}{PERIODS[rule.frequency]}",
            "byDay": [f"{nth}{WEEKDAYS[day]}" if nth else f"{CONTEXT}/{DAYS[day]}" for nth, day in sorted(rule.by_day)],
            "byMonthDay": sorted(rule.by_month_day),
            "byMonth": sorted(rule.by_month),
        }
    )

"""Which spaces are open at an instant, asked of the database.

The rules (`rules.opening`) decide for one place; the catalogue asks for ten thousand. Away from a
change of the clock a wall-clock comparison gives the same answer, and SQL can make it; in the hours
after such a change the spaces of that zone are judged by the rules one by one.
"""

from datetime import date, datetime, timedelta

from django.db.models import DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from maillage.base.instants import DAY_MIN
from maillage.base.zones import get_zone
from spaces.catalogue.models.hours import OpeningException, OpeningExceptionHours, OpeningHours
from spaces.catalogue.models.layers import Place, layers_of_places, network_layers
from spaces.catalogue.rules.opening import OpeningLayers, closing_min
from spaces.catalogue.rules.shown_hours import is_open_at

CLOCK_SETTLES = timedelta(hours=3)
NEVER = Q(pk__in=[])


def condition(spaces: QuerySet, instant: datetime) -> Q:
    """A condition that holds for those of `spaces` whose doors are open at `instant`.

    Two queries on the way: the network's dates, and the zones of `spaces`.
    """
    network = network_layers()
    is_open = NEVER
    for name in sorted(spaces.order_by().values_list("time_zone", flat=True).distinct()):
        moment = instant.astimezone(get_zone(name))
        if _clock_has_just_changed(moment):
            is_open |= Q(pk__in=_judged_one_by_one(spaces.filter(time_zone=name), instant))
        else:
            is_open |= Q(time_zone=name) & _is_open(moment, network)
    return is_open


def _is_open(moment: datetime, network: OpeningLayers) -> Q:
    """A window of today holds this minute, or one of yesterday that passes midnight."""
    today, minute = moment.date(), moment.hour * 60 + moment.minute
    passes_midnight = Q(closes_min__lte=F("opens_min"))
    since_today = Q(opens_min__lte=minute) & (Q(closes_min__gt=minute) | passes_midnight)
    since_yesterday = Q(closes_min__gt=minute) & passes_midnight
    return _has_window(today, minute, since_today, network) | _has_window(
        today - timedelta(1), minute + DAY_MIN, since_yesterday, network
    )


def _has_window(on: date, minute: int, window: Q, network: OpeningLayers) -> Q:
    """A window that begins on a date holds the minute: the space's dated hours, the network's, the week's."""
    own = Q(Exists(_covering(on, OuterRef("pk"))))
    length = ExpressionWrapper(F("last_on") - F("first_on"), output_field=DurationField())
    nearest = _covering(on, OuterRef(OuterRef("pk"))).order_by(length, "-first_on", "-pk").values("pk")[:1]
    own_window = Q(Exists(OpeningExceptionHours.objects.filter(window, exception=Subquery(nearest))))
    hours, dated = network.hours_by_day(on, on)[on]
    if dated is None:
        return own_window | (~own & _weekly_window(on, window))
    if any(opens <= minute < closing_min(opens, closes) for opens, closes in hours):
        return own_window | ~own
    return own_window


def _weekly_window(on: date, window: Q) -> Q:
    weekly = OpeningHours.objects.filter(window, space=OuterRef("pk"), weekday=on.weekday())
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    not_over = Q(valid_through=None) | Q(valid_through__gte=on)
    return Q(Exists(weekly.filter(begun & not_over)))


def _covering(on: date, space: OuterRef) -> QuerySet:
    return OpeningException.objects.filter(space=space, first_on__lte=on, last_on__gte=on)


def _clock_has_just_changed(moment: datetime) -> bool:
    # Through UTC: arithmetic on one zone's datetimes ignores its changes.
    return (moment.astimezone(get_zone("UTC")) - CLOCK_SETTLES).astimezone(moment.tzinfo).utcoffset() != (
        moment.utcoffset()
    )


def _judged_one_by_one(spaces: QuerySet, instant: datetime) -> list[int]:
    places = [Place(*row) for row in spaces.order_by().values_list("pk", "time_zone")]
    return [pk for pk, layers in layers_of_places(places).items() if is_open_at(layers, instant)]

"""A document with a little of everything, and what it leaves in the database."""

import json

from django.db import connection

from maillage.network.document.reading import read
from maillage.network.services.importing import import_network

EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]

WHOLE = {
    "format": "maillage-network/1",
    "network": {
        "name": "Réseau du Gave",
        "contact_email": "bonjour@gave.example",
        "publisher": "Association du Gave\n64000 Pau",
        "publication_director": "Inès",
        "host": "Hébergeur coopératif",
        "time_zone": "Indian/Reunion",
        "language": "en",
        "public_holidays": "closed",
        "exceptions": [{"from": "2026-05-01", "through": "2026-05-01", "hours": [], "label": "Fête du Travail"}],
        "audiences": [{"slug": "students", "name": "Étudiants"}],
        "plans": [{"slug": "carte", "reach": "listed", "spaces": ["b", "a"], "audience": "students"}],
    },
    "spaces": [
        {
            "slug": "a",
            "name": "A",
            "types": ["fablab", "coworking"],
            "time_zone": "Europe/Paris",
            "public_holidays": "open",
            "visibility": "members",
            "opening_hours": [
                {"days": ["fr", "mo"], "opens": "18:00", "closes": "02:00"},
                {"days": ["tu"], "opens": "00:00", "closes": "24:00", "valid_from": "2026-01-01"},
            ],
            "exceptions": [
                {"from": "2026-12-24", "hours": [{"opens": "14:00", "closes": "18:00"}, {"opens": "09:00", "closes": "12:00"}]},
                {"from": "2026-07-14", "through": "2026-07-15", "label": "Fermé"},
            ],
            "resources": [
                {"slug": "desk", "parent": "room", "kind": "desk", "is_active": False, "features": ["quiet", "wheelchair", "quiet"], "spot": {"x": 5, "y": 10}},
                {"slug": "room", "parent": "hall", "shares": ["kit"], "buffer_before": 10, "buffer_after": 30},
                {
                    "slug": "hall",
                    "kind": "event_room",
                    "min_duration": 0,
                    "max_duration": 600,
                    "block_whole_day": True,
                    "requires_approval": True,
                    "quotas": [{"period": "week", "count": 3}, {"audience": "members", "period": "day", "minutes": 120}],
                    "prices": [{"unit": "day", "amount": 100}, {"unit": "hour", "amount": "12.5", "vat_rate": "5.5"}],
                },
                {
                    "slug": "studio",
                    "audiences": ["students", "members", "students"],
                    "quotas": [
                        {"period": "month", "minutes": 600, "plan": "carnet", "counts_kind": True},
                        {"period": "day", "minutes": 60, "days": ["fr", "mo"], "starts": "22:00", "ends": "00:00"},
                        {"period": "day", "minutes": 60, "holder": "organisation"},
                    ],
                    "prices": [
                        {"unit": "hour", "amount": 12},
                        {"unit": "hour", "amount": 9, "days": ["sa", "fr"], "starts": "18:00", "ends": "00:00"},
                        {"unit": "hour", "amount": 8, "audience": "students", "valid_from": "2026-07-01"},
                        {"unit": "month", "amount": 90, "audience": "members", "valid_through": "2026-12-31"},
                    ],
                },
                {"slug": "kit", "kind": "equipment", "opening_hours": []},
                {"slug": "pool", "capacity": 3, "habilitations": ["wood", "laser"], "exceptions": [{"from": "2026-06-01"}]},
            ],
            "audiences": [{"slug": "members", "name": "Adhérents"}],
            "recognises": [{"code": "wood"}, {"code": "laser", "from": ["b"]}],
            "plans": [
                {
                    "slug": "carnet", "name": "Carnet 10 h", "price": "90", "audience": "members",
                    "entitlements": [
                        {"unit": "minutes", "amount": 600, "kinds": ["desk", "hot_desk"]},
                        {"unit": "days", "amount": 2, "every": "month"},
                    ],
                },
            ],
            "policies": [
                {"name": "Reste", "cancel_notice": 120, "release_after": 30, "no_show_percent": 100},
                {
                    "name": "Bureaux",
                    "resources": ["pool"],
                    "cancellation": [{"notice": 1440, "kept_percent": 100}, {"notice": 2880, "kept_percent": 50}],
                },
            ],
        },
        {"slug": "b", "state": "archived", "resources": [{"slug": "x"}]},
    ],
    "people": [
        {
            "email": "Lea@example.org",
            "name": "Léa",
            "password": "secret-de-lea",
            "manages": ["a"],
            "hosts": ["a", "b"],
            "habilitations": [{"code": "wood"}, {"code": "laser", "valid_until": "2026-06-16"}, {"code": "laser", "space": "b"}],
            "memberships": [{"plan": "a/carnet", "from": "2026-01-01"}, {"plan": "carte", "from": "2026-02-01", "through": "2026-12-31"}],
        },
        {"email": "tao@example.org", "headline": "Soudeur", "skills": ["soudure"], "roles": ["coordinator"]},
    ],
    "organisations": [{"slug": "cie", "sectors": ["b", "a"], "team": ["tao@example.org", "lea@example.org"]}],
    "bookings": [
        {"resource": "a/room", "person": "lea@example.org", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"},
        {"resource": "a/room", "start": "2026-06-16T11:00", "end": "2026-06-16T12:00", "buffer_before": 60, "note": "Ici",
         "guest": "Zoé Passante"},
        {"resource": "a/pool", "start": "2026-10-25T02:30", "end": "2026-10-25T02:30:00+01:00", "seats": 2},
        {"resource": "a/pool", "start": "2026-03-29T02:30", "end": "2026-03-29T04:30", "state": "pending"},
        {"resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"},
        {"resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00"},
        {
            "resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00", "state": "hold",
            "expires": "2026-06-16T09:00",
        },
        {
            "resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00", "state": "expired",
            "expires": "2026-06-15T09:00",
        },
        {"resource": "a/pool", "start": "2026-06-16T10:00", "end": "2026-06-16T11:00", "state": "cancelled"},
        {"resource": "b/x", "start": "2026-06-16T10:00+02:00", "end": "2026-06-16T11:00+02:00", "state": "checked_in"},
    ],
    "blocks": [{"resource": "a/hall", "start": "2026-06-16T08:00", "end": "2026-06-16T20:00", "reason": "Entretien"}],
    "events": [
        {
            "slug": "e", "space": "a", "resources": ["pool"], "start": "2026-12-01T10:00", "end": "2026-12-01T12:00",
            "rrule": "FREQ=WEEKLY;COUNT=4", "exdates": ["2026-12-08", "2026-12-15T10:00"], "capacity": 12,
        },
        {"slug": "f", "habilitation": "laser", "habilitation_months": 24, "start": "2026-12-05T22:00+11:00", "end": "2026-12-06T02:00", "organisers": ["cie"]},
        {
            "slug": "g", "place": "Parvis de la gare", "attendance": "mixed", "online_url": "https://visio.example/g",
            "audiences": ["familles", "adultes"], "accessibility": ["vi", "hi"], "status": "full", "price": "5 €",
            "registration_url": "https://inscription.example/g",
            "start": "2026-12-02T10:00", "end": "2026-12-02T12:00", "rrule": "FREQ=WEEKLY;COUNT=3",
            "changes": [
                {"day": "2026-12-16", "status": "rescheduled", "new_day": "2026-12-17", "starts": "22:00", "ends": "00:30"},
                {"day": "2026-12-09"},
            ],
        },
    ],
}  # fmt: skip


def bring_in(said):
    return import_network(read(json.dumps(said).encode()))


def written(progress) -> int:
    return sum(counts["created"] + counts["updated"] for counts in progress.counts.values())


def everything() -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
        return found

"""What the documentation shows: one request and its answer for the calls that need it, and every error."""

from typing import Any

from django.utils.translation import gettext_noop

ALTERNATIVES = [
    {"resource": "la-centrale/salle-aneto", "start": "2035-06-12T11:00:00+02:00", "end": "2035-06-12T12:00:00+02:00"},
    {"resource": "la-centrale/salle-ossau", "start": "2035-06-12T10:00:00+02:00", "end": "2035-06-12T11:00:00+02:00"},
]

BOOKING = {
    "uuid": "8c7cfd4e-6b9d-4f0a-9d0b-0f7b1f0c9a52",
    "url": "https://maillage.example.org/reservations/8c7cfd4e-6b9d-4f0a-9d0b-0f7b1f0c9a52/",
    "resource": "la-centrale/salle-aneto",
    "name": "Salle Aneto",
    "space": {"slug": "la-centrale", "name": "La Centrale"},
    "start": "2035-06-12T10:00:00+02:00",
    "end": "2035-06-12T11:00:00+02:00",
    "time_zone": "Europe/Paris",
    "seats": 1,
    "state": "confirmed",
    "expires": None,
    "person": {"name": "Léa Martin", "email": "lea@example.org"},
    "guest": None,
    "organisation": "cie-du-pont",
    "price": {"amount": "12.00", "vat": "2.00", "vat_rate": "20.00", "currency": "EUR"},
    "passes": [],
    "conditions": {
        "cancel_until": "2035-06-12T11:00:00+02:00",
        "cancellation": [{"after": "2035-06-11T10:00:00+02:00", "kept_percent": 50}],
        "release_at": "2035-06-12T10:30:00+02:00",
        "no_show_percent": 100,
        "kept_at_least": None,
    },
    "kept": None,
    "note": "",
    "answer": "",
    "series": None,
    "source": "api",
    "sequence": 0,
    "created_at": "2035-06-01T09:12:30.412000+02:00",
    "updated_at": "2035-06-01T09:12:30.412000+02:00",
    "cancelled_at": None,
    "checked_in_at": None,
}

WISH = {
    "resource": "la-centrale/salle-aneto",
    "start": "2035-06-12T10:00:00+02:00",
    "end": "2035-06-12T11:00:00+02:00",
    "seats": 1,
    "on_behalf_of": "cie-du-pont",
}

TOGETHER = {
    "lines": [
        {
            "resource": "la-centrale/salle-aneto",
            "start": "2035-06-12T10:00:00+02:00",
            "end": "2035-06-12T11:00:00+02:00",
        },
    ],
    "on_behalf_of": "cie-du-pont",
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "book": {"request": WISH, "answer": BOOKING},
    "preview_booking": {
        "request": {**WISH, "rrule": "FREQ=WEEKLY;COUNT=2"},
        "answer": {
            "dates": [
                {
                    "start": "2035-06-12T10:00:00+02:00",
                    "end": "2035-06-12T11:00:00+02:00",
                    "moved": False,
                    "code": None,
                },
                {
                    "start": "2035-06-19T10:00:00+02:00",
                    "end": "2035-06-19T11:00:00+02:00",
                    "moved": False,
                    "code": "already_booked",
                },
            ]
        },
    },
    "book_together": {
        "request": TOGETHER,
        "answer": {"series": "5f0c9f0e-3b1d-4e6a-8a53-2f6f6a1c7d10", "bookings": [BOOKING]},
    },
    "preview_together": {
        "request": TOGETHER,
        "answer": {
            "lines": [
                {
                    "resource": "la-centrale/salle-aneto",
                    "code": "already_booked",
                    "message": "Salle Aneto is already taken at that time. Choose another time.",
                    "alternatives": ALTERNATIVES,
                    "price": None,
                },
            ]
        },
    },
    "passes": {
        "answer": {
            "items": [
                {
                    "plan": "Carnet 10 h",
                    "space": "la-centrale",
                    "reach": "own",
                    "spaces": [],
                    "valid_from": "2035-06-01",
                    "valid_through": None,
                    "lots": [
                        {
                            "unit": "minutes",
                            "amount": 600,
                            "left": 480,
                            "every": "once",
                            "kinds": [],
                            "valid_from": "2035-06-01",
                            "valid_through": None,
                        }
                    ],
                }
            ],
            "next": None,
            "count": 1,
        },
    },
    "pass_movements": {
        "answer": {
            "items": [
                {
                    "at": "2035-06-01T09:12:30.412000+02:00",
                    "kind": "spend",
                    "amount": -60,
                    "unit": "minutes",
                    "plan": "Carnet 10 h",
                    "booking": BOOKING["uuid"],
                    "start": BOOKING["start"],
                    "end": BOOKING["end"],
                    "reason": "",
                }
            ],
            "next": None,
            "count": 1,
        },
    },
    "move_booking": {
        "request": {
            "resource": "la-centrale/salle-ossau",
            "start": "2035-06-12T14:00:00+02:00",
            "end": "2035-06-12T15:00:00+02:00",
        },
        "answer": {
            **BOOKING,
            "resource": "la-centrale/salle-ossau",
            "name": "Salle Ossau",
            "start": "2035-06-12T14:00:00+02:00",
            "end": "2035-06-12T15:00:00+02:00",
        },
    },
    "cancel_booking": {
        "answer": {**BOOKING, "state": "cancelled", "kept": "0.00", "cancelled_at": "2035-06-02T18:00:00.120000+02:00"},
    },
    "refuse_booking": {
        "request": {"reason": "La salle est en travaux ce jour-là. La salle Ossau est libre."},
        "answer": {
            **BOOKING,
            "state": "refused",
            "answer": "La salle est en travaux ce jour-là. La salle Ossau est libre.",
        },
    },
    "resource_availability": {
        "answer": {
            "time_zone": "Europe/Paris",
            "duration": 60,
            "starts": ["2035-03-25T01:00:00+01:00", "2035-03-25T03:00:00+02:00"],
            "refused": [{"start": "2035-03-25T00:00:00+01:00", "code": "already_booked"}],
        },
    },
}

# Status: what it means, and one of its answers.
RESPONSES = {
    "400": (
        gettext_noop("The request is not written as described here: “detail.fields” names what."),
        {
            "code": "malformed",
            "message": "Correct the request. duration: Write a whole number.",
            "detail": {"fields": [{"name": "duration", "place": "query", "message": "Write a whole number."}]},
        },
    ),
    "401": (
        gettext_noop("Nobody known asks, or with a token that is unknown or revoked."),
        {
            "code": "bad_token",
            "message": "This token is unknown or was revoked. Make another one in your account.",
            "detail": {},
        },
    ),
    "403": (
        gettext_noop("Known, but without the right; or a session without its CSRF token."),
        {
            "code": "not_allowed",
            "message": "Only a manager of the space may answer this request.",
            "detail": {},
        },
    ),
    "404": (
        gettext_noop("There is nothing there, or nothing that you may see."),
        {"code": "not_found", "message": "There is nothing here that you may see.", "detail": {}},
    ),
    "405": (
        gettext_noop("The address is there, the method is not: see “Allow”."),
        {
            "code": "method_not_allowed",
            "message": "This address answers GET, HEAD, OPTIONS only.",
            "detail": {"allowed": ["GET", "HEAD", "OPTIONS"]},
        },
    ),
    "409": (
        gettext_noop("Somebody was quicker. “detail.alternatives” has up to five other choices."),
        {
            "code": "already_booked",
            "message": "Salle Aneto is already taken at that time. Choose another time.",
            "detail": {"alternatives": ALTERNATIVES},
        },
    ),
    "412": (
        gettext_noop("It is no longer what “If-Match” says."),
        {
            "code": "precondition_failed",
            "message": "This has changed since you read it. Read it again.",
            "detail": {},
        },
    ),
    "413": (
        gettext_noop("The body is too large."),
        {"code": "too_large", "message": "This request is too large. Send less at once.", "detail": {}},
    ),
    "415": (
        gettext_noop("The body is not JSON."),
        {"code": "not_json", "message": "Send JSON, with “Content-Type: application/json”.", "detail": {}},
    ),
    "422": (
        gettext_noop("A rule refuses; “code” is its name, “message” says what to do."),
        {"code": "closed", "message": "Salle Aneto closes at 18:00. Choose an earlier end.", "detail": {}},
    ),
    "429": (
        gettext_noop("Too many requests: wait as long as “Retry-After” says."),
        {
            "code": "too_many_requests",
            "message": "Too many requests. Wait for 12 seconds.",
            "detail": {"retry_after": 12},
        },
    ),
    "500": (
        gettext_noop("Something went wrong on our side."),
        {"code": "server_error", "message": "Something went wrong on our side. Try again later.", "detail": {}},
    ),
}

"""Days, hours, slots and what one is about to book."""

from datetime import date, datetime, timedelta
from typing import Any

from maillage.base.styleguide.examples import Example
from maillage.base.zones import get_zone

PARIS = get_zone("Europe/Paris")
DAY = date(2026, 11, 24)


def examples() -> list[Example]:
    return [*_hours(), *_slots(), *_agenda(), *_booking()]


def _hours() -> list[Example]:
    week = ["lundi", "mardi", "mercredi", "jeudi", "vendredi"]
    rows: list[dict[str, Any]] = [{"label": day, "hours": ["9 h – 12 h", "14 h – 19 h"]} for day in week]
    rows[1]["today"] = True
    rows += [{"label": "samedi, dimanche", "hours": []}]
    open_now = {"status": "Ouvert, ferme à 19 h", "status_kind": "open"}
    exceptions = [{"label": "25 décembre", "text": "fermé", "note": "Noël"}]
    strip = [
        {
            "date": DAY + timedelta(days=n),
            "url": "#",
            "note": "fermé" if n in (4, 5) else f"{n + 2} créneaux",
            "current": n == 1,
            "closed": n in (4, 5),
        }
        for n in range(9)
    ]
    return [
        Example("hours", "a week", {"rows": rows, "exceptions": exceptions} | open_now, "narrow"),
        Example("date-strip", "nine days", {"days": strip, "label": "Jour", "next_url": "#", "previous_url": "#"}),
    ]


def _slots() -> list[Example]:
    names = [f"{hour} h" for hour in range(9, 18)]
    rows = [
        ("Espace ouvert", "12 postes · 14 € la journée", "6oss881cb"),
        ("Salle Aneto", "8 personnes · 18 € / h", "bbnnbnnbb"),
        ("Salle Ossau", "20 personnes · 32 € / h", "nnnnnbbbb"),
        ("Découpe laser", "habilitation laser · 20 € / h", "llbllbbll"),
        ("Studio de répétition et d'enregistrement du rez-de-chaussée", "complet", "bbbbbbbbp"),
    ]
    grid = {
        "caption": "Créneaux du mardi 24 novembre",
        "columns": names,
        "rows": [
            {"name": name, "detail": detail, "url": "#", "cells": list(map(_cell, cells, names))}
            for name, detail, cells in rows
        ],
        "blank": "passé",
        "list_url": "#",
        "help_url": "#",
        "help_text": "prochaine date mardi 24",
    }
    slots = [
        {"label": "9 h – 11 h", "url": "#", "note": "24 €"},
        {"label": "11 h – 13 h", "url": "#", "note": "24 €", "kind": "selected"},
        {"label": "14 h – 16 h", "note": "formation nécessaire", "kind": "locked"},
        {"label": "2 h (UTC+1)", "url": "#", "note": "l’heure qui revient"},
    ]
    return [
        Example("slot-grid", "wide", grid),
        Example("slot-grid", "narrow", grid, "narrow"),
        Example("slot-list", "hours to choose", {"slots": slots, "caption": "Salle Aneto"}, "half"),
        Example("slot-list", "nothing", {"slots": []}, "half"),
        Example("week-grid", "wide", _week_grid()),
        Example("week-grid", "narrow", _week_grid(), "narrow"),
    ]


def _week_grid() -> dict[str, Any]:
    days = [{"date": DAY + timedelta(days=n - 1), "url": "#", "is_today": n == 1, "is_past": n < 1} for n in range(7)]
    free = {"kind": "free", "label": "dès 9 h 30", "short": "9 h 30", "note": "7 créneaux", "url": "#"}
    other = {"kind": "other", "label": "à 14 h", "short": "14 h", "note": "24 €", "url": "#"}
    ends = [{"kind": "none", "label": "fermé"}] * 2
    over, full = {"kind": "none", "label": "passé"}, {"kind": "busy", "label": "complet"}
    rows = [
        ("Espace ouvert", "12 postes · 14 € la journée", [over, free, full, free, free, *ends]),
        ("Salle Aneto", "8 personnes · 18 € / h", [over, other, other, full, other, *ends]),
        ("Découpe laser", "formation nécessaire avant", [over, *[free | {"kind": "locked"}] * 4, *ends]),
    ]
    return {
        "caption": "Créneaux libres du 23 au 29 novembre",
        "days": days,
        "rows": [{"name": name, "detail": detail, "url": "#", "cells": cells} for name, detail, cells in rows],
        "legend": [
            {"kind": "free", "text": "première heure libre"},
            {"kind": "other", "text": "libre à une autre heure"},
            {"kind": "locked", "text": "formation nécessaire avant"},
        ],
        "help_url": "#",
        "help_text": "comment l’obtenir",
    }


def _cell(letter: str, label: str) -> dict[str, Any]:
    kinds = {"b": "busy", "l": "locked", "s": "selected", "o": "own", "c": "closed", "p": "past", "n": "free"}
    cell: dict[str, Any] = {"kind": kinds.get(letter, "free"), "label": label, "url": "#"}
    if letter in "cp":
        cell |= {"why": "fermé" if letter == "c" else "passé"}
    return cell | ({"count": int(letter), "counted": f"{letter} places"} if letter.isdigit() else {})


def _at(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=PARIS) + timedelta(days=days)


def _agenda() -> list[Example]:
    laser = {
        "url": "#",
        "title": "Initiation à la découpe laser",
        "start": _at(18, 30),
        "end": _at(20, 30),
        "tags": ["Formation"],
        "place": "La Centrale, Pau",
        "notes": ["4 places", "habilitation « laser »"],
        "action_url": "#",
        "action_label": "S’inscrire",
    }
    moved = laser | {
        "title": "Apéro des indépendants",
        "was": _at(18),
        "tags": ["Rencontre"],
        "status": "Avancé",
    }
    off = laser | {"title": "Atelier céramique", "cancelled": True, "status": "Annulé", "action_url": ""}
    fair = laser | {"title": "Portes ouvertes", "all_day": True, "status": "Complet", "status_kind": "full"}
    days = [
        {"date": DAY, "near": "dans 2 jours", "entries": [laser, moved | {"status_kind": "soon"}]},
        {"date": DAY + timedelta(days=1), "entries": [off, fair]},
    ]
    lasting = laser | {"title": "Exposition", "since": "depuis lundi 23 novembre", "until": "dimanche 29 novembre"}
    entries = [[laser, lasting], [off | {"place": ""}], [], [lasting], [], [moved], []]
    week_days = [
        {"date": DAY + timedelta(days=n), "today": n == 1, "past": n < 1, "entries": ones}
        for n, ones in enumerate(entries)
    ]
    week = {"days": week_days, "previous_url": "#", "next_url": "#", "today_url": "#"}
    return [
        Example("agenda", "two days", {"days": days}),
        Example("agenda", "narrow", {"days": days[:1]}, "narrow"),
        Example("month", "November", {"caption": "novembre 2026", "weeks": _weeks(), "next_url": "#"}),
        Example("week", "with an empty day", {**week, "caption": "du 23 au 29 novembre"}),
        Example("week", "narrow", {**week, "caption": "du 23 au 29 novembre"}, "narrow"),
        Example("subscribe", "a calendar", {"path": "/agenda.ics", "rss": "/agenda.rss"}, "narrow"),
        Example("month", "narrow", {"caption": "novembre 2026", "weeks": _weeks(), "next_url": "#"}, "narrow"),
    ]


def _weeks() -> list[list[dict[str, Any]]]:
    first = date(2026, 10, 26)
    titles = {
        10: ["Apéro des indépendants"],
        24: ["Découpe laser", "Conseil du réseau"],
        28: ["Portes ouvertes"],
    }
    days = [first + timedelta(days=n) for n in range(35)]
    cells = [
        {
            "date": day,
            "url": "#",
            "out": day.month != 11,
            "today": day == date(2026, 11, 24),
            "entries": [
                {"title": title, "url": "#", "time": "18 h"}
                for title in (titles.get(day.day, []) if day.month == 11 else [])
            ],
            "more": 3 if day == date(2026, 11, 24) else 0,
        }
        for day in days
    ]
    return [cells[n : n + 7] for n in range(0, 35, 7)]


def _booking() -> list[Example]:
    facts = [
        {"label": "Quoi", "value": "Espace ouvert, 1 poste"},
        {"label": "Quand", "value": "mardi 24 novembre, 11 h – 13 h", "detail": "heure de Paris"},
        {"label": "Annulation", "value": "sans frais jusqu’à lundi 11 h"},
    ]
    summary = {
        "title": "Votre réservation",
        "facts": facts,
        "total": "6 €",
        "total_note": "dont TVA 1 €. Vous payez sur place.",
        "submit": "Réserver ce poste",
    }
    history = [
        {"when": "lundi 23 novembre, 9 h", "title": "Demande envoyée", "text": "par Léa Martin"},
        {"when": "lundi 23 novembre, 11 h", "title": "Acceptée", "text": "par l’équipe de La Centrale"},
    ]
    return [
        Example("summary", "before confirming", summary, "narrow"),
        Example("timeline", "a request", {"items": history}, "half"),
    ]

"""Cards, rows, lists and ways through them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict

from maillage.base.styleguide.examples import Example

LONG_NAME = "Coopérative d'activité et d'emploi interdépartementale des Pyrénées-Atlantiques et des Landes"
CENTRALE: dict[str, Any] = {
    "url": "#",
    "title": "La Centrale",
    "identifier": "la-centrale",
    "tags": ["Coworking", "Fablab"],
    "summary": "Un ancien atelier du gaz devenu bureau partagé, fablab et café associatif.",
    "status": "Ouvert jusqu’à 19 h",
    "status_kind": "open",
    "facts": ["6 postes libres", "Pau"],
}
MOULIN: dict[str, Any] = {
    "url": "#",
    "title": "Le Moulin d'Orthez",
    "identifier": "le-moulin",
    "tags": ["Ateliers partagés"],
    "summary": "Céramique, bois et textile au bord du gave, avec une salle d'exposition.",
    "status": "Ouvre demain à 9 h",
    "status_kind": "closed",
    "facts": ["2 établis libres", "Orthez"],
}
BABEL: dict[str, Any] = {
    "url": "#",
    "title": LONG_NAME,
    "identifier": "babel",
    "tags": ["Lieu culturel", "Résidence", "Studio de répétition"],
    "summary": "Studios de répétition et résidences pour les compagnies du Haut-Béarn, " * 3,
    "status": "Ferme dans 20 minutes",
    "status_kind": "soon",
    "facts": ["1 studio libre", "Oloron-Sainte-Marie"],
}
ATELIER: dict[str, Any] = {
    "family": "event",
    "url": "#",
    "title": "Initiation à la découpe laser",
    "identifier": "laser",
    "tags": ["Formation"],
    "eyebrow": "mardi 24 novembre, 18 h 30 – 20 h 30",
    "status": "4 places",
    "status_kind": "open",
    "facts": ["La Centrale, Pau", "Gratuit"],
}
LEA: dict[str, Any] = {
    "family": "people",
    "url": "#",
    "title": "Léa Martin",
    "identifier": "lea",
    "avatar": True,
    "eyebrow": "Scénographe",
    "summary": "Décors légers, éclairage, impression grand format.",
    "facts": ["Pau", "disponible en janvier"],
}
PROJECT: dict[str, Any] = {
    "family": "project",
    "url": "#",
    "title": "Recycler les décors",
    "identifier": "decors",
    "tags": ["Projet"],
    "summary": "Une matériauthèque commune à onze lieux de spectacle.",
    "facts": ["3 besoins ouverts"],
}


def examples() -> list[Example]:
    return [*_cards(), *_rows(), *_choices(), *_ways()]


def _cards() -> list[Example]:
    cards = {
        "space": CENTRALE,
        "closed space": MOULIN,
        "long names": BABEL,
        "event": ATELIER,
        "person": LEA,
        "project": PROJECT,
        "only what is needed": {"url": "#", "title": "Sans rien d'autre"},
    }
    return [Example("card", case, arguments, "card") for case, arguments in cards.items()]


def _rows() -> list[Example]:
    notice = {"kind": "Besoin", "url": "#", "title": "Une photographe pour un portrait de lieu"}
    offer = {"kind": "Offre", "url": "#", "title": "Une presse à linogravure à partager", "family": "people"}
    return [
        Example("row", "space", CENTRALE, "half"),
        Example("row", "person", LEA, "half"),
        Example("row", "long names", BABEL, "narrow"),
        Example("notice", "need", notice | {"meta": "Le Moulin d'Orthez · avant le 12 décembre"}, "half"),
        Example("notice", "offer", offer | {"summary": "Prêt, avec prise en main."}, "half"),
    ]


def _choices() -> list[Example]:
    chips = [
        {"text": "Coworking", "url": "#", "count": 21, "current": True},
        {"text": "Fablab", "url": "#", "count": 9},
        {"text": "Lieu culturel", "url": "#", "count": 1240},
        {"text": "Béarn", "url": "#", "removable": True},
    ]
    types = [
        ("Coworking", 21, True),
        ("Fablab", 9, False),
        ("Lieu culturel", 14, False),
        ("Cuisine", 0, False),
    ]
    groups = [
        {
            "name": "type",
            "label": "Type de lieu",
            "kind": "checkbox",
            "options": [{"value": t, "label": t, "count": n, "checked": on} for t, n, on in types],
        },
        {
            "name": "territoire",
            "label": "Territoire",
            "kind": "select",
            "options": [
                {"value": "", "label": "tous"},
                {"value": "64", "label": "Pyrénées-Atlantiques", "count": 48},
            ],
        },
        {
            "name": "ouvert",
            "label": "Ouvert maintenant",
            "kind": "switch",
            "value": "maintenant",
            "count": 12,
        },
        {"name": "du", "label": "À partir du", "kind": "date", "value": ""},
    ]
    active = [{"text": "Coworking", "url": "#"}]
    return [
        Example("tag", "plain", {"text": "vérifié en octobre 2026"}, "word"),
        *(Example("tag", f, {"text": f, "family": f}, "word") for f in ("place", "event", "people", "project")),
        Example(
            "tag",
            "link",
            {"text": "découpe laser", "family": "place", "url": "#", "icon": "scissors"},
            "word",
        ),
        *(Example("status", kind, {"text": text, "kind": kind}, "word") for kind, text in STATUSES),
        Example("features", "of a desk", {"items": FEATURES}),
        Example("chips", "choices", {"items": chips, "label": "Type"}),
        Example("facets", "filters", {"action": "#", "groups": groups, "active": active, "reset_url": "#"}),
        Example("filters", "chosen", {"active": active, "reset_url": "#"}),
    ]


FEATURES = [
    {"icon": "accessibility", "label": "accès en fauteuil roulant"},
    {"icon": "volume-x", "label": "au calme"},
]
STATUSES = [
    ("open", "Ouvert"),
    ("closed", "Fermé"),
    ("soon", "Ferme bientôt"),
    ("full", "Complet"),
    ("confirmed", "Confirmée"),
    ("pending", "À valider"),
    ("cancelled", "Annulée"),
    ("draft", "Brouillon"),
]


def _ways() -> list[Example]:
    fields = [
        {"name": "q", "label": "Quoi", "placeholder": "un bureau, une machine, une salle…"},
        {"name": "territoire", "label": "Où", "value": "Pau et 20 km"},
        {"name": "libre", "label": "Quand", "options": [{"value": "", "label": "n’importe quand"}]},
    ]
    page = Paginator(range(240), 10).page(7)
    tabs = [
        {"label": "Liste", "url": "#", "current": True, "icon": "list", "count": 48},
        {"label": "Carte", "url": "#", "icon": "map"},
        {"label": "Mois", "url": "#", "icon": "calendar"},
    ]
    crumbs = [{"label": "Lieux", "url": "#"}, {"label": "Béarn", "url": "#"}, {"label": LONG_NAME}]
    return [
        Example("search", "three fields", {"action": "#", "fields": fields, "label": "Chercher un lieu"}),
        Example("search", "one field", {"action": "#", "fields": fields[:1], "label": "Chercher"}, "half"),
        Example("tabs", "views", {"items": tabs, "label": "Affichage"}),
        Example("breadcrumb", "long", {"items": crumbs}),
        Example("pagination", "in the middle", {"page": page, "query": QueryDict("q=bois")}),
        Example("pagination", "by key", {"next_url": "#"}),
        Example("map", "before it comes", {"url": "/lieux.geojson", "label": "Carte des lieux", "list_url": "#"}),
    ]

"""Messages, facts, figures, people and buttons."""

from maillage.base.styleguide.examples import Example

FACTS = [
    {
        "icon": "map-pin",
        "label": "Adresse",
        "value": "3 rue du Moulin, 64000 Pau",
        "detail": "à 6 minutes de la gare",
    },
    {
        "icon": "accessibility",
        "label": "Accès",
        "value": "De plain-pied, boucle magnétique, toilettes adaptées",
    },
    {"icon": "wifi", "label": "Équipement", "value": "Fibre, imprimante, cuisine, douche, local à vélos"},
    {
        "icon": "globe",
        "label": "Site",
        "value": "un-tres-long-nom-de-domaine.tiers-lieux.example.org",
        "url": "#",
    },
    {"label": "Forme juridique", "value": "SCIC"},
]


def examples() -> list[Example]:
    return [*_messages(), *_facts(), *_figures(), *_buttons()]


def _messages() -> list[Example]:
    texts = [
        ("info", "Les horaires d’été commencent lundi."),
        ("success", "Votre réservation est confirmée. Un e-mail vient de partir."),
        ("warning", "Votre habilitation « laser » finit dans 8 jours."),
        ("error", "Cette salle vient d’être réservée par quelqu’un d’autre. Choisissez une autre heure."),
    ]
    nothing = {
        "title": "Rien à cette date",
        "text": "Aucun événement ne répond à ces filtres. Retirez-en un, ou proposez le vôtre.",
        "action_url": "#",
        "action_label": "Proposer un événement",
        "icon": "calendar",
    }
    return [
        Example("privacy-note", "under a form", {}, "half"),
        *(Example("message", level, {"text": text, "level": level}, "half") for level, text in texts),
        Example("empty", "with a way out", nothing, "half"),
        Example("empty", "bare", {"title": "Aucune réservation à venir"}, "half"),
    ]


def _facts() -> list[Example]:
    people = [{"name": name, "size": size} for name, size in (("Léa", "small"), ("Ali", "medium"), ("Zoé", "large"))]
    return [
        Example("facts", "practical", {"items": FACTS}, "half"),
        *(Example("avatar", person["size"], person, "word") for person in people),
    ]


def _figures() -> list[Example]:
    return [
        Example(
            "figure",
            "plain",
            {"value": "48", "label": "lieux vérifiés", "trend": "+5 en un an", "trend_kind": "up"},
            "narrow",
        ),
        Example(
            "figure",
            "unit",
            {"value": "63", "unit": "%", "label": "des postes occupés", "note": "octobre 2026"},
            "narrow",
        ),
    ]


def _buttons() -> list[Example]:
    kinds = ("primary", "plain", "quiet", "danger")
    verbs = ("Réserver ce bureau", "Modifier", "Plus tard", "Annuler la réservation")
    dialog = {
        "id": "example-dialog",
        "title": "Annuler cette réservation ?",
        "text": "Le créneau redevient libre tout de suite.",
        "action": "#",
        "submit": "Annuler la réservation",
        "danger": True,
    }
    feed = {
        "label": "Mon calendrier",
        "value": "https://reseau.example.org/compte/agenda/3f9a.ics",
        "id": "example-copy",
    }
    return [
        *(
            Example("button", k, {"label": v, "kind": k, "type": "button"}, "word")
            for k, v in zip(kinds, verbs, strict=True)
        ),
        Example("button", "small", {"label": "S’inscrire", "small": True, "url": "#", "icon": "ticket"}, "word"),
        Example("button", "opens a dialog", {"label": "Annuler…", "dialog": "example-dialog"}, "word"),
        Example("dialog", "a question", dialog, "word"),
        Example("copy", "a private feed", feed | {"help": "Gardez cette adresse pour vous."}, "half"),
    ]

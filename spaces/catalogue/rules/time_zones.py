"""The clock of a place, from what is known of where it is.

France has twelve: an overseas place that kept Paris time would open in the middle of its night.
"""

from collections.abc import Mapping

PARIS = "Europe/Paris"

BY_CODE: Mapping[str, str] = {
    "971": "America/Guadeloupe", "972": "America/Martinique", "973": "America/Cayenne", "974": "Indian/Reunion",
    "975": "America/Miquelon", "976": "Indian/Mayotte", "977": "America/St_Barthelemy", "978": "America/Marigot",
    "984": "Indian/Kerguelen", "986": "Pacific/Wallis", "987": "Pacific/Tahiti", "988": "Pacific/Noumea",
}  # fmt: skip
"""By the first three figures of the INSEE code or postal code."""

BY_COMMUNE: Mapping[str, str] = {
    **dict.fromkeys(("98718", "98723", "98731", "98748", "98756", "98757"), "Pacific/Marquesas"),
    "98719": "Pacific/Gambier",
}
"""Polynesian communes that do not live on Tahiti's time."""

BY_COUNTRY: Mapping[str, str] = {
    "FR": PARIS, "MA": "Africa/Casablanca", "BE": "Europe/Brussels", "CH": "Europe/Zurich", "DE": "Europe/Berlin",
    "LU": "Europe/Luxembourg", "IT": "Europe/Rome", "MC": "Europe/Monaco", "AD": "Europe/Andorra",
    "GB": "Europe/London", "IE": "Europe/Dublin", "NL": "Europe/Amsterdam", "TN": "Africa/Tunis",
    "DZ": "Africa/Algiers", "SN": "Africa/Dakar", "CI": "Africa/Abidjan", "CM": "Africa/Douala",
    "ML": "Africa/Bamako", "BJ": "Africa/Porto-Novo", "BF": "Africa/Ouagadougou", "TG": "Africa/Lome",
    "MG": "Indian/Antananarivo", "NC": "Pacific/Noumea", "PF": "Pacific/Tahiti", "RE": "Indian/Reunion",
    "GP": "America/Guadeloupe", "MQ": "America/Martinique", "GF": "America/Cayenne", "YT": "Indian/Mayotte",
}  # fmt: skip
"""Countries that live on one clock, or nearly (islands of Spain and Portugal are looked for by position)."""

BOXES: tuple[tuple[str, str, tuple[float, float, float, float]], ...] = (
    # country, zone, (south, west, north, east)
    ("FR", "America/Guadeloupe", (15.7, -61.9, 16.6, -60.9)),
    ("FR", "America/Martinique", (14.3, -61.3, 15.0, -60.7)),
    ("FR", "America/Cayenne", (2.0, -54.7, 5.9, -51.5)),
    ("FR", "Indian/Reunion", (-21.5, 55.1, -20.8, 56.0)),
    ("FR", "Indian/Mayotte", (-13.1, 44.9, -12.5, 45.4)),
    ("FR", "America/Miquelon", (46.7, -56.5, 47.2, -56.0)),
    ("FR", "America/Marigot", (17.8, -63.3, 18.2, -62.7)),
    ("FR", "Pacific/Noumea", (-23.0, 158.0, -18.0, 172.5)),
    ("FR", "Pacific/Tahiti", (-28.0, -155.0, -7.5, -134.0)),
    ("FR", "Pacific/Wallis", (-14.6, -178.4, -13.0, -176.0)),
    ("ES", "Atlantic/Canary", (27.5, -18.3, 29.5, -13.3)),
    ("ES", "Europe/Madrid", (35.2, -9.4, 43.9, 4.4)),
    ("PT", "Atlantic/Azores", (36.9, -31.4, 39.8, -25.0)),
    ("PT", "Atlantic/Madeira", (32.3, -17.4, 33.2, -16.2)),
    ("PT", "Europe/Lisbon", (36.9, -9.6, 42.2, -6.1)),
)


def zone_of(
    *,
    country: str = "",
    insee: str = "",
    postal_code: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    default: str = PARIS,
) -> str:
    """The IANA zone of a place; `default` where nothing tells it."""
    if country in ("FR", ""):
        for code in (insee, postal_code):
            if found := BY_COMMUNE.get(code) or BY_CODE.get(code[:3]):
                return found
    if latitude is not None and longitude is not None:
        for box_country, zone, (south, west, north, east) in BOXES:
            is_inside = south <= latitude <= north and west <= longitude <= east
            if is_inside and country in (box_country, ""):
                return zone
    return BY_COUNTRY.get(country, default)

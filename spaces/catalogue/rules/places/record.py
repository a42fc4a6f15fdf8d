"""One row understood as a place, or refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spaces.catalogue.rules.places import cleaning, coordinates
from spaces.catalogue.rules.places.columns import Columns
from spaces.catalogue.rules.places.coordinates import CoordinateError, Point
from spaces.catalogue.rules.places.names import normalise_city
from spaces.catalogue.rules.places.problems import Problem
from spaces.catalogue.rules.places.tables import Row
from spaces.catalogue.rules.places.types import types_in, types_of_name

VALUE_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as its list describes it, put right. Empty text means that the list does not say.

    `line` is the first physical line of its record (the header is 1); `key` finds it again in the
    next version of the list; `external_id` is the list's own identifier. `country` is empty when
    nothing names it and the place is not in the country that was assumed.
    """

    line: int
    name: str
    key: str = ""
    external_id: str = ""
    types: tuple[str, ...] = ()
    street: str = ""
    postal_code: str = ""
    city: str = ""
    insee: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    email: str = ""
    website: str = ""
    pivot: str = ""
    warnings: tuple[Problem, ...] = ()


class RecordError(Exception):
    """A record that makes no place."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


class Record:
    """One row under its columns."""

    def __init__(self, row: Row, columns: Columns, default_country: str) -> None:
        self.line, self.cells, self.columns = row.line, row.cells, columns
        self.default_country = default_country
        self.warnings: list[Problem] = []

    def place(self) -> Place:
        """The place of this row. Raises RecordError."""
        name = self._name()
        own_country = self._first("country", cleaning.country, "country_unknown")
        country = own_country or self.default_country
        street, postal_code, city = self._address(country)
        insee = self._insee(city) if country in ("FR", "") else ""
        point = self._point(country)
        if point is None and not (postal_code or city or insee):
            label = self.columns.label("latitude", "coordinates", "city", "postal_code", "insee", "street")
            raise self._refused(label, "location_missing")
        website, email = self._web()
        return Place(
            line=self.line,
            name=name,
            external_id=self._first("external_id", cleaning.identifier),
            types=self._types(name),
            street=self._limited("street", street, cleaning.STREET_MAX),
            postal_code=postal_code,
            city=self._limited("city", city, cleaning.CITY_MAX),
            insee=insee,
            country=country if own_country or insee or self._is_there(point, country) else "",
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            phone=self._first("phone", lambda cell: cleaning.phone(cell, country), "phone_unreadable"),
            email=email,
            website=website,
            pivot=self._first("pivot", cleaning.pivot, "pivot_unreadable"),
            warnings=tuple(self.warnings),
        )

    @staticmethod
    def _is_there(point: Point | None, country: str) -> bool:
        """Whether a place may be in the country that was assumed: only France's outline is known."""
        return point is None or country != "FR" or point.is_in_france

    def _name(self) -> str:
        name = self._first("name", cleaning.name)
        if not any(char.isalnum() for char in name):
            raise self._refused(self.columns.label("name"), "name_missing")
        return self._limited("name", name, cleaning.NAME_MAX)

    def _address(self, country: str) -> tuple[str, str, str]:
        """Street, postal code and town, from columns of their own or from an address in one line."""
        street = self._first("street", cleaning.text) or self._composed_street()
        postal_code = self._first(
            "postal_code", lambda cell: cleaning.postal_code(cell, country), "postal_code_unreadable"
        )
        city = self._first("city", cleaning.city)
        if not (postal_code and city):
            short, code, town = cleaning.split_address(street)
            if code:
                street, postal_code, city = short, postal_code or code, city or town
        whole_street, code, town = cleaning.split_address(self._first("full_address", cleaning.text))
        if code and (not city or normalise_city(city) == normalise_city(town)):
            street, postal_code, city = street or whole_street, postal_code or code, city or town
        return street or self._first("street_extra", cleaning.text), postal_code, city

    def _composed_street(self) -> str:
        fields = ("street_number", "street_type", "street_name")
        return " ".join(filter(None, (self._first(field, cleaning.text) for field in fields)))

    def _insee(self, city: str) -> str:
        for index in self.columns.of("insee"):
            partner = self.columns.partner(index)
            if partner is not None and normalise_city(self.cells[partner]) != normalise_city(city):
                continue
            if code := self._clean(index, cleaning.insee, "insee_unreadable"):
                return code
        return ""

    def _point(self, country: str) -> Point | None:
        """The first position that can be read. Raises RecordError when one is given and none can be."""
        first: tuple[str, CoordinateError] | None = None
        for label, latitude, longitude in self._positions():
            try:
                point = self._read_point(label, latitude, longitude, country)
            except CoordinateError as error:
                is_x = longitude is not None and error.axis == "longitude"
                column = self.columns.label("longitude") if is_x else label
                first = first or (column, error)
                continue
            if (point.latitude, point.longitude) == (0, 0):
                self._warn(label, "coordinate_zero")
                continue
            if point.note:
                self._warn(label, point.note)
            return point
        if first:
            column, wrong = first
            raise self._refused(column, wrong.code, value=wrong.value[:VALUE_SHOWN])
        return None

    def _positions(self) -> list[tuple[str, str, str | None]]:
        """Where a position is written: (column, latitude, longitude), or None for a pair in one cell."""
        found: list[tuple[str, str, str | None]] = []
        for index in self.columns.of("geometry"):
            found.append((self.columns.header[index], self.cells[index], None))
        pairs = zip(self.columns.of("latitude"), self.columns.of("longitude"), strict=False)
        for y, x in pairs:
            found.append((self.columns.header[y], cleaning.text(self.cells[y]), cleaning.text(self.cells[x])))
        for index in self.columns.of("coordinates") + self.columns.of("coordinates_lon_lat"):
            found.append((self.columns.header[index], cleaning.text(self.cells[index]), None))
        return [one for one in found if one[1] or one[2]]

    def _read_point(self, label: str, latitude: str, longitude: str | None, country: str) -> Point:
        is_french = country in ("FR", "")
        if longitude is None:
            first, second, is_lon_lat = coordinates.split_pair(latitude)
            if is_lon_lat or label in self.columns.labels("geometry", "coordinates_lon_lat"):
                first, second = second, first
            return coordinates.point(first, second, is_french=is_french)
        if not latitude or not longitude:
            raise CoordinateError("coordinate_missing", "", "longitude" if latitude else "latitude")
        return coordinates.point(latitude, longitude, is_french=is_french)

    def _types(self, name: str) -> tuple[str, ...]:
        for index in self.columns.of("types"):
            codes, unknown = types_in(cleaning.text(self.cells[index]))
            for word in unknown:
                self._warn(self.columns.header[index], "type_unknown", value=word[:VALUE_SHOWN])
            if codes:
                return tuple(codes)
        return tuple(types_of_name(name))

    def _web(self) -> tuple[str, str]:
        """The website and the e-mail address, even where one was written in the other's column."""
        email = self._first("email", cleaning.email, "email_unreadable")
        for index in self.columns.of("website"):
            cell = self.cells[index]
            if website := cleaning.website(cell):
                return website, email
            if stray := cleaning.email(cell):
                email = email or stray
            else:
                self._clean(index, cleaning.website, "website_unreadable")
        return "", email

    def _first(self, field: str, clean: Callable[[str], str | None], problem: str = "") -> str:
        """The first cell of these columns that says something."""
        found = (self._clean(index, clean, problem) for index in self.columns.of(field))
        return next(filter(None, found), "")

    def _clean(self, index: int, clean: Callable[[str], str | None], problem: str) -> str:
        value = clean(self.cells[index])
        if value is None and problem:
            shown = cleaning.text(self.cells[index])[:VALUE_SHOWN]
            self._warn(self.columns.header[index], problem, value=shown)
        return value or ""

    def _limited(self, field: str, value: str, limit: int) -> str:
        if len(value) > limit:
            self._warn(self.columns.label(field), "value_shortened", limit=limit)
        return cleaning.shorten(value, limit)

    def _warn(self, column: str, code: str, **params: Any) -> None:
        self.warnings.append(Problem(self.line, column, code, params))

    def _refused(self, column: str, code: str, **params: Any) -> RecordError:
        return RecordError(Problem(self.line, column, code, params))

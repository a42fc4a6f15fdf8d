"""What can be wrong with a list of places, said so that its owner can put it right.

Messages are msgids: the doors translate them, then fill in the parameters.
"""

from dataclasses import dataclass, field
from typing import Any


def gettext_noop(message: str) -> str:
    """Mark a sentence for translation where Django may not be imported."""
    return message


FILE_PROBLEMS = {
    "empty": gettext_noop("This file is empty. Export the list again, then import it."),
    "too_large": gettext_noop("This file is larger than %(limit_mb)s MB. Split it, then import each part."),
    "spreadsheet": gettext_noop("This is a spreadsheet. Save it as “CSV UTF-8”, then import the CSV file."),
    "web_page": gettext_noop("This is a web page, not a list. Download the CSV or GeoJSON file that the page offers."),
    "not_text": gettext_noop("This file is not text. Save the list as CSV or GeoJSON, then import it."),
    "no_name_column": gettext_noop(
        "No column holds the names of the places. The first line must name the columns; these were found: "
        "%(columns)s. Call one of them “nom” or “name”, or say which one it is with --mapping."
    ),
    "no_location_column": gettext_noop(
        "No column says where the places are. These were found: %(columns)s. Call one of them “latitude” and "
        "another “longitude”, or “commune”, “code_postal” or “code_insee”, or name them with --mapping."
    ),
    "json_unreadable": gettext_noop(
        "This JSON cannot be read at line %(line)s, column %(column)s. Export the list again."
    ),
    "not_geojson": gettext_noop(
        "This JSON is not a GeoJSON collection of features. Export the list as GeoJSON or as CSV."
    ),
    "unknown_projection": gettext_noop(
        "These coordinates are in the projection %(projection)s. Export the list in WGS 84 (latitude, longitude)."
    ),
    "mapping_unreadable": gettext_noop(
        'The mapping must be a JSON object from our field to the name of your column, such as {"name": "Nom du lieu"}.'
    ),
    "mapping_unknown_field": gettext_noop(
        "The mapping names unknown fields: %(unknown)s. The known fields are: %(known)s."
    ),
    "mapping_column_missing": gettext_noop(
        "The mapping names columns that are not in the file: %(missing)s. The file has: %(columns)s."
    ),
}

RECORD_PROBLEMS = {
    # the record is refused
    "name_missing": gettext_noop("The place has no name. Write one."),
    "location_missing": gettext_noop(
        "Nothing says where the place is. Give its coordinates, or its town, its postal code or its INSEE code."
    ),
    "coordinate_unreadable": gettext_noop(
        "“%(value)s” is not a coordinate. Write degrees such as 47.2459, or leave the cell empty."
    ),
    "coordinate_missing": gettext_noop("Latitude and longitude go together. Give both, or neither."),
    "coordinate_out_of_range": gettext_noop(
        "“%(value)s” is not on Earth. Write a latitude between -90 and 90 and a longitude between -180 and 180."
    ),
    "coordinate_projected": gettext_noop(
        "“%(value)s” is in an unknown projection. Convert the coordinates to degrees (WGS 84)."
    ),
    "too_many_cells": gettext_noop(
        "This line has %(found)s cells for %(expected)s columns. Put quotation marks around cells that hold "
        "the separator."
    ),
    "quote_unclosed": gettext_noop("A quotation mark opens here and never closes. Close it, or remove it."),
    "feature_unreadable": gettext_noop("This is not a GeoJSON feature. Give it “geometry” and “properties”."),
    # the value is set aside, the record is kept
    "coordinate_swapped": gettext_noop("Latitude and longitude were the wrong way round; they were exchanged."),
    "coordinate_converted": gettext_noop("The coordinates were in Lambert-93; they were converted to degrees."),
    "coordinate_zero": gettext_noop("0, 0 is in the Gulf of Guinea; the place is kept without coordinates."),
    "postal_code_unreadable": gettext_noop("“%(value)s” is not a postal code; it was left out."),
    "insee_unreadable": gettext_noop("“%(value)s” is not the INSEE code of a commune; it was left out."),
    "country_unknown": gettext_noop("The country “%(value)s” is unknown; it was left out."),
    "phone_unreadable": gettext_noop("“%(value)s” is not a telephone number; it was left out."),
    "email_unreadable": gettext_noop("“%(value)s” is not an e-mail address; it was left out."),
    "website_unreadable": gettext_noop("“%(value)s” is not the address of a website; it was left out."),
    "pivot_unreadable": gettext_noop("“%(value)s” is neither a SIRET nor an RNA number; it was left out."),
    "type_unknown": gettext_noop("The type “%(value)s” is unknown; it was left out."),
    "value_shortened": gettext_noop("This text is longer than %(limit)s characters; it was shortened."),
}


class PlaceFileError(ValueError):
    """The whole list cannot be read. `message` is a msgid to be filled with `params`."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code = code
        self.message = FILE_PROBLEMS[code]
        self.params = params
        super().__init__(self.message % params)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one record, in its owner's terms: their line, their column."""

    line: int
    column: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The msgid, to be translated then filled with `params`."""
        return RECORD_PROBLEMS[self.code]

    @property
    def reason(self) -> str:
        """The sentence in English."""
        return self.message % self.params

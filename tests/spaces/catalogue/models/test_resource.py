"""What a resource says of itself."""

import pytest
from django.utils import translation

from spaces.catalogue.models import Resource

KIND = Resource.Kind


@pytest.mark.parametrize(
    ("kind", "english", "french"),
    [
        (KIND.HOT_DESK, ("1 seat", "3 seats"), ("1 place", "3 places")),
        (KIND.WORKSHOP, ("1 seat", "3 seats"), ("1 place", "3 places")),
        (KIND.MACHINE, ("1 machine", "3 machines"), ("1 machine", "3 machines")),
        (KIND.VEHICLE, ("1 vehicle", "3 vehicles"), ("1 véhicule", "3 véhicules")),
        (KIND.EQUIPMENT, ("1 item", "3 items"), ("1 exemplaire", "3 exemplaires")),
    ],
)
def test_what_it_has_several_of_is_counted_by_its_name(kind, english, french):
    said = Resource(kind=kind, capacity=3)

    for language, words in (("en", english), ("fr", french)):
        with translation.override(language):
            assert (said.counted(1), said.counted(3)) == words

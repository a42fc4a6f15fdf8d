"""What a pass counts, in words."""

import pytest
from django.utils.translation import override

from spaces.booking.pass_wording import counted
from spaces.pricing.models import Entitlement


@pytest.fixture(autouse=True)
def _common_spaces():
    """Not here: the spaces are what is asked about."""


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_line_parts_what_a_pass_counts(language):
    asked = [(Entitlement.Unit.MINUTES, minutes) for minutes in (45, 60, 90, 1440)] + [(Entitlement.Unit.DAYS, 7)]

    with override(language):
        said = [counted(unit, amount) for unit, amount in asked]

    assert not [words for words in said if " " in words] and all("\xa0" in words for words in said)

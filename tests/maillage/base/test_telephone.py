"""Telephone numbers, as people read them and as their links call them."""

import pytest

from maillage.base.telephone import link, spaced


@pytest.mark.parametrize(
    ("kept", "shown", "called"),
    [
        ("+33559000000", "05\u00a059\u00a000\u00a000\u00a000", "tel:+33559000000"),
        ("05 59 00 00 02", "05 59 00 00 02", "tel:0559000002"),
        ("+32 2\u00a0555 12 12", "+32 2\u00a0555 12 12", "tel:+3225551212"),
    ],
)
def test_number_is_shown_as_it_is_read_and_called_without_spaces(kept, shown, called):
    assert (spaced(kept), link(kept)) == (shown, called)

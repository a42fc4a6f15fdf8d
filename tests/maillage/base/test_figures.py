"""Amounts and numbers as people read them."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from maillage.base import figures


@pytest.mark.parametrize(
    ("amount", "currency", "french", "english"),
    [
        (Decimal("12.00"), "EUR", "12 €", "€12"),
        (Decimal("6.5"), "EUR", "6,50 €", "€6.50"),
        (1240, "EUR", "1 240 €", "€1,240"),
        (Decimal("-3.10"), "EUR", "−3,10 €", "−€3.10"),
        (0, "EUR", "0 €", "€0"),
        (9, "GBP", "9 £", "£9"),
        (9, "SEK", "9 SEK", "SEK9"),
    ],
)
def test_money_shows_cents_only_when_there_are_some(amount, currency, french, english):
    with override("fr"):
        assert figures.money(amount, currency).replace("\u00a0", " ").replace("\u202f", " ") == french
    with override("en"):
        assert figures.money(amount, currency) == english


def test_cents_and_numbers_are_grouped():
    with override("en"):
        assert [
            figures.cents(123456),
            figures.cents(1200),
            figures.number(12401),
            figures.number(1.25, 1),
        ] == [
            "€1,234.56",
            "€12",
            "12,401",
            "1.3",
        ]

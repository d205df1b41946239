"""Numbers are found however people write them."""

from __future__ import annotations

import pytest

from bot.faq.numbers import numbers
from bot.model import Language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 45 minutes", ["45"]),
        ("45min", ["45"]),
        ("two hours and forty-five minutes", ["2", "45"]),
        ("Twenty One, thirty", ["21", "30"]),
        ("zero, eleven, nineteen", ["0", "11", "19"]),
        ("50–70 % of people", ["50 %", "70 %"]),
        ("50-70% and 17 percent", ["50 %", "70 %", "17 %"]),
        ("between 40 and 45 per cent", ["40 %", "45 %"]),
        ("fifty to seventy percent", ["50 %", "70 %"]),
        ("70 out of 100 people", ["70 %"]),
        ("5 to 7 in 10", ["50 %", "70 %"]),
        ("seven in every ten", ["70 %"]),
        ("4 to 8 weeks", ["4", "8"]),
        ("1,000 treatments", ["1000"]),
        ("one thousand, two hundred, 3 million", ["1000", "200", "3000000"]),
        ("2.5 mg, 0.50", ["2.5", "0.5"]),
        ("9:30 am", ["9", "30"]),
        ("since the 1970s", ["1970"]),
        ("the 1st, 2nd, 3rd and 11th", []),
        ("1. Sit\n 2) Rest\nfor 3 hours", ["3"]),
        ("no one, once, half, a few, first, someone", []),
        ("B12, COVID-19, NMDA2, v1.2", []),
        ("weighty, tension, bone", []),
    ],
)
def test_numbers_in_english(text: str, expected: list[str]) -> None:
    """Digits, words, ranges, percentages and their plain forms are numbers; names, ordinals and steps are not."""
    assert [str(number) for number in numbers(text, Language.ENGLISH)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de 50 a 70 %", ["50 %", "70 %"]),
        ("treinta y cinco minutos, once horas", ["35", "11"]),
        ("ocho semanas, 70 por ciento", ["8", "70 %"]),
        ("7 de cada 10 personas", ["70 %"]),
        ("dos mil", ["2000"]),
        ("un día, ten en cuenta", []),
    ],
)
def test_numbers_in_spanish(text: str, expected: list[str]) -> None:
    """Spanish has its own words, and English ones mean nothing there."""
    assert [str(number) for number in numbers(text, Language.SPANISH)] == expected

"""The numbers in a text: digits or words, ranges, percentages and their plain forms ("7 in 10")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number; `is_share` where it is a percentage. Prints as "45" or "70 %"."""

    value: Decimal
    is_share: bool = False

    def __str__(self) -> str:
        """Return the number as people write it."""
        return f"{self.value.normalize():f}{' %' if self.is_share else ''}"


_WORDS = {
    Language.ENGLISH: (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ),
    Language.SPANISH: (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
        "dieciocho diecinueve"
    ),
}
_TENS = {
    Language.ENGLISH: "twenty thirty forty fifty sixty seventy eighty ninety",
    Language.SPANISH: "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
}
_JOINS = {Language.ENGLISH: "[- ]", Language.SPANISH: " y "}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "mil": 1000, "millones": 1_000_000}

_WORTH = {
    language: {word: value for value, word in enumerate(_WORDS[language].split())}
    | {word: 10 * value for value, word in enumerate(_TENS[language].split(), start=2)}
    for language in Language
}


def _spelled(language: Language) -> re.Pattern[str]:
    units = _WORDS[language].split()
    tens, digits, alone = "|".join(_TENS[language].split()), "|".join(units[1:10]), "|".join((units[0], *units[2:]))
    return re.compile(
        rf"\b(?:({tens})(?:{_JOINS[language]}({digits}))?|({alone})|({units[1]})(?= (?:hundred|thousand|mil)))\b"
    )


_SPELLED = {language: _spelled(language) for language in Language}

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SCALE = r"(?:\s+(hundred|thousand|million|mil|millones)\b)?"
_SHARE = r"(\s*%|\s*percent\b|\s*per cent\b|\s*por ciento\b|\s+(?:out of|in|of|de cada)(?: every)? 10{1,2}\b)?"
_RANGE = re.compile(
    rf"(?<![\w.])(?<![A-Za-z]-)({_NUMBER}){_SCALE}(?:(?:\s*[-–—]\s*|\s+(?:to|or|and|a|o|y)\s+)({_NUMBER}){_SCALE})?(?!\d|(?:st|nd|rd|th)\b){_SHARE}",
    re.IGNORECASE,
)
_STEP = re.compile(r"^[^\S\n]*\d+[.)]\s", re.MULTILINE)


def numbers(text: str, language: Language) -> Iterator[Number]:
    """Yield every number of a text. Not ordinals, step numbers, "once", "half", "a few", nor a spelled-out "one"."""
    for found in _RANGE.finditer(_in_digits(_STEP.sub(" ", text), language)):
        low, low_scale, high, high_scale, share = found.groups()
        for digits, scale in ((low, low_scale or high_scale), (high, high_scale)):
            if digits:
                yield _number(digits, scale, share)


def _number(digits: str, scale: str | None, share: str | None) -> Number:
    value = Decimal(digits.replace(",", "")) * _SCALES.get((scale or "").lower(), 1)
    if share and share.strip().endswith("10"):
        return Number(value=value * 10, is_share=True)
    return Number(value=value, is_share=bool(share))


def _in_digits(text: str, language: Language) -> str:
    return _SPELLED[language].sub(
        lambda found: str(sum(_WORTH[language].get(part or "", 0) for part in found.groups())), text.lower()
    )

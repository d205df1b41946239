"""The lexicon's drugs, conditions and procedures as plain names, for matching: a name left over vetoes an answer."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, assert_never

from bot.triage.node import Chain, Choice, Gap, Mark, Maybe, Part, Stem, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.triage.node import Node

CLASSES = (
    "drug",
    "drug-kind",
    "condition",
    "treated-condition",
    "procedure",
    "medicina-es",
    "enfermedad-es",
    "tratada-es",
)
"""The classes whose words are names."""


def spellings(node: Node) -> Iterator[str]:
    """Yield every text that a node of fixed words stands for; one with open words stands for none."""
    match node:
        case Words(texts):
            yield from texts
        case Choice(options):
            for option in options:
                yield from spellings(option)
        case Maybe(part):
            yield from ("", *spellings(part))
        case Chain(parts):
            for combined in product(*(tuple(spellings(part)) for part in parts)):
                yield " ".join(filter(None, combined))
        case Stem() | Part() | Gap() | Mark():
            return
        case unreachable:
            assert_never(unreachable)

"""Phrasings and messages to measure with: the shipped FAQ's, thinned out or varied, the same ones every time."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING
from zlib import crc32

from bot.faq.load import load
from bot.match import phrasings
from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Faq
    from bot.match.tier import Phrasing

ROOT = Path(__file__).parent.parent
SHIPPED = ROOT / "faq.yaml"
MESSAGES = ROOT / "tests" / "messages" / "open.jsonl"


@lru_cache(maxsize=1)
def faq() -> Faq:
    """Return the shipped FAQ."""
    return load(SHIPPED)


@lru_cache(maxsize=1)
def shipped() -> tuple[Phrasing, ...]:
    """Return the shipped English phrasings."""
    return phrasings(faq(), Language.ENGLISH)


def some(count: int) -> tuple[Phrasing, ...]:
    """Return so many phrasings: of the shipped ones, or all of them and varied ones."""
    known = sorted(shipped(), key=lambda p: (crc32(p.text.encode()), p.target))
    return tuple(known[:count]) if count <= len(known) else (*known, *varied(count - len(known)))


def varied(count: int) -> tuple[Phrasing, ...]:
    """Return so many new phrasings: the beginning of one, the end of another of the same target, two words swapped."""
    random, known = Random("phrasings"), shipped()
    of = defaultdict(list)
    for phrasing in known:
        of[phrasing.target].append(phrasing.text.split())
    found: dict[Phrasing, None] = {}
    while len(found) < count:
        first = known[random.randrange(len(known))]
        found[replace(first, text=_crossed(first.text.split(), random.choice(of[first.target]), random))] = None
    return tuple(found)


def _crossed(first: Sequence[str], second: Sequence[str], random: Random) -> str:
    words = [*first[: random.randint(1, len(first))], *second[random.randrange(len(second)) :]]
    one, other = random.randrange(len(words)), random.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def messages() -> list[str]:
    """Return the single messages of the open set, each once, shuffled."""
    lines = map(json.loads, MESSAGES.read_text(encoding="utf-8").splitlines())
    texts = list(dict.fromkeys(line["text"] for line in lines if "turns" not in line))
    Random("messages").shuffle(texts)
    return texts

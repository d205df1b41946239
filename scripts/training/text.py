"""The text that the classifiers are trained on and measured with, one message a line, and each line's source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from bot.faq.load import load as load_faq
from bot.model import Concern
from bot.spelling import Speller
from bot.text import readings
from bot.triage import Triage
from bot.triage.lexicon import load as load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).parents[2]
LEXICON = ROOT / "bot" / "triage" / "data"
UNSEEN_POSTS = 2000
MOST_REQUESTS, MOST_PHRASINGS = 6000, 9000
TELLING = frozenset({"symptoms-now", "symptoms-after"})
"""Topics whose phrasings tell of a body or a mood that is not well: no examples of calm."""

FOLDS = 3


class Source(StrEnum):
    """Where a line comes from."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    CRISIS_EXAMPLE = "crisis example"
    EMERGENCY_EXAMPLE = "emergency example"
    HARD = "hard calm"
    IN_SCOPE = "in scope"
    POST = "everyday post"
    REQUEST = "request"
    PHRASING = "faq phrasing"
    UNSEEN = "unseen post"
    UNSEEN_DARK = "unseen dark post"


UNSEEN = frozenset({Source.UNSEEN, Source.UNSEEN_DARK})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message, and its readings as the desk makes them: the plain one first, repaired."""

    text: str
    source: Source
    readings: tuple[str, ...]

    @cached_property
    def is_held_out(self) -> bool:
        """Tell whether the line is of the fifth that is never trained on."""
        return self.source in UNSEEN or self._number % 5 == 0

    @cached_property
    def fold(self) -> int:
        """Return the part of the trained lines that it is scored with, by weights that have not seen it."""
        return self._number // 5 % FOLDS

    @property
    def whole(self) -> tuple[str, ...]:
        """Return the first reading's words."""
        return tuple(word for word in self.readings[0].split() if word != ".")

    @property
    def _number(self) -> int:
        return crc32(self.text.lower().encode())


def read_all(everyday: Path, requests: Sequence[Path]) -> list[Line]:
    """Return every line once; what comes first is kept."""
    triage = Triage(load_lexicon(LEXICON))
    speller = Speller(triage.vocabulary)
    kept: dict[str, Line] = {}
    for source, text in _sources(triage, everyday, requests):
        if text.lower() not in kept:
            line = Line(text=text, source=source, readings=_as_the_desk(text, speller))
            if line.whole:
                kept[text.lower()] = line
    return list(kept.values())


def lines(folder: Path) -> Iterator[str]:
    """Yield the messages of a folder's files, comments left out."""
    for path in sorted(folder.glob("*.txt")):
        texts = path.read_text(encoding="utf-8").splitlines()
        yield from (text.strip() for text in texts if text.strip() and not text.startswith("#"))


def _sources(triage: Triage, everyday: Path, requests: Sequence[Path]) -> Iterator[tuple[Source, str]]:
    harmless = set(Concern) - {Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE}
    posts = everyday.read_text(encoding="utf-8").splitlines()
    asked = [line.rsplit("\t", 1)[-1] for path in requests for line in path.read_text(encoding="utf-8").splitlines()]
    yield from ((Source.CRISIS, text) for text in lines(ROOT / "training" / "crisis"))
    yield from ((Source.EMERGENCY, text) for text in lines(ROOT / "training" / "emergency"))
    yield from ((Source.CRISIS_EXAMPLE, text) for text in _examples({Concern.CRISIS}))
    yield from ((Source.EMERGENCY_EXAMPLE, text) for text in _examples({Concern.EMERGENCY}))
    yield from ((Source.HARD, text) for text in lines(ROOT / "training" / "calm"))
    yield from ((Source.HARD, text) for text in _examples(harmless))
    yield from ((Source.IN_SCOPE, text) for text in lines(ROOT / "training" / "in-scope"))
    yield from ((Source.POST, text) for text in posts[:-UNSEEN_POSTS] if not _is_dark(triage, text))
    yield from ((Source.REQUEST, text) for text in _evenly(asked, MOST_REQUESTS))
    yield from ((Source.PHRASING, text) for text in _evenly(phrasings(), MOST_PHRASINGS))
    for text in posts[-UNSEEN_POSTS:]:
        yield (Source.UNSEEN_DARK if _is_dark(triage, text) else Source.UNSEEN), text


def phrasings() -> list[str]:
    """Return every phrasing of the shipped FAQ but those that tell of symptoms."""
    items = [item for item in load_faq(ROOT / "faq.yaml").items if item.id not in TELLING]
    return [text for item in items for wording in item.wordings.values() for text in wording.phrasings]


def _examples(concerns: set[Concern]) -> Iterator[str]:
    """Yield the lexicon's own examples of what its rules hear."""
    families = load_lexicon(LEXICON).families
    yield from (text for family in families if family.concern in concerns for text in family.fires_on)


def _is_dark(triage: Triage, post: str) -> bool:
    dark = {Concern.CRISIS, Concern.CRISIS_POSSIBLE, Concern.MENTION}
    return not dark.isdisjoint(signal.concern for signal in triage.signals(readings(post)))


def _evenly(texts: Sequence[str], most: int) -> Iterable[str]:
    return texts[:: max(1, len(texts) // most)]


def _as_the_desk(text: str, speller: Speller) -> tuple[str, ...]:
    plain = readings(text)
    return tuple(dict.fromkeys((*map(speller.repair, plain), *plain)))

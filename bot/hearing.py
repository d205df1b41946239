"""How a raw text reaches triage and matching: its readings with typos repaired, and the rules that fire on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language import detect
from bot.model import Concern, Language
from bot.spelling import Speller
from bot.text import padded, readings, without_accents, words
from bot.triage import ALARMS
from bot.triage.classifier import DOUBT
from bot.triage.seams import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Faq
    from bot.model import Dialogue, Signal
    from bot.triage import Triage

_STOPPING = ALARMS | {Concern.CLINICAL, Concern.SMALLTALK, Concern.OFFTOPIC}


class Hearing:
    """Hears messages with the vocabulary of one FAQ; `triage` None hears no rule at all."""

    def __init__(self, faq: Faq, triage: Triage | None) -> None:
        self._triage = triage
        self.has_triage = triage is not None
        self.names = triage.names if triage else frozenset()
        self._spellers = _spellers(faq, triage)

    def signals(self, text: str, dialogue: Dialogue | None = None) -> tuple[Signal, ...]:
        """Return the rules that fire on the text, and the alarms that only the last three messages together raise."""
        if self._triage is None:
            return ()
        alone = self._triage.signals(self._readings(text))
        if not dialogue or not dialogue.recent:
            return alone
        before = self._triage.signals(self._readings(joined(dialogue.recent)))
        together = self._triage.signals(self._readings(joined((*dialogue.recent, text))))
        new = (s for s in together if s.concern in ALARMS and s not in {*before, *alone})
        found = dict.fromkeys((*alone, *map(_over_messages, new)))
        return tuple(sorted(found, key=lambda s: list(Concern).index(s.concern)))

    def stops(self, text: str) -> bool:
        """Tell whether a rule decides about the text whatever the matcher makes of it."""
        return any(s.concern in _STOPPING and not is_object(s) for s in self.signals(text))

    def repaired(self, spoken: Sequence[str], language: Language) -> tuple[str, ...]:
        """Return the words with typos repaired; no list of Spanish words is at hand, so Spanish is left alone."""
        if language is Language.SPANISH:
            return tuple(spoken)
        return tuple(self._spellers[language].repair(padded(tuple(spoken))).split())

    def _readings(self, text: str) -> tuple[str, ...]:
        """Return the text's readings, repaired ones first: the first of all is what is judged by meaning."""
        plain = readings(text)
        repair = self._spellers[detect(text)].repair
        return tuple(dict.fromkeys((*map(repair, plain), *plain)))


def is_object(signal: Signal) -> bool:
    """Tell whether a clinical rule saw a drug or condition only as what the question is about, not as someone's own."""
    return signal.id.startswith("clinical.object")


def is_only_staffs(signal: Signal) -> bool:
    """Tell whether a desk rule saw what only staff know, however much it sounds like an entry."""
    return signal.id.startswith("desk.only-staff")


def _over_messages(signal: Signal) -> Signal:
    """Weigh what only several messages together raise: a phrase as it is, a classifier as no more than a doubt."""
    return DOUBT if signal.id.endswith(".classifier") else signal


def _spellers(faq: Faq, triage: Triage | None) -> dict[Language, Speller]:
    """Return what repairs each language's typos: always to English words, and never a word of the FAQ's Spanish."""
    own = (*_vocabulary(faq, Language.ENGLISH), *(triage.vocabulary if triage else ()))
    spanish = {without_accents(word) for word in _vocabulary(faq, Language.SPANISH)}
    return {Language.ENGLISH: Speller(own), Language.SPANISH: Speller(own, guarded=spanish)}


def _vocabulary(faq: Faq, language: Language) -> set[str]:
    wordings = (wording for item in faq.items if (wording := item.wordings.get(language)))
    return {word for w in wordings for text in (*w.phrasings, w.text) for word in words(text)}

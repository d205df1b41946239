"""A typed choice counts like a tap ("2", "the first", "none of these"); and which texts lean on the turn before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Decision, Disposition, Queue
from bot.text import words
from bot.wording import NONE_OF_THESE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Faq
    from bot.model import Dialogue

_ORDINALS = (
    {"1", "one", "first", "uno", "primera", "primero"},
    {"2", "two", "second", "dos", "segunda", "segundo"},
    {"3", "three", "third", "tres", "tercera", "tercero"},
)
_AROUND = frozenset("the option number choice one please la el opcion opción número numero a b".split())
_LAST = frozenset({"last", "ultima", "última", "ultimo", "último"})
_YES = frozenset({"yes", "correct", "right", "exactly", "sí", "si"})
_NONE = frozenset({"none", "neither", "no", "ninguna", "ninguno", "nothing"})
_NONE_AROUND = frozenset("of these those them thanks de estas neither".split())
_LEANS_FIRST = frozenset("and so but or also then what how y".split())
_FURTHER = frozenset("and but also plus y tambien también".split())
_LEANS = frozenset("it that this those these them one ones there they eso esa ese esas esos".split())
_SHORT = 6


def typed(text: str, dialogue: Dialogue, faq: Faq) -> Decision | None:
    """Return the decision that a typed choice means, or None where the text is no choice."""
    if not dialogue.options:
        return None
    spoken = tuple(word for word in words(text) if word != ".")
    if text.strip() in NONE_OF_THESE or _is_none(spoken):
        return Decision(disposition=Disposition.HANDOFF, queue=Queue.PERSON)
    chosen = _option(spoken, dialogue.options) or _question(spoken, dialogue.options, faq)
    return Decision(disposition=Disposition.ANSWER, entries=(chosen,), confidence=1.0) if chosen else None


def is_follow_up(spoken: Sequence[str]) -> bool:
    """Tell whether a short text leans on the turn before: "and how many of those"."""
    said = [word for word in spoken if word != "."]
    return len(said) <= _SHORT and bool(said) and (said[0] in _LEANS_FIRST or not _LEANS.isdisjoint(said))


def asks_further(spoken: Sequence[str]) -> bool:
    """Tell whether a short text asks for something beside what was just answered: "and who does that"."""
    said = [word for word in spoken if word != "."]
    return len(said) <= _SHORT and bool(said) and said[0] in _FURTHER


def _option(spoken: Sequence[str], options: Sequence[str]) -> str | None:
    for number, names in enumerate(_ORDINALS[: len(options)]):
        left = set(spoken) - names
        if left != set(spoken) and left <= _AROUND:
            return options[number]
    if set(spoken) & _LAST and set(spoken) - _LAST <= _AROUND:
        return options[-1]
    return options[0] if len(options) == 1 and spoken and set(spoken) <= _YES else None


def _question(spoken: Sequence[str], options: Sequence[str], faq: Faq) -> str | None:
    """Return the option whose question was sent, which is what its button does."""
    for option in options:
        asked = (w.question for w in faq.entry(option).wordings.values())
        if any(tuple(w for w in words(question) if w != ".") == tuple(spoken) for question in asked):
            return option
    return None


def _is_none(spoken: Sequence[str]) -> bool:
    return bool(set(spoken) & _NONE) and set(spoken) <= _NONE | _NONE_AROUND

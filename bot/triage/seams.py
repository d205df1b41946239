"""How the last messages are read together: as one sentence where one goes on in the next, else as neighbors.

People split a sentence over messages ("i want to" / "die"), and people write whole messages without a full stop ("do i
bring my pills" / "all of my kids will be there"). A phrase needs words next to each other, so it may only span two
messages where the first breaks off or the second goes on; everywhere else a sentence end stands between them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_FRAGMENT = 2
"""Words; a message of so few is a part of something, unless it is a reply of its own."""

_BREAKS_OFF = frozenset(
    "to of and or but nor than my your his her their our the a an this these those some any all i he she they we "
    "you who which am is are was were be been being have has had do did does will would should could can cannot "
    "may might must not never just really very almost with without for from at into onto by as if because since "
    "until before after when while how what why want wants wanted wish hope hoping need going trying tried plan "
    "planning thinking ready decided feel feels feeling kill killing killed taking took taken swallow swallowed "
    "keep keeps makes make let only even quiero quisiera voy puedo pienso intento que de y o te se mi mis el la "
    "los las un una ni para por con sin en es soy estoy".split()
)
_ACTS = frozenset(
    "end ending take taking hurt hurting cut cutting hang shoot slit stop kill jump do go get be not leave".split()
)
"""What breaks off after "to" or "of" ("i want to end"), and may end a sentence elsewhere."""

_GOES_ON = frozenset(
    "to of and or because with without myself himself herself themselves yourself me him her us them it all "
    "anymore any dead die dying gone alive again tonight forever away apart out off up down into over by enough "
    "too either than morir matarme morirme matar muerto muerta vivir mas".split()
)
_ASKS = frozenset(
    "is are was do does did can could will would should has have how what when where who which why".split()
)
"""How a question begins: it is whole where it does not break off, and a few words after it are a reply."""

_REPLIES = frozenset(
    "yes yeah yep yup no nope nah ok okay k kk thanks thank ty thx hi hello hey bye goodbye lol haha lmao sure "
    "fine great cool nice good perfect please sorry right maybe hmm oh wow si gracias hola vale adios".split()
)


def joined(messages: Sequence[str]) -> str:
    """Return messages as one text: a blank where a sentence goes on, a line end where another begins."""
    text = messages[0]
    for before, after in pairwise(messages):
        text += (" " if _goes_on(before, after) else "\n") + after
    return text


def _goes_on(before: str, after: str) -> bool:
    """Tell whether a message breaks off and the next one goes on."""
    ended, going = words(before), words(after)
    if not ended or not going or ended[-1] == ".":
        return False
    is_cut = ended[-1] in _BREAKS_OFF or going[0] in _GOES_ON or len(ended[-1]) == 1 or _is_act(ended)
    return is_cut or _is_fragment(ended) or (_is_fragment(going) and ended[0] not in _ASKS)


def _is_act(said: tuple[str, ...]) -> bool:
    return len(said) > 1 and said[-2] in {"to", "of"} and said[-1] in _ACTS


def _is_fragment(said: tuple[str, ...]) -> bool:
    return len(said) <= _FRAGMENT and _REPLIES.isdisjoint(said)

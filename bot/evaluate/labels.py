"""Labelled messages: one JSON object a line, what a patient wrote and what it should end in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, StringConstraints, TypeAdapter, ValidationError

from bot.errors import LabelsError
from bot.text import MAX_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterable


class Ending(StrEnum):
    """A disposition as labels name it: a hand-off is `clinical` or `desk` (contract: Dispositions)."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    CLINICAL = "clinical"
    DESK = "desk"
    ANSWER = "answer"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"
    OFFTOPIC = "offtopic"


def _or_nothing(given: object) -> object:
    return () if given is None else given


Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS, pattern=r"\S")]
Ids = Annotated[tuple[str, ...], BeforeValidator(_or_nothing)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One labelled message; `turns` are a dialogue, and `expect` is for its last message.

    `topics` are the entries asked for and `accept` other sets of entries as good; `accept_expect` other endings that a
    sensible desk could choose; `also` may be answered beside a hand-off; `near` is neither right nor wrong.
    """

    expect: Ending
    text: Text | None = None
    turns: Annotated[tuple[Text, ...], BeforeValidator(_or_nothing)] = ()
    topics: Ids = ()
    accept: Annotated[tuple[Ids, ...], BeforeValidator(_or_nothing)] = ()
    accept_expect: Annotated[tuple[Ending, ...], BeforeValidator(_or_nothing)] = ()
    also: Ids = ()
    near: Ids = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """What the patient wrote, in order."""
        return self.turns or ((self.text,) if self.text else ())

    @property
    def wanted(self) -> tuple[frozenset[str], ...]:
        """The sets of entries of which each is a right answer."""
        return tuple(map(frozenset, (self.topics, *self.accept)))


_LABEL = TypeAdapter(Label)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(lines: Iterable[bytes], name: str) -> tuple[Label, ...]:
    """Read a set; blank lines are passed over. Raises LabelsError with every line that is no label."""
    labels, problems = [], []
    for number, raw in enumerate(lines, 1):
        if not raw.strip():
            continue
        label = _label(raw.removeprefix(_BYTE_ORDER_MARK))
        if isinstance(label, Label):
            labels.append(label)
        else:
            problems.append(f"{name}:{number}: {label}")
    if not labels and not problems:
        problems.append(f"{name}:1: the set is empty; write one labelled message a line")
    if problems:
        raise LabelsError("\n".join(problems))
    return tuple(labels)


def _label(raw: bytes) -> Label | str:
    """Return a line's label, or what is wrong with it, without the message's words."""
    try:
        label = _LABEL.validate_json(raw)
    except ValidationError as error:
        return "; ".join(_mend(e["loc"], e["msg"]) for e in error.errors(include_input=False, include_url=False))
    if not label.messages:
        return 'no message: write "text" or "turns"'
    if label.expect is Ending.CLARIFY:
        return '`expect`: "clarify" is never the one right ending; write "answer", and "clarify" under `accept_expect`'
    if label.expect is Ending.ANSWER and not label.topics:
        return '`topics`: an "answer" names the entries that are asked for'
    return label


def _mend(path: tuple[int | str, ...], message: str) -> str:
    place = f"`{'.'.join(map(str, path))}`: " if path else ""
    return f"{place}{message[0].lower()}{message[1:]}"

"""A front desk by hand: in memory, one canned reply of each kind, faults on demand."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.faq.content import Faq
from bot.model import Author, Language, Line
from bot.ports import Growth, Seen
from tests.web.canned import ANSWER, CANNOT_STORE, CLINIC, GREETING, PERSON, RECEIPT, REPLIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Case, Choice, Message, PatientContact, Reply
    from bot.surface import Rated


@dataclass(kw_only=True)
class FakeDesk:
    """Answers by the first word of the message (`crisis …`), `quiet` with silence, everything else with an answer.

    `is_broken`: the store fails. `failure`: what `receive` raises. `slowly`: what `receive` waits for.
    """

    faq: Faq = field(default_factory=lambda: Faq(entries=(), clinic=CLINIC))
    is_broken: bool = False
    failure: Exception | None = None
    slowly: threading.Event | None = None
    stored: list[Line] = field(default_factory=list)
    waiting: dict[str, Case] = field(default_factory=dict)
    left: dict[str, PatientContact] = field(default_factory=dict)
    rated: list[tuple[str, int, bool]] = field(default_factory=list)
    shown: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def receive(self, message: Message) -> Line | None:
        """Store the message and a canned reply, once for each (conversation, client id)."""
        if self.slowly:
            self.slowly.wait(10)
        if self.failure:
            raise self.failure
        self._check()
        with self.lock:
            key = (message.conversation, message.client_id)
            if any((line.conversation, line.client_id) == key for line in self.stored):
                return None
            return self._answer(message)

    def staff_reply(self, conversation: str, text: str, *, name: str = "Maria Lopez") -> Line:
        """Store what a staff member writes."""
        with self.lock:
            line = self._line(conversation, Author.STAFF, text)
            self.stored[-1] = replace(line, staff_name=name)
            return self.stored[-1]

    def heal(self) -> None:
        """Undo every fault."""
        self.is_broken, self.failure, self.slowly = False, None, None

    def said(self, conversation: str) -> tuple[str, ...]:
        """Return the patient's words that were stored."""
        return tuple(
            line.text for line in self.stored if line.conversation == conversation and line.author is Author.PATIENT
        )

    def lines(self, conversation: str, *, after: int = 0) -> tuple[Line, ...]:
        """Return the conversation's lines."""
        self._check()
        return tuple(line for line in tuple(self.stored) if line.conversation == conversation and line.number > after)

    def answers(self, lines: Sequence[Line]) -> frozenset[int]:
        """Return the lines that hold the canned answer."""
        return frozenset(line.number for line in lines if line.reply == ANSWER)

    def rate(self, conversation: str, number: int, *, is_helpful: bool) -> None:
        """Note what somebody thinks of a line."""
        self.rated.append((conversation, number, is_helpful))

    def entries(self) -> tuple[Rated, ...]:
        """Count nothing."""
        return ()

    def language(self, _conversation: str) -> Language:
        """Return the language of every conversation."""
        return Language.ENGLISH

    def alarms(self, text: str) -> bool:
        """Hear danger in one word."""
        return "danger" in text

    def case(self, name: str) -> Case | None:
        """Return the case that a test has put here."""
        self._check()
        return self.waiting.get(name)

    def contact(self, name: str) -> PatientContact | None:
        """Return what was left."""
        return self.left.get(name)

    def leave_contact(self, name: str, given: PatientContact) -> None:
        """Keep what is left."""
        if not self.said(name):
            raise KeyError(name)
        self.left[name] = given

    def seen(self, name: str) -> Seen:
        """Return what was shown."""
        return Seen(number=self.shown.get(name, 0), at=None)

    def show(self, name: str, number: int) -> None:
        """Note what was shown."""
        self.shown[name] = number

    def greeting(self, _language: Language = Language.ENGLISH) -> Reply:
        """Return the first screen."""
        return GREETING

    def cannot_store(self, _language: Language = Language.ENGLISH) -> Reply:
        """Return the crisis lines."""
        return CANNOT_STORE

    def person(self, _language: Language = Language.ENGLISH) -> Choice:
        """Return the way to a person."""
        return PERSON

    def latest(self) -> int:
        """Return the highest number."""
        self._check()
        return len(self.stored)

    def growth(self, since: int | None) -> Growth:
        """Tell whose conversations have grown since a number."""
        self._check()
        return Growth(
            number=len(self.stored), conversations=frozenset(line.conversation for line in self.stored[since or 0 :])
        )

    def _check(self) -> None:
        if self.is_broken:
            raise StoreError("disk full")

    def _answer(self, message: Message) -> Line | None:
        line = self._line(message.conversation, Author.PATIENT, message.text)
        self.stored[-1] = replace(line, client_id=message.client_id)
        words = message.text.split()
        if words[:1] == ["quiet"]:
            return None
        reply = RECEIPT if message.text == PERSON.text else REPLIES.get(words[0] if words else "", ANSWER)
        desk_line = self._line(message.conversation, Author.DESK, "\n\n".join(reply.paragraphs))
        self.stored[-1] = replace(desk_line, reply=reply)
        return self.stored[-1]

    def _line(self, conversation: str, author: Author, text: str) -> Line:
        number = len(self.stored) + 1
        line = Line(number=number, conversation=conversation, author=author, text=text, at=datetime.now(UTC))
        self.stored.append(line)
        return line

"""What the patients' page needs of the front desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Faq
    from bot.model import Choice, Language, Line, Message, Reply


class Desk(Protocol):
    """The one way through, synchronous and thread-safe: called in a thread."""

    @property
    def faq(self) -> Faq:
        """Return what the desk may say now."""
        ...

    def receive(self, message: Message) -> Line | None:
        """Store the message, then answer it; the same `client_id` twice gives the same line. Raises StoreError."""
        ...

    def lines(self, conversation: str, *, after: int = 0) -> Sequence[Line]:
        """Return the conversation's lines with a number above `after`."""
        ...

    def answers(self, lines: Sequence[Line]) -> frozenset[int]:
        """Return the numbers of those lines of one conversation that answer a question from the FAQ."""
        ...

    def language(self, conversation: str) -> Language:
        """Return the language that the conversation is held in."""
        ...

    def alarms(self, text: str) -> bool:
        """Tell whether a form's field speaks of danger, so that it is to be received as a message."""
        ...

    def greeting(self, language: Language) -> Reply:
        """Return what is said before the first message."""
        ...

    def cannot_store(self, language: Language) -> Reply:
        """Return the crisis lines and the phone, from memory."""
        ...

    def person(self, language: Language) -> Choice:
        """Return the "talk to a person" choice."""
        ...

    def latest(self) -> int:
        """Return the store's highest line number. Raises StoreError."""
        ...

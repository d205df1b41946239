"""Parts of a desk that fail, wait or look, written by hand."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.errors import StoreError, StoreUnwritable
from bot.triage.shipped import shipped
from bot.understanding import Understanding
from tests.samples import FAQ
from tests.understood import parts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Decision, Dialogue, Line, Message, Reply
    from bot.ports import Accepted, Conversations, Inbox, ReplyTo
    from bot.store import Store


class Broken(Understanding):
    """An understanding that fails, and quotes the patient when it does."""

    def __init__(self, error: type[Exception]) -> None:
        super().__init__(*parts(FAQ, shipped()))
        self._error = error

    def take(self, dialogue: Dialogue, text: str) -> tuple[Decision, Dialogue]:
        """Fail."""
        raise self._error(text, dialogue)


class Meeting(Understanding):
    """An understanding in which messages wait for one another, to tell whether two are ever taken at once."""

    def __init__(self, *, patience: float) -> None:
        super().__init__(*parts(FAQ, shipped()))
        self._patience = patience
        self._guard = threading.Lock()
        self._inside = 0
        self.met = threading.Event()

    def take(self, dialogue: Dialogue, text: str) -> tuple[Decision, Dialogue]:
        """Wait for a second message, but not for ever."""
        self._enter(1)
        self.met.wait(self._patience)
        self._enter(-1)
        return super().take(dialogue, text)

    def _enter(self, by: int) -> None:
        with self._guard:
            self._inside += by
            if self._inside > 1:
                self.met.set()


class Peeking(Understanding):
    """An understanding that looks at what is stored when a message is taken."""

    def __init__(self, store: Store) -> None:
        super().__init__(*parts(FAQ, shipped()))
        self._store = store
        self.stored: list[str] = []

    def take(self, dialogue: Dialogue, text: str) -> tuple[Decision, Dialogue]:
        """Note what waits for an answer in the store."""
        self.stored += [line.text for line in self._store.inbox.unanswered()]
        return super().take(dialogue, text)


class FullInbox:
    """An inbox that can store nothing."""

    def accept(self, message: Message) -> Accepted:
        """Refuse."""
        del message
        raise StoreUnwritable("the disk is full; free some space")

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Accepted]:
        """Refuse."""
        del messages
        raise StoreUnwritable("the disk is full; free some space")

    def withdraw(self, conversation: str, client_id: str) -> None:
        """Refuse."""
        del conversation, client_id
        raise StoreUnwritable("the disk is full; free some space")

    def unanswered(self) -> Sequence[Line]:
        """Find nothing."""
        return ()


class Deaf:
    """An inbox that takes messages and cannot tell which of them wait, while `is_deaf`."""

    def __init__(self, kept: Inbox) -> None:
        self._kept = kept
        self.is_deaf = True

    def accept(self, message: Message) -> Accepted:
        """Store it."""
        return self._kept.accept(message)

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Accepted]:
        """Store them."""
        return self._kept.accept_all(messages)

    def withdraw(self, conversation: str, client_id: str) -> None:
        """Mark it."""
        self._kept.withdraw(conversation, client_id)

    def unanswered(self) -> Sequence[Line]:
        """Refuse, or tell."""
        if self.is_deaf:
            raise StoreError("the store refused")
        return self._kept.unanswered()


class Refusing:
    """Conversations that cannot record what a message of one of `refused` came to."""

    def __init__(self, kept: Conversations, *refused: str) -> None:
        self._kept = kept
        self.refused = set(refused)

    def dialogue(self, conversation: str) -> Dialogue:
        """Read on."""
        return self._kept.dialogue(conversation)

    def record(
        self,
        line: Line,
        *,
        decision: Decision,
        reply: Reply | ReplyTo | None,
        dialogue: Dialogue,
        due_at: datetime | None = None,
    ) -> Line | None:
        """Refuse, or record."""
        if line.conversation in self.refused:
            raise StoreUnwritable("the disk is full; free some space")
        return self._kept.record(line, decision=decision, reply=reply, dialogue=dialogue, due_at=due_at)

    def lines(self, conversation: str, *, after: int = 0) -> Sequence[Line]:
        """Read on."""
        return self._kept.lines(conversation, after=after)

    def decisions(self, conversation: str) -> Sequence[tuple[Line, Decision]]:
        """Read on."""
        return self._kept.decisions(conversation)

    def latest(self) -> int:
        """Read on."""
        return self._kept.latest()

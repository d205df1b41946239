"""The one way through: a patient's message comes in, is stored, understood, recorded and answered.

Whatever goes wrong in understanding or wording ends with staff and the crisis lines, never in silence and never in a guess.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import structlog

from bot.model import Decision, Dialogue, Disposition, Language, Priority, Queue
from bot.wording import Situation, cannot_store, compose, greeting, person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.faq.content import Faq
    from bot.model import Choice, Line, Message, Reply
    from bot.ports import Clock, Conversations, Inbox
    from bot.understanding import Understanding

log = structlog.get_logger()

_LOCKS = 64
_IN_DOUBT = Decision(disposition=Disposition.HANDOFF, queue=Queue.UNKNOWN, priority=Priority.URGENT)


class FrontDesk:
    """Receives messages for one clinic. Synchronous and safe to use from many threads."""

    def __init__(
        self, understanding: Understanding, *, inbox: Inbox, conversations: Conversations, clock: Clock
    ) -> None:
        self._understanding = understanding
        self._inbox, self._conversations, self._clock = inbox, conversations, clock
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))

    @property
    def faq(self) -> Faq:
        """What the desk may say."""
        return self._understanding.faq

    def receive(self, message: Message) -> Line | None:
        """Store a message, then answer it; return the desk's line, or None where the desk stays silent.

        The same client id twice is one message with one reply. Raises StoreError where the message could not be stored:
        then nothing was acknowledged and the channel shows `cannot_store()`.
        """
        with self._locks[hash(message.conversation) % _LOCKS]:
            accepted = self._inbox.accept(message)
            return accepted.reply or self._answer(accepted.line)

    def recover(self) -> int:
        """Answer what a killed process left behind; return how many messages that were."""
        left = self._inbox.unanswered()
        for line in left:
            self._answer(line)
        return len(left)

    def lines(self, conversation: str, *, after: int = 0) -> Sequence[Line]:
        """Return a conversation's lines with a number above `after`, in order."""
        return self._conversations.lines(conversation, after=after)

    def latest(self) -> int:
        """Return the highest line number of the whole store."""
        return self._conversations.latest()

    def greeting(self, language: Language = Language.ENGLISH) -> Reply:
        """Return the first screen: automated, not for emergencies, common questions."""
        return greeting(self.faq, language)

    def person(self, language: Language = Language.ENGLISH) -> Choice:
        """Return the "talk to a person" choice."""
        return person(language)

    def cannot_store(self, language: Language = Language.ENGLISH) -> Reply:
        """Return what a patient reads when nothing could be stored: the crisis lines, the phone, the truth."""
        return cannot_store(self.faq, language)

    def _answer(self, line: Line) -> Line | None:
        before = self._conversations.dialogue(line.conversation)
        decision, reply, after = self._understand(before, line)
        log.info(
            "message.decided",
            line=line.number,
            disposition=str(decision.disposition),
            queue=decision.queue and str(decision.queue),
            entries=decision.entries,
            rules=[signal.id for signal in decision.signals],
            confidence=decision.confidence,
        )
        return self._conversations.record(line, decision=decision, reply=reply, dialogue=after)

    def _understand(self, before: Dialogue, line: Line) -> tuple[Decision, Reply, Dialogue]:
        situation = Situation(now=self._clock.now())
        try:
            decision, after = self._understanding.take(before, line.text)
            return decision, compose(decision, self.faq, situation), after
        except Exception as error:  # the one broad except: whatever fails here, the patient gets a person and the lines
            log.error("message.failed", line=line.number, error=type(error).__name__)
            return _IN_DOUBT, compose(_IN_DOUBT, self.faq, situation), before

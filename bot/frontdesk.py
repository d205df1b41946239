"""The one way through: a patient's message comes in, is stored, understood, recorded and answered.

Whatever goes wrong in understanding or wording ends with staff and the crisis lines, never in silence and never in
a guess.
"""

from __future__ import annotations

import contextlib
import threading
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from structlog.contextvars import bound_contextvars

from bot.desk.due import due_by
from bot.errors import StoreError
from bot.model import NEWS, Alert, CaseState, Decision, Dialogue, Disposition, Language, Priority, Queue, Tone
from bot.pages import Health
from bot.wording import Situation, cannot_store, compose, greeting, in_doubt, only_text, person, with_only_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.faq.content import Faq
    from bot.model import Case, Choice, Line, Message, Reply
    from bot.ports import Accepted, Clock, Conversations, Inbox, ReplyTo
    from bot.understanding import Understanding

log = structlog.get_logger()

_LOCKS = 1024
_ALARMS = frozenset({Disposition.CRISIS, Disposition.EMERGENCY})
_IN_DOUBT = Decision(disposition=Disposition.HANDOFF, queue=Queue.UNKNOWN, priority=Priority.URGENT)
_UNREADABLE = Decision(disposition=Disposition.HANDOFF, queue=Queue.UNKNOWN)


class FrontDesk:
    """Receives messages for one clinic. Synchronous and safe to use from many threads."""

    def __init__(
        self,
        understanding: Understanding,
        *,
        inbox: Inbox,
        conversations: Conversations,
        clock: Clock,
        health: Callable[[], Health] = Health,
    ) -> None:
        self._understanding = understanding
        self._health = health
        self._inbox, self._conversations, self._clock = inbox, conversations, clock
        self._locks = tuple(threading.Lock() for _ in range(_LOCKS))
        self._is_behind = False

    @property
    def faq(self) -> Faq:
        """What the desk may say."""
        return self._understanding.faq

    def receive(self, message: Message) -> Line | None:
        """Store a message, then answer it; return the desk's line, or None where the desk stays silent.

        The same client id twice is one message with one reply. Raises StoreError where the message or its outcome could
        not be stored: then nothing was acknowledged and the channel shows `cannot_store()`.
        """
        with self._turn(message.conversation):
            accepted = self._inbox.accept(message)
            return accepted.reply or self._answer(accepted.line, accepted.dialogue)

    def accept(self, messages: Sequence[Message]) -> Sequence[Accepted]:
        """Only store messages: for a channel that acknowledges first and has them answered with `answer`.

        What is never answered because the process died is by `recover`. Raises StoreError: then none is stored.
        """
        return self._inbox.accept_all(messages)

    def answer(self, line: Line) -> Line | None:
        """Answer a message that `accept` has stored, once; return as `receive`. Raises StoreError."""
        with self._turn(line.conversation):
            return self._answer(line)

    def withdraw(self, conversation: str, client_id: str) -> None:
        """Mark a message that the patient has deleted where it was written; what it ended in stays."""
        self._inbox.withdraw(conversation, client_id)

    def recover(self) -> int:
        """Answer what was stored but never answered, oldest first; return how many messages that were.

        A killed process leaves such messages, or a disk that was full. What still cannot be recorded is left for later.
        """
        self._is_behind = False
        return sum(self._is_recovered(line) for line in self._unanswered())

    def catch_up(self) -> None:
        """Recover if an outcome could not be recorded; a store that still refuses is asked again later."""
        if self._is_behind:
            with contextlib.suppress(StoreError):
                self.recover()

    def lines(self, conversation: str, *, after: int = 0) -> Sequence[Line]:
        """Return a conversation's lines with a number above `after`, in order."""
        return self._conversations.lines(conversation, after=after)

    def latest(self) -> int:
        """Return the highest line number of the whole store."""
        return self._conversations.latest()

    def greeting(self, language: Language = Language.ENGLISH) -> Reply:
        """Return the first screen: automated, not for emergencies, whether staff can be alerted, common questions."""
        return greeting(self.faq, language, is_alertable=self._health().is_reachable)

    def person(self, language: Language = Language.ENGLISH) -> Choice:
        """Return the "talk to a person" choice."""
        return person(language)

    def cannot_store(self, language: Language = Language.ENGLISH) -> Reply:
        """Return what a patient reads when nothing could be stored: the crisis lines, the phone, the truth."""
        return cannot_store(self.faq, language)

    def answers(self, lines: Sequence[Line]) -> frozenset[int]:
        """Return the numbers of those lines of one conversation that answer a question from the FAQ."""
        said = [line for line in lines if line.reply and line.reply.tone is Tone.PLAIN]
        if not said:
            return frozenset()
        came_to = self._conversations.decisions(said[0].conversation)
        return frozenset(line.number for line in said if _answers(line, came_to))

    def language(self, conversation: str) -> Language:
        """Return the language that the conversation is held in."""
        return self._conversations.dialogue(conversation).language

    def alarms(self, text: str) -> bool:
        """Tell whether a text that is no message, such as a form's field, speaks of danger: it is received as one."""
        decision, _, _ = respond(self._understanding, Dialogue(), text, now=self._clock.now())
        return decision.priority is not Priority.ROUTINE

    def _truthful(self, decision: Decision, now: datetime) -> ReplyTo:
        """Return the reply that says what is true of the alert, or of the waiting case, when it is committed."""
        can_alert = self._health().can_alert

        def reply(case: Case | None) -> Reply:
            try:
                alert, seen_by = alerted(case, can_alert=can_alert)
                return compose(decision, self.faq, Situation(now=now, alert=alert, seen_by=seen_by, case=case))
            except Exception as error:  # noqa: BLE001 - a case of danger is committed, whatever fails in its words
                _log_failure(error)
                return in_doubt(self.faq, decision.language)

        return reply

    def _turn(self, conversation: str) -> threading.Lock:
        """Return the lock that makes a conversation wait for itself; few others wait with it."""
        return self._locks[hash(conversation) % _LOCKS]

    def _unanswered(self) -> Sequence[Line]:
        try:
            return self._inbox.unanswered()
        except StoreError:
            self._is_behind = True
            raise

    def _is_recovered(self, line: Line) -> bool:
        try:
            with self._turn(line.conversation):
                self._answer(line)
        except StoreError as error:
            log.error("message.left", line=line.number, error=type(error).__name__)
            return False
        return True

    def _answer(self, line: Line, known: Dialogue | None = None) -> Line | None:
        try:
            before = known or self._conversations.dialogue(line.conversation)
            with bound_contextvars(line=line.number):
                now = self._clock.now()
                decision, reply, after = respond(self._understanding, before, line.text, now=now, files=line.files)
                _log(decision)
            due_at = due_by(decision.priority, self.faq.clinic, now) if decision.escalates else None
            told = self._truthful(decision, now) if _tells_of_case(decision) else reply
            said = None if self._changes_nothing(line, decision) else told
            return self._conversations.record(line, decision=decision, reply=said, dialogue=after, due_at=due_at)
        except StoreError:
            self._is_behind = True
            raise

    def _changes_nothing(self, line: Line, decision: Decision) -> bool:
        """Tell whether a line is an edit that comes to what the message came to before it, and is no danger."""
        if line.revises is None or decision.priority is not Priority.ROUTINE:
            return False
        earlier = [
            came_to
            for one, came_to in self._conversations.decisions(line.conversation)
            if one.number < line.number and line.revises in {one.client_id, one.revises}
        ]
        return bool(earlier) and _gist(earlier[-1]) == _gist(decision)


def _gist(decision: Decision) -> tuple[object, ...]:
    """Return what a patient notices of a decision."""
    return decision.disposition, decision.queue, decision.entries, decision.options, decision.topics


def _tells_of_case(decision: Decision) -> bool:
    """Tell whether the reply says what is true of the case."""
    return decision.disposition in _ALARMS or NEWS in decision.topics


def alerted(case: Case | None, *, can_alert: bool) -> tuple[Alert, str | None]:
    """Return what is true of the alert about a case of danger, and who has seen it."""
    if case and case.state is not CaseState.PAGED and case.acknowledged_by:
        return Alert.SEEN, case.acknowledged_by
    return (Alert.SENT if can_alert else Alert.FAILED), None


def respond(
    understanding: Understanding, before: Dialogue, text: str, *, now: datetime, files: int = 0
) -> tuple[Decision, Reply, Dialogue]:
    """Return what a text ends in, what the patient reads, and the dialogue after it. Never raises.

    Whatever fails, the patient gets a person and the lines; danger that was heard stays danger. Files, which the desk
    cannot read, go to staff where no words came with them.
    """
    decision = after = None
    try:
        if files and not text.strip() and before.in_crisis is None:
            decision = replace(_UNREADABLE, language=before.language)
            after = replace(before, options=(), waiting=decision.queue)
            return decision, only_text(understanding.faq, decision, now), after
        decision, after = understanding.take(before, text)
        reply = compose(decision, understanding.faq, Situation(now=now))
        return decision, with_only_text(reply) if files else reply, after
    except Exception as error:  # noqa: BLE001 - as the docstring says
        _log_failure(error)
    if decision is None or after is None or decision.disposition not in _ALARMS:
        decision = replace(_IN_DOUBT, language=before.language)
        after = replace(before, options=(), waiting=decision.queue)
    return decision, in_doubt(understanding.faq, decision.language), after


def _log_failure(error: Exception) -> None:
    log.error("message.failed", error=type(error).__name__, where=_where(error))


def _log(decision: Decision) -> None:
    log.info(
        "message.decided",
        disposition=str(decision.disposition),
        queue=decision.queue and str(decision.queue),
        entries=decision.entries,
        rules=[signal.id for signal in decision.signals],
        confidence=decision.confidence,
    )


def _where(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _answers(line: Line, came_to: Sequence[tuple[Line, Decision]]) -> bool:
    last = next((decision for asked, decision in reversed(came_to) if asked.number < line.number), None)
    return last is not None and last.disposition is Disposition.ANSWER

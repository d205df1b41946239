"""Lines that the desk says by itself, each committed with what caused it, and once for each time a case was paged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Author, CaseState
from bot.store.ledger.dialogues import dialogue_of
from bot.store.ledger.lines import add_line, sent_already
from bot.wording import notices

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.faq.content import Clinic
    from bot.model import Case, Reply


def tell_seen(connection: Connection, clinic: Clinic | None, before: Case, after: Case) -> None:
    """Tell the patient who has seen a paged case, where that has just happened."""
    if before.state is not CaseState.PAGED or after.acknowledged_at is None or after.acknowledged_by is None:
        return
    language = dialogue_of(connection, after.conversation).language
    reply = notices.seen(clinic, language, name=after.acknowledged_by, at=after.acknowledged_at)
    _say(connection, after, "seen", reply, now=after.acknowledged_at)


def tell_unanswered(connection: Connection, clinic: Clinic | None, case: Case, now: datetime) -> None:
    """Tell the patient that everybody was called and nobody has answered yet."""
    language = dialogue_of(connection, case.conversation).language
    _say(connection, case, "unanswered", notices.unanswered(clinic, language, case=case), now=now)


def tell_unreached(connection: Connection, clinic: Clinic | None, case: Case, now: datetime) -> None:
    """Tell the patient that the alert reached nobody."""
    language = dialogue_of(connection, case.conversation).language
    _say(connection, case, "unreached", notices.unreached(clinic, language, case=case), now=now)


def _say(connection: Connection, case: Case, kind: str, reply: Reply, *, now: datetime) -> None:
    name = f"{kind}-{case.id}-{case.paged_at.isoformat() if case.paged_at else ''}"
    if sent_already(connection, case.conversation, author=Author.DESK, client_id=name):
        return
    text = "\n\n".join(reply.paragraphs)
    add_line(
        connection,
        conversation=case.conversation,
        author=Author.DESK,
        text=text,
        reply=reply,
        client_id=name,
        at=now,
    )

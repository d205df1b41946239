"""What the tests of paging are made of: a clinic with people on call, and a look at the rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.desk.ladder import Reach
from bot.faq.content import OnCall
from bot.model import Author, Dialogue, Language
from tests.samples import CLINIC
from tests.store.parts import CRISIS, REPLY, message

if TYPE_CHECKING:
    from bot.model import Case, Decision
    from bot.pages import Page
    from bot.store import Store
    from tests.store.places import Place

NURSE, BACKUP = "on-call nurse", "backup nurse"
ON_CALL = tuple(OnCall(role=role, name="Sample Person", phone="555-0143") for role in (NURSE, BACKUP))
REACH = Reach(clinic=lambda: replace(CLINIC, on_call=ON_CALL), destinations={NURSE: 2, BACKUP: 1})
"""The nurse at two places at once, the backup at one after five minutes, which is when the patient is told."""

STARTED = [(NURSE, 1), (NURSE, 2)]


def in_danger(
    store: Store, decision: Decision = CRISIS, *, conversation: str = "c1", language: Language = Language.ENGLISH
) -> Case:
    """Return the case of someone in danger."""
    line = store.inbox.accept(message(f"m{store.conversations.latest()}", conversation=conversation)).line
    dialogue = Dialogue(language=language)
    store.conversations.record(line, decision=decision, reply=REPLY, dialogue=dialogue)
    return next(case for case in store.cases.open_cases() if case.conversation == conversation)


def sent(store: Store) -> list[tuple[str, int]]:
    """Fire what is due and send what is queued; return where to."""
    store.timers.fire()
    taken = store.pages.take(limit=99)
    for page in taken:
        store.pages.sent(page)
    return [where(page) for page in taken]


def where(page: Page) -> tuple[str, int]:
    """Return a page's role and destination."""
    return page.place.role, page.place.number


def queued(place: Place) -> list[tuple[object, ...]]:
    """Return role, destination and minute of every page there is."""
    return place.run("SELECT role, destination, step FROM page ORDER BY id")


def audited(place: Place, kind: str) -> int:
    """Return how many rows of a kind the audit has."""
    return len(place.run(f"SELECT number FROM audit WHERE kind = '{kind}'"))  # noqa: S608 - the tests' own words


def notices(store: Store, conversation: str = "c1") -> list[str]:
    """Return the first paragraph of each line that the desk said by itself."""
    lines = store.conversations.lines(conversation)
    by_itself = [line for line in lines if line.author is Author.DESK and line.client_id]
    return [line.reply.paragraphs[0] for line in by_itself if line.reply]

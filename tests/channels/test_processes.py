"""Several processes of one desk on one platform and one database, SQLite or PostgreSQL."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from bot.model import Author
from tests.channels.drivers import until
from tests.channels.platforms import discord_platform, slack_platform
from tests.serving import serving, small_faq
from tests.store.places import open_place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store import Store
    from tests.channels.platforms import Platform
    from tests.store.places import Place

LENGTH, ANSWER = "how long is a session", "About two hours."
CLINICAL, RECEIPT = "I take lithium, is that a problem for me?", "medical staff"
PATIENTS = range(6)

pytestmark = pytest.mark.timeout(300)
"""Two whole desks are started, on a machine that may be busy."""


@pytest.fixture(params=[discord_platform, slack_platform], ids=["discord", "slack"])
async def platform(request: pytest.FixtureRequest) -> AsyncIterator[Platform]:
    """Return each platform in turn."""
    async with request.param() as served:
        yield served


async def started(stack: ExitStack, folder: Path, place: Place, platform: Platform) -> None:
    """Start two processes that share everything."""
    faq = small_faq(folder)
    for process in range(2):
        settings: dict[str, Any] = {"FAQ": faq, "DATABASE": place.database, **platform.settings(process)}
        desk = serving(folder, **settings)
        await asyncio.to_thread(stack.enter_context, desk)
        await platform.connected(process + 1)


def authors(store: Store, conversation: str) -> list[Author]:
    """Return who has said what in a conversation."""
    return [line.author for line in store.conversations.lines(conversation)]


async def settled(platform: Platform, store: Store, *, answers: int) -> None:
    """Wait until every patient has so many answers, and all that was sent is noted."""

    def is_noted(patient: int) -> bool:
        states = store.deliveries.states(platform.conversation(patient)).values()
        return len(states) == answers and all(one.is_sent for one in states)

    await until(lambda: all(map(is_noted, PATIENTS)))


async def test_two_processes_answer_each_message_once(tmp_path: Path, either: Place, platform: Platform) -> None:
    """Both hear and both send: each message is one line, one answer and one request; a case has one card (R3, R7)."""
    with ExitStack() as stack:
        await started(stack, tmp_path, either, platform)
        store = open_place(either)
        stack.callback(store.close)
        rounds = 0
        while len(+platform.senders()) < 2:
            for patient in PATIENTS:
                await platform.write(patient, LENGTH, to=patient % 2)
            rounds += 1
            await settled(platform, store, answers=rounds)
        for patient in PATIENTS:
            await platform.write(patient, CLINICAL, to=patient % 2)
        await settled(platform, store, answers=rounds + 1)
        await until(lambda: platform.cards() == len(PATIENTS))
        for patient in PATIENTS:
            said = platform.said(patient)
            assert [sum(words in one for one in said) for words in (ANSWER, RECEIPT)] == [rounds, 1]
            assert authors(store, platform.conversation(patient)) == [Author.PATIENT, Author.DESK] * (rounds + 1)
        assert len(store.cases.open_cases()) == len(PATIENTS)
    assert platform.cards() == len(PATIENTS)

"""A desk that is killed after Discord took something and before the desk noted so: the next one does it no second time.

What a dead process had taken over is done by another when its lease has run out: by then Discord knows no nonce.
"""

from __future__ import annotations

import asyncio
import copy
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.discord.marks import DELIVERED
from bot.channels.discord.room import conversation_of
from tests.channels.drivers import until
from tests.discord.bench import CLINICAL, LENGTH, button
from tests.discord.fake.discord_fake import NURSE, PATIENT, TOKEN, FakeDiscord
from tests.discord.fake.world import FORUM
from tests.serving import Served, serving, small_faq
from tests.store.places import open_place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store import Store
    from tests.store.places import Place

pytestmark = pytest.mark.timeout(300)
"""Two whole desks are started, on a machine that may be busy."""

NAME = conversation_of(PATIENT)
SAID, MADE = rf"/channels/{PATIENT + 1_000_000}/messages", rf"/channels/{FORUM}/threads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desks:
    """The processes of one desk, one after the other."""

    fake: FakeDiscord
    place: Place
    store: Store
    settings: dict[str, Any]
    stack: ExitStack

    async def start(self) -> Served:
        """Start a process and wait until Discord has let it in."""
        before = len(self.fake.gateway.identified)
        desk = serving(self.place.folder.parent, **self.settings)
        started = await asyncio.to_thread(self.stack.enter_context, desk)
        await self.fake.until(lambda: len(self.fake.gateway.identified) > before, seconds=30)
        return started

    async def killed_at(self, desk: Served, path: str) -> None:
        """Wait until the process has been killed in the middle of a request: done by Discord, and not heard."""
        fault = self.fake.rest.fail("POST", f"{path}$", 500, has_effect=True, then=desk.process.kill)
        await self.fake.write(PATIENT, CLINICAL)
        await self.fake.until(lambda: fault.times == 0, seconds=30)
        await asyncio.to_thread(desk.process.wait)

    async def is_noted(self, *, posts: int) -> None:
        """Wait until the desk knows that all it says has arrived, and where so many of its posts are."""

        def all_is_there() -> bool:
            states = self.store.deliveries.states(NAME).values()
            return bool(states) and all(one.is_sent for one in states) and self._known() == posts

        await until(all_is_there, seconds=60)

    def posts(self) -> list[int]:
        """Return the posts in the forum."""
        channels = self.fake.world.channels
        return [number for number, one in channels.items() if one.get("parent_id") == str(FORUM)]

    def minutes_pass(self) -> None:
        """Let the dead one's leases run out, and Discord forget every nonce."""
        self.fake.world.forget_nonces()
        for table in ("delivery", "card"):
            self.place.run(f"UPDATE {table} SET due_at = (SELECT min(at) FROM line) WHERE due_at IS NOT NULL")  # noqa: S608

    def _known(self) -> int:
        return sum(self.store.cards.case_at("discord", str(one)) is not None for one in self.posts())


@pytest.fixture
async def desks(tmp_path: Path, fake: FakeDiscord, either: Place) -> AsyncIterator[Desks]:
    """Return a desk of which no process runs yet."""
    settings = {"DISCORD_TOKEN": TOKEN, "DISCORD_API": fake.api, "DISCORD_STAFF_FORUM": FORUM}
    more = {"DISCORD_PATIENTS": True, "FAQ": small_faq(tmp_path), "DATABASE": either.database}
    with ExitStack() as stack:
        store = open_place(either)
        stack.callback(store.close)
        yield Desks(fake=fake, place=either, store=store, settings=settings | more, stack=stack)


@pytest.mark.parametrize("path", [SAID, MADE], ids=["the first of two messages", "the case's post"])
async def test_what_discord_took_is_not_done_again(desks: Desks, path: str) -> None:
    """Killed in the middle: what is missing is done by the next process, and nothing twice (R5)."""
    await desks.killed_at(await desks.start(), path)
    assert desks.fake.world.said(PATIENT + 1_000_000) or desks.posts()
    desks.minutes_pass()
    await desks.start()
    await desks.is_noted(posts=1)
    introduction, receipt = desks.fake.world.said(PATIENT + 1_000_000)
    assert "automated assistant" in introduction
    assert "medical staff" in receipt
    assert len(desks.posts()) == 1


async def test_a_message_that_arrived_whole_is_not_sent_again(desks: Desks) -> None:
    """Killed after the only message of a line: the next process finds it in the history, and sends none (R5, R17)."""
    desk = await desks.start()
    await desks.fake.write(PATIENT, LENGTH)
    await desks.is_noted(posts=0)
    await desks.killed_at(desk, SAID)
    assert [one.is_sent for one in desks.store.deliveries.states(NAME).values()] == [True, False]
    sends = len(desks.fake.rest.sends(PATIENT + 1_000_000))
    desks.minutes_pass()
    await desks.start()
    await desks.is_noted(posts=1)
    assert sum("medical staff" in one for one in desks.fake.world.said(PATIENT + 1_000_000)) == 1
    assert len(desks.fake.rest.sends(PATIENT + 1_000_000)) == sends
    assert len(desks.posts()) == 1


async def test_old_buttons_work_in_the_next_process(desks: Desks) -> None:
    """Killed in the middle of a hand-off: forms, cards and answers of the dead process are heard by the next (R25)."""
    desk = await desks.start()
    desks.store.accounts.add(username="dana", name="Dana", password_hash="x")
    desks.store.links.link("dana", "discord", str(NURSE))
    await desks.fake.write(PATIENT, LENGTH)
    await desks.is_noted(posts=0)
    answer = copy.deepcopy(max(desks.fake.world.messages[PATIENT + 1_000_000].items())[1])
    await desks.fake.write(PATIENT, CLINICAL)
    await desks.is_noted(posts=1)
    (post,) = desks.posts()
    card = copy.deepcopy(desks.fake.world.messages[post][post])
    opened = await desks.fake.press(NURSE, card, button(card, "Reply"))
    await desks.fake.until(lambda: desks.fake.answers(opened))
    desk.process.kill()
    await asyncio.to_thread(desk.process.wait)
    await desks.start()
    form = desks.fake.answers(opened)[0]["data"]["custom_id"]
    sent = await desks.fake.submit(NURSE, post, form, {"text": "Still here."})
    await desks.fake.until(lambda: "**Dana:** Still here." in desks.fake.world.said(PATIENT + 1_000_000))
    noted = await desks.fake.press(NURSE, card, button(card, "Claim"))
    rated = await desks.fake.press(PATIENT, answer, button(answer, "👍 Yes"))
    for token, words in ((sent, DELIVERED), (noted, "You have this case"), (rated, "Thank you")):
        await desks.fake.until(lambda: words in str(desks.fake.answers(token)[1:]))  # noqa: B023 - waited for in its turn
    assert desks.store.cases.open_cases()[0].owner == "Dana"

"""The desk as an operator runs it, with Discord: `python -m bot serve`, a process of its own."""

from __future__ import annotations

import asyncio
import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.request import urlopen

from tests.discord.bench import LENGTH
from tests.discord.fake.discord_fake import PATIENT, TOKEN, FakeDiscord
from tests.serving import Served, serving, small_faq
from tests.test_app import first_login, own_password, words
from tests.web.client import Client

if TYPE_CHECKING:
    from pathlib import Path


async def served(stack: ExitStack, folder: Path, fake: FakeDiscord, token: str) -> Served:
    """Start a desk whose patients may write in Discord."""
    faq = small_faq(folder)
    desk = serving(folder, FAQ=faq, DISCORD_TOKEN=token, DISCORD_API=fake.api, DISCORD_PATIENTS=True)
    return await asyncio.to_thread(stack.enter_context, desk)


def staff_page(desk: Served, folder: Path) -> str:
    """Sign in for the first time; return what the staff page says."""
    staff = Client(url=desk.url)
    staff.form("/staff/login", first_login(folder))
    staff.form("/staff/password", own_password(folder))
    return words(staff.get("/staff").text)


async def test_a_desk_with_discord(tmp_path: Path, fake: FakeDiscord) -> None:
    """It answers there, warns in its log that Discord signs no agreement, logs no words, and ends when told to."""
    with ExitStack() as stack:
        desk = await served(stack, tmp_path, fake, TOKEN)
        await fake.until(lambda: fake.gateway.identified, seconds=30)
        await fake.write(PATIENT, LENGTH)
        await fake.until(lambda: any("About two hours." in one for one in fake.world.said(PATIENT + 1_000_000)))
        assert await asyncio.to_thread(desk.end, signal.SIGTERM) == 0
        assert "business associate agreement" in desk.log
        assert LENGTH not in desk.log
        assert TOKEN not in desk.log


async def test_a_wrong_token_leaves_the_page_alone(tmp_path: Path, fake: FakeDiscord) -> None:
    """One clear line in the log and on the staff page, no second try; patients are served on the page (R13)."""
    with ExitStack() as stack:
        desk = await served(stack, tmp_path, fake, "wrong")
        await fake.until(lambda: "surface.stopped" in desk.log, seconds=30)
        page = await asyncio.to_thread(lambda: urlopen(f"{desk.url}/healthz").status)  # noqa: S310 - our own server
        assert page == 200
        assert desk.log.count("FRONTDESK_DISCORD_TOKEN") == 1
        assert "Discord is stopped: Discord refuses the token" in await asyncio.to_thread(staff_page, desk, tmp_path)
        assert len(fake.rest.calls) == 1
        assert fake.gateway.identified == []

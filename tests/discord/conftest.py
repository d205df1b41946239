from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.discord.bench import Bench, bench
from tests.discord.fake.discord_fake import FakeDiscord, fake_discord
from tests.either import a_server, either, running_server  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    """Serve a Discord."""
    async with fake_discord() as served:
        yield served


@pytest.fixture
async def stand(tmp_path: Path, fake: FakeDiscord) -> AsyncIterator[Bench]:
    """Stand a desk up whose patients may write in Discord."""
    async with bench(tmp_path, fake) as made:
        yield made

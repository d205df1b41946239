"""`python -m bot doctor slack`, as an operator runs it, against a Slack of our own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import anyio
import pytest

from bot.channels.slack.scopes import needed
from tests.serving import ROOT, environment
from tests.slack import faults
from tests.slack.fake import FakeSlack

if TYPE_CHECKING:
    from pathlib import Path

ALL = ",".join(needed())
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_STAFF_CHANNEL": "C0STAFF"}


async def examined(folder: Path, slack: FakeSlack, **settings: str) -> tuple[int, str, str]:
    """Run the command; return how it ended, and what it said."""
    given = environment(folder, SLACK_API=slack.api, **(TOKENS | settings)) | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "doctor", "slack"]
    ended = await anyio.run_process(command, env=given | {"HOME": os.environ["HOME"]}, cwd=folder, check=False)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


async def test_all_is_right(tmp_path: Path) -> None:
    """Nothing on standard output, a word on the other, exit 0."""
    async with FakeSlack() as slack:
        slack.web.scopes = ALL
        assert await examined(tmp_path, slack) == (0, "", "Slack: all is right.\n")
        assert not slack.called("chat.postMessage")


async def test_scopes_that_are_missing_or_spare_are_named(tmp_path: Path) -> None:
    """What the app lacks, for which purpose, and what to do; what it has too much of; exit 1."""
    async with FakeSlack() as slack:
        slack.web.scopes = ALL.replace("chat:write", "users:read")
        status, said, _ = await examined(tmp_path, slack)
    assert status == 1
    missing, spare = said.splitlines()
    assert missing.startswith("the scope chat:write is missing, for assistant.threads.setStatus, chat.postEphemeral")
    assert missing.endswith("install the app again")
    assert spare == "the scope users:read is not needed: remove it, and install the app again"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "FRONTDESK_SLACK_BOT_TOKEN: set the Bot User OAuth Token"),
        ({"SLACK_APP_TOKEN": "xoxb-2"}, "FRONTDESK_SLACK_APP_TOKEN: set the app-level token"),
        ({"SLACK_APP_TOKEN": ""}, "FRONTDESK_SLACK_APP_TOKEN: set an app-level token with connections:write"),
        ({"SLACK_STAFF_CHANNEL": ""}, "FRONTDESK_SLACK_STAFF_CHANNEL: set the id of the staff channel"),
        ({"SLACK_STAFF_CHANNEL": "C404"}, "the staff channel cannot be read: channel_not_found; invite the app"),
    ],
)
async def test_settings_that_are_wrong_are_named(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    """Each by its key, with what it should be."""
    async with FakeSlack() as slack:
        slack.web.scopes = ALL
        status, found, _ = await examined(tmp_path, slack, **settings)
    assert status == 1
    assert found.startswith(said)


async def test_tokens_that_are_refused_are_named(tmp_path: Path) -> None:
    """Slack's word for why, and the mend."""
    async with FakeSlack() as slack:
        slack.web.scopes = ALL
        slack.faults.add("auth.test", faults.error("token_revoked"))
        assert "install the app to the workspace again" in (await examined(tmp_path, slack))[1]
        slack.faults.add("apps.connections.open", faults.error("not_allowed_token_type"))
        assert "the app-level token needs connections:write" in (await examined(tmp_path, slack))[1]

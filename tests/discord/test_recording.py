from __future__ import annotations

import json

from tests.discord.recording import FILE, SCENES, record


async def test_the_recorded_run_is_what_the_desk_does_today() -> None:
    """The same desk gives the same bytes: whoever changes what is sent records it anew, and sees the difference."""
    recorded = FILE.read_text(encoding="utf-8")
    assert (await record()).splitlines() == recorded.splitlines()


def test_the_recording_shows_every_scene() -> None:
    """A question, a hand-off and its reply, a crisis and its acknowledgement; what came in and what went out."""
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert tuple(dict.fromkeys(line["scene"] for line in lines)) == SCENES
    assert {line["what"] for line in lines if line["way"] == "in"} == {"MESSAGE_CREATE", "INTERACTION_CREATE"}
    assert {"POST", "PATCH"} == {line["what"].split()[0] for line in lines if line["way"] == "out"}

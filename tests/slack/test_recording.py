from __future__ import annotations

import json

from tests.slack.recording import FILE, record


async def test_the_recorded_run_is_what_the_desk_does_today() -> None:
    """The same desk gives the same bytes: whoever changes what is sent records it anew, and sees the difference."""
    recorded = FILE.read_text(encoding="utf-8")
    assert (await record()).splitlines() == recorded.splitlines(), "tests/slack/recording.py says how to record it anew"


def test_the_recording_shows_every_scene() -> None:
    """A question, a hand-off and its reply, a crisis and its acknowledgement; what came in and what went out."""
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert list(dict.fromkeys(line["scene"] for line in lines)) == [
        "question",
        "clinical hand-off, staff reply",
        "crisis, acknowledgement",
    ]
    assert {line["what"] for line in lines} == {
        "events_api",
        "interactive",
        "chat.postMessage",
        "chat.update",
        "views.open",
    }

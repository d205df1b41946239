from __future__ import annotations

import json

from tests.slack.recording import FILE, record

KEPT = frozenset(
    "scene way what type channel thread_ts ts action_id block_id callback_id event_type case said line".split()
)


def skeleton(found: object, key: str = "") -> object:
    """Return a JSON value without its wording: what kinds of things stand where, and what they are called."""
    match found:
        case dict():
            return {name: skeleton(value, name) for name, value in found.items()}
        case list():
            return [skeleton(value, key) for value in found]
        case _:
            return found if key in KEPT else type(found).__name__


def lines(recorded: str) -> list[dict[str, object]]:
    """Return a recording's lines."""
    return [json.loads(line) for line in recorded.splitlines()]


async def test_the_recorded_run_is_what_the_desk_does_today() -> None:
    """Apart from the wording, the desk sends what was recorded; else `tests/slack/recording.py` records it anew."""
    recorded = FILE.read_text(encoding="utf-8")
    assert skeleton(lines(await record())) == skeleton(lines(recorded))


def test_the_recording_shows_every_scene() -> None:
    """A question, a hand-off and its reply, a crisis and its acknowledgement; what came in and what went out."""
    recorded = lines(FILE.read_text(encoding="utf-8"))
    assert list(dict.fromkeys(line["scene"] for line in recorded)) == [
        "question",
        "clinical hand-off, staff reply",
        "crisis, acknowledgement",
    ]
    methods = {"chat.postMessage", "chat.update", "views.open"}
    assert {line["what"] for line in recorded} == {"events_api", "interactive", *methods}

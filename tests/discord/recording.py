"""A recorded run: a question, a clinical hand-off with a staff reply, a crisis with its acknowledgement, as JSON.

    PYTHONPATH=. python -m tests.discord.recording > docs/recordings/discord.jsonl

Each line holds what Discord told the desk ("in") or the desk asked of Discord ("out"), over the unmodified discord.py.
The clocks stand still and numbers are named by their order, so that the same desk gives the same bytes; within a step,
calls are sorted.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot import logs
from bot.channels.discord.marks import DELIVERED
from bot.channels.discord.sentences import RINGS
from bot.model import RelayContent
from tests.discord.bench import CLINICAL, CRISIS, LENGTH, Bench, bench, button
from tests.discord.fake.discord_fake import NURSE, PATIENT, fake_discord
from tests.discord.fake.world import FORUM
from tests.samples import MONDAY_NOON
from tests.store.parts import HandClock

if TYPE_CHECKING:
    from tests.discord.fake.rest import Call

FILE: Final = Path(__file__).parents[2] / "docs" / "recordings" / "discord.jsonl"
SCENES: Final = ("question", "clinical hand-off, staff reply", "crisis, acknowledgement")
_EVENTS: Final = frozenset({"MESSAGE_CREATE", "INTERACTION_CREATE"})
_NUMBER: Final = re.compile(r"\d{17,20}")
_NAMED: Final = (
    (re.compile(r"<t:\d+:(\w)>"), r"<t:TIME:\1>"),
    (re.compile(r'"(timestamp|archive_timestamp|premium_since|joined_at)": "[^"]*"'), r'"\1": "TIME"'),
)


class Recorder:
    """Writes down both parts."""

    def __init__(self, stand: Bench, clock: HandClock) -> None:
        self._stand, self._clock = stand, clock
        self._asked = len(stand.fake.rest.calls)
        self._told = len(stand.fake.gateway.told)
        self._names: dict[str, str] = {}
        self.scene = ""
        self.lines: list[str] = []

    def begin(self, scene: str) -> None:
        """Begin a scene, a second later."""
        self.scene = scene
        self._clock.move(seconds=1)

    def step(self) -> None:
        """Write down what was heard and asked since the last step."""
        told, self._told = self._stand.fake.gateway.told[self._told :], len(self._stand.fake.gateway.told)
        for event, data in told:
            if event in _EVENTS and not _is_own(data):
                self._note("in", event, data)
        calls, self._asked = self._stand.fake.rest.calls[self._asked :], len(self._stand.fake.rest.calls)
        for one in sorted((one for one in calls if one.method != "GET"), key=_sorted_by):
            self._note("out", f"{one.method} {one.path}", {"body": one.body, "status": one.status})

    def _note(self, way: str, what: str, found: dict[str, Any]) -> None:
        line = {"scene": self.scene, "way": way, "what": what, "json": found}
        text = json.dumps(line, ensure_ascii=False, sort_keys=True)
        for pattern, name in _NAMED:
            text = pattern.sub(name, text)
        self.lines.append(_NUMBER.sub(self._named, text))

    def _named(self, found: re.Match[str]) -> str:
        return self._names.setdefault(found[0], f"ID-{len(self._names) + 1}")


def _is_own(data: dict[str, Any]) -> bool:
    return bool(data.get("author", {}).get("bot"))


def _sorted_by(call: Call) -> str:
    return _NUMBER.sub("#", f"{call.path} {call.method} {json.dumps(call.body, sort_keys=True)}")


def _seconds(clock: HandClock) -> float:
    return clock.time.timestamp()


async def record() -> str:
    """Return the recording."""
    clock = HandClock()
    clock.time = MONDAY_NOON
    with tempfile.TemporaryDirectory() as folder:
        async with fake_discord() as fake:
            fake.world.now = partial(_seconds, clock)
            async with bench(Path(folder), fake, clock=clock, relay_content=RelayContent.REDACTED) as stand:
                await stand.start()
                await fake.until(lambda: fake.world.channels[FORUM]["available_tags"])
                recorder = Recorder(stand, clock)
                for scene, play in zip(SCENES, (_question, _hand_off, _crisis), strict=True):
                    recorder.begin(scene)
                    await play(recorder, stand)
                    recorder.step()
    return "\n".join(recorder.lines) + "\n"


async def _question(_recorder: Recorder, stand: Bench) -> None:
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said("The answer of session-length.")
    await stand.noted()


async def _hand_off(recorder: Recorder, stand: Bench) -> None:
    await stand.fake.write(PATIENT, CLINICAL)
    card = await stand.post()
    await stand.said("passed your message")
    await stand.noted()
    await stand.fake.until(lambda: stand.store.cards.case_at("discord", card["channel_id"]))
    recorder.step()
    recorder.begin(recorder.scene)
    opened = await stand.fake.press(NURSE, card, button(card, "Reply"))
    await stand.fake.until(lambda: stand.fake.answers(opened))
    form = stand.fake.answers(opened)[0]["data"]["custom_id"]
    words: dict[str, str | list[str]] = {"text": "Your doctor decides that with you, and will call you today."}
    sent = await stand.fake.submit(NURSE, int(card["channel_id"]), form, words)
    await stand.told(sent, DELIVERED)
    await _shown(stand, "Dana has it", "clinical", "claimed")


async def _crisis(recorder: Recorder, stand: Bench) -> None:
    await stand.fake.write(PATIENT, CRISIS)
    card = await stand.post(shows="CRISIS")
    await stand.said("glad you told me")
    await stand.noted()
    await stand.fake.until(lambda: RINGS in stand.fake.world.said(int(card["channel_id"])))
    await _shown(stand, "CRISIS", "crisis", "clinical", "unseen", "claimed")
    recorder.step()
    recorder.begin(recorder.scene)
    pressed = await stand.fake.press(NURSE, card, button(card, "I have seen it"))
    await stand.told(pressed, "You have seen it")
    await stand.said("Dana from our staff has seen")
    await stand.noted()
    await _shown(stand, "I am contacting them", "crisis", "clinical", "claimed")


async def _shown(stand: Bench, text: str, *tags: str) -> None:
    """Wait until the card has a text or a button, and the post exactly these tags."""
    card = await stand.post()
    ids = {one["name"]: one["id"] for one in stand.fake.world.channels[FORUM]["available_tags"]}
    wanted = {ids[tag] for tag in tags}
    await stand.fake.until(lambda: set(stand.thread(card)["applied_tags"]) == wanted and text in str(card))


if __name__ == "__main__":
    logs.configure()
    sys.stdout.write(asyncio.run(record()))

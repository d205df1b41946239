"""A recorded run: a question, a clinical hand-off with a staff reply, a crisis with its acknowledgement, as JSON.

    PYTHONPATH=. python -m tests.slack.recording > docs/recordings/slack.jsonl

Each line holds what Slack sent to the desk ("in") or the desk called ("out"), over the unmodified SDK. The clock is
set by hand, so that the same desk gives the same bytes; within a step, calls are sorted and time stamps numbered.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot import logs
from tests.channels.drivers import Parts
from tests.samples import MONDAY_NOON
from tests.slack import shapes
from tests.slack.fake import FakeSlack
from tests.slack.reading import buttons
from tests.slack.work import DOSE, DYING, LENGTH, PATIENT, ROSA, STAFF_ROOM, at_work, here
from tests.store.parts import HandClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.slack.shapes import Shape
    from tests.slack.work import Work

FILE = Path(__file__).parents[2] / "docs" / "recordings" / "slack.jsonl"
_CALLED = frozenset({"chat.postMessage", "chat.update", "views.open"})


class Recorder:
    """Plays Slack's part, and writes down both parts."""

    def __init__(self, work: Work, clock: HandClock) -> None:
        self._work, self._clock, self._heard = work, clock, 0
        self.scene = ""
        self.lines: list[str] = []

    async def say(self, text: str) -> Shape:
        """Let the patient write, and wait until the answer has arrived."""
        said = await self._work.slack.say(PATIENT, "D1", text)
        self._note("in", "events_api", shapes.callback(said, number=len(self.lines) + 1))
        await self._work.settled(said)
        return said

    async def press(self, act: str, card: Shape) -> None:
        """Let Rosa press a button of a card."""
        button = next(one for one in buttons([card]) if one["action_id"] == f"case:{act}")
        payload = shapes.press(ROSA, button, channel=STAFF_ROOM, message=card)
        self._note("in", "interactive", payload)
        await self._work.slack.interactive(payload)

    async def submit(self, text: str) -> None:
        """Let Rosa send the newest modal."""
        payload = shapes.submit(ROSA, {"id": "V1", **self._work.slack.web.views[-1]}, text0={"value": text})
        self._note("in", "interactive", payload)
        await self._work.slack.interactive(payload)

    def step(self) -> None:
        """Write down what the desk has called since the last step; a minute passes."""
        calls = [one for one in self._work.slack.calls[self._heard :] if one[0] in _CALLED]
        self._heard = len(self._work.slack.calls)
        for method, given in sorted(calls, key=lambda one: (one[0], str(one[1].get("text")))):
            self._note("out", method, given)
        self._clock.move(minutes=1)

    def _note(self, way: str, what: str, found: Shape) -> None:
        line = {"scene": self.scene, "way": way, "what": what, "json": found}
        self.lines.append(json.dumps(line, ensure_ascii=False, sort_keys=True))


async def record() -> str:
    """Return the recording."""
    with tempfile.TemporaryDirectory() as folder:
        clock = HandClock()
        clock.time = MONDAY_NOON
        async with _desk(Path(folder), clock) as work:
            work.hire(ROSA, "Rosa")
            recorder = Recorder(work, clock)
            await _question(recorder)
            await _hand_off(recorder, work)
            await _crisis(recorder, work)
    return _numbered("\n".join(recorder.lines)) + "\n"


def _numbered(recorded: str) -> str:
    """Renumber Slack's time stamps as they appear: which of two calls came first is chance."""
    known: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return known.setdefault(found[0], f"1700000000.{len(known) + 1:06d}")

    return re.sub(r"\b17000\d{5}\.\d{6}\b", number, recorded)


async def _question(recorder: Recorder) -> None:
    recorder.scene = "question"
    await recorder.say(LENGTH)
    recorder.step()


async def _hand_off(recorder: Recorder, work: Work) -> None:
    recorder.scene = "clinical hand-off, staff reply"
    said = await recorder.say(DOSE)
    card = await work.drawn()
    recorder.step()
    await recorder.press("reply", card)
    recorder.step()
    await recorder.submit("Your doctor decides that with you, and will call you today.")
    await work.settled(said)
    await work.card(showing="Rosa has it")
    recorder.step()


async def _crisis(recorder: Recorder, work: Work) -> None:
    recorder.scene = "crisis, acknowledgement"
    said = await recorder.say(DYING)
    card = await work.card(showing="CRISIS")
    await work.slack.until(lambda: work.notes(card))
    card = await work.drawn()
    recorder.step()
    await recorder.press("acknowledge", card)
    await work.slack.until(lambda: "Rosa" in str(work.answers(said["ts"])[-1]))
    await work.card(showing="Seen by Rosa")
    recorder.step()


@asynccontextmanager
async def _desk(folder: Path, clock: HandClock) -> AsyncIterator[Work]:
    parts = Parts(folder=folder, understanding=here(), clock=clock, stored_at=clock)
    async with FakeSlack() as slack, at_work(folder, slack, parts=parts, relay_content="redacted") as work:
        yield work


if __name__ == "__main__":
    logs.configure()
    sys.stdout.write(asyncio.run(record()))

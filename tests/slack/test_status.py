"""The status under a message that waits: shown where it takes long, and always taken away (R22)."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot.channels.slack import status
from bot.errors import StoreError
from bot.frontdesk import FrontDesk
from tests.slack import faults, shapes
from tests.slack.work import DOSE, LENGTH, PATIENT, at_work

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Line
    from tests.slack.work import Work

ANSWER = FrontDesk.answer
READING = "is reading your message…"


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let every message wait for its answer until the gate is open; a status is shown at once."""
    opened = threading.Event()

    def late(desk: FrontDesk, line: Line) -> Line | None:
        assert opened.wait(20)
        return ANSWER(desk, line)

    monkeypatch.setattr(FrontDesk, "answer", late)
    monkeypatch.setattr(status, "AFTER", 0.0)
    return opened


async def shown(work: Work, *texts: str) -> None:
    """Wait until the statuses are these."""
    await work.slack.until(lambda: [text for _, text in work.slack.web.statuses] == list(texts))


async def test_a_message_that_waits_is_being_read(tmp_path: Path, gate: threading.Event) -> None:
    """Who waits sees that it is; with the answer that goes away."""
    async with at_work(tmp_path) as work:
        said = await work.slack.say(PATIENT, "D1", LENGTH)
        await shown(work, READING)
        gate.set()
        await shown(work, READING, "")
        assert {thread for thread, _ in work.slack.web.statuses} == {said["ts"]}
        await work.slack.until(lambda: work.answers(said["ts"]))


async def test_a_hand_off_takes_it_away_too(tmp_path: Path, gate: threading.Event) -> None:
    """Whatever the message comes to."""
    async with at_work(tmp_path) as work:
        await work.slack.say(PATIENT, "D1", DOSE)
        await shown(work, READING)
        gate.set()
        await shown(work, READING, "")


async def test_an_error_takes_it_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: threading.Event) -> None:
    """Where nothing can be answered now, nothing says that somebody is at it."""

    def fails(_desk: FrontDesk, _line: Line) -> Line | None:
        assert gate.wait(20)
        raise StoreError("the disk is full")

    monkeypatch.setattr(FrontDesk, "answer", fails)
    async with at_work(tmp_path) as work:
        await work.slack.say(PATIENT, "D1", LENGTH)
        await shown(work, READING)
        gate.set()
        await shown(work, READING, "")


async def test_a_desk_that_stops_takes_it_away(tmp_path: Path, gate: threading.Event) -> None:
    """Who waits while the desk goes is not left with a text that nobody takes back."""
    async with at_work(tmp_path) as work:
        await work.slack.say(PATIENT, "D1", LENGTH)
        await shown(work, READING)
        gate.set()
    assert work.slack.web.statuses[-1][1] == ""


async def test_a_status_that_slack_refuses_keeps_nobody_waiting(tmp_path: Path, gate: threading.Event) -> None:
    """The answer comes all the same."""
    async with at_work(tmp_path) as work:
        work.slack.faults.add("assistant.threads.setStatus", faults.broken(503), faults.broken(503))
        said = await work.slack.say(PATIENT, "D1", LENGTH)
        await work.slack.until(lambda: work.slack.called("assistant.threads.setStatus"))
        gate.set()
        await work.slack.until(lambda: work.answers(said["ts"]))
        assert work.slack.web.statuses == []


async def test_a_channel_sees_none(tmp_path: Path, gate: threading.Event) -> None:
    """A status is for whom the desk talks with alone."""
    async with at_work(tmp_path) as work:
        await work.slack.say(PATIENT, "C1", f"<@{shapes.BOT_USER}> {LENGTH}")
        said = await work.slack.say(PATIENT, "D1", LENGTH)
        await shown(work, READING)
        gate.set()
        await shown(work, READING, "")
        assert {thread for thread, _ in work.slack.web.statuses} == {said["ts"]}


async def test_what_is_answered_in_time_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is there before a status could be read."""
    monkeypatch.setattr(status, "AFTER", 20.0)
    async with at_work(tmp_path) as work:
        await work.ask(LENGTH)
        assert work.slack.called("assistant.threads.setStatus") == []

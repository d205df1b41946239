"""Slack: how soon a message is acknowledged while 200 others wait for their answers, and how soon it is answered.

    python -m bench.slack

The unmodified SDK over a Slack of our own on loopback; every message has 2,000 characters, and is acknowledged after
the commit. Bars: while 200 wait for answers, 99 of 100 more within 500 ms; 99 of 100 of those 200, which come in
one instant, within 3 s, which is when Slack repeats itself.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot import logs
from tests.slack import shapes
from tests.slack.work import LENGTH, PATIENT, at_work

if TYPE_CHECKING:
    from tests.slack.fake_socket import Envelope
    from tests.slack.work import Work

QUEUED, MORE, ASKED = 200, 100, 30
LONG = "I have a question about the visit, and will tell a little more of it first. " * 26
P99, WORST = 0.5, 3.0
"""Seconds: with 200 queued, and when Slack repeats itself."""


async def main() -> int:
    """Measure, print, and return 0 where the bars are reached."""
    logs.configure()
    with tempfile.TemporaryDirectory() as folder:
        async with at_work(Path(folder)) as work:
            await work.ask(LENGTH)
            answered = [await _answer_seconds(work) for _ in range(ASKED)]
            burst, queued = await _acknowledged(work)
    is_good = _report(f"{QUEUED} at once", burst) <= WORST and _report(f"{MORE} more, {QUEUED} queued", queued) <= P99
    print(f"message to answer: median {statistics.median(answered) * 1000:.0f} ms, worst {max(answered) * 1000:.0f} ms")
    return 0 if is_good else 1


async def _answer_seconds(work: Work) -> float:
    began = time.monotonic()
    await work.ask(LENGTH)
    return time.monotonic() - began


async def _acknowledged(work: Work) -> tuple[list[float], list[float]]:
    """Return the seconds to each acknowledgement: of messages that come at once, and of those that come after them."""
    burst = [await _sent(work) for _ in range(QUEUED)]
    for one in burst:
        await work.slack.acked(one)
    queued = []
    for _ in range(MORE):
        one = await _sent(work)
        await work.slack.acked(one)
        queued.append(one.seconds)
    return [one.seconds for one in burst], queued


async def _sent(work: Work) -> Envelope:
    text = LONG[:1_900] + f" {LENGTH}?"
    return await work.slack.event(shapes.message("D1", PATIENT, text, ts=work.slack.web.next_ts()))


def _report(what: str, seconds: list[float]) -> float:
    """Print the figures, and return the 99th percentile."""
    p99 = statistics.quantiles(seconds, n=100)[98]
    print(f"acknowledged, {what}: median {statistics.median(seconds) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms")
    return p99


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

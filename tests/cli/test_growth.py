"""`ask --jsonl` on as many messages as a large set has."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.parts import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_KEPT = 4.5  # KiB for each message; caches that fill take 1.8
MESSAGES = 3_000
WARM = 1_000


def messages() -> Iterator[str]:
    """Return texts of which no two are alike."""
    for number in range(MESSAGES):
        yield f"session {number} word{number * 7}"


def resident(process: int) -> int:
    """Return the KiB that a process holds in memory."""
    rows = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("VmRSS:"))


def test_three_thousand_messages_take_hardly_more_room_than_one_thousand(faq: Path) -> None:
    """Each message is answered as soon as it is written, and nothing of it is kept."""
    command = [sys.executable, "-m", "bot", "ask", "--faq", str(faq), "--jsonl", "-"]
    sizes = {}
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        for number, text in enumerate(messages(), 1):
            process.stdin.write(json.dumps({"text": text}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
            if number in {WARM, MESSAGES}:
                sizes[number] = resident(process.pid)
        process.stdin.close()
        assert process.wait(timeout=10) == 0
    assert sizes[MESSAGES] - sizes[WARM] < MOST_KEPT * (MESSAGES - WARM)

"""Same input, same output, whatever process reads it."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.properties.said import BESIDES, CLINICAL, CRISES, EMERGENCIES

ROOT = Path(__file__).parents[2]
EVERY = 6
ASK = """
import time_machine
from bot.cli import main
with time_machine.travel("2026-11-22T17:00:00Z", tick=False):
    main(["ask", "--jsonl", "-"], prog_name="ask")
"""
"""`ask`, at one and the same moment: receipts say when the office opens."""


def given() -> bytes:
    """Return messages of every kind, dialogues among them, as lines for `ask --jsonl`."""
    written = (ROOT / "tests" / "messages" / "open.jsonl").read_text(encoding="utf-8").splitlines()[::EVERY]
    labelled = [{"turns": label.get("turns") or [label["text"]]} for label in map(json.loads, written)]
    said = [{"text": text} for text in (*CRISES, *EMERGENCIES, *CLINICAL, *BESIDES)]
    return "".join(json.dumps(message) + "\n" for message in (*said, *labelled)).encode()


def started(seed: str) -> subprocess.Popen[bytes]:
    """Start a process with this hash seed."""
    environment = {"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", ASK]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_the_same_input_gives_the_same_output_in_every_process() -> None:
    """Sets and dictionaries are ordered anew in each process: no value of any reply may come of their order."""
    messages = given()
    printed = []
    with started("1") as first, started("4242") as second, ThreadPoolExecutor(2) as both:
        for out, _ in both.map(lambda process: process.communicate(messages, timeout=100), (first, second)):
            printed.append([json.loads(line) | {"ms": None} for line in out.splitlines()])
    assert len(printed[0]) == messages.count(b"\n")
    assert printed[0] == printed[1]

"""What the tests of the commands are made of."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from bot.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from click.testing import Result

ROOT = Path(__file__).parents[2]

SMALLEST_YAML = """\
entries:
  - id: opening
    question: When do you open?
    asks: [what time do you open, opening hours]
    answer: At nine.
"""

SMALLEST_JSON = json.dumps(
    {
        "entries": [
            {
                "id": "opening",
                "question": "When do you open?",
                "asks": ["what time do you open", "opening hours"],
                "answer": "At nine.",
            }
        ]
    }
)

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The commands, run in this process with one FAQ."""

    faq: Path

    def run(self, command: str, *arguments: str, given: str | bytes | None = None) -> Result:
        """Run a command; an error that nobody foresaw fails the test."""
        words = [command, *arguments, "--faq", str(self.faq)]
        return CliRunner().invoke(main, words, input=given, catch_exceptions=False)

    def lines(self, *lines: str | bytes, arguments: Iterable[str] = ()) -> list[Answer]:
        """Return what `ask --jsonl -` prints for the lines."""
        raw = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n"
        return parsed(self.run("ask", "--jsonl", "-", *arguments, given=raw).stdout)

    def answers(self, *texts: str, arguments: Iterable[str] = ()) -> list[Answer]:
        """Return what `ask --jsonl -` prints for the texts."""
        return self.lines(*(json.dumps({"text": text}) for text in texts), arguments=arguments)


def parsed(stdout: str) -> list[Answer]:
    """Return the objects of the lines; anything else that was printed fails here."""
    return [json.loads(line) for line in stdout.splitlines()]


def process(
    *arguments: str, given: bytes = b"", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own, on the FAQ that comes with the desk."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        input=given,
        capture_output=True,
        timeout=100,
        check=False,
        env={"PATH": "/usr/bin:/bin", **(environment or {})},
    )

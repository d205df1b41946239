"""The desk as an operator runs it: `python -m bot serve`, a process of its own, on a port that is free."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SERVE = (sys.executable, "-m", "bot", "serve")
LAST_WORDS = "Ctrl-C stops the desk.\n"

SMALL_FAQ = """\
entries:
  - id: session-length
    question: How long is a session?
    asks: [how many hours does one visit take, duration of an appointment]
    answer: About two hours.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A desk that serves, and what it said when it began."""

    process: subprocess.Popen[str]
    welcome: str
    errors: Path

    @property
    def url(self) -> str:
        """Return the address of the patients' page, without the slash."""
        found = re.search(r"^Patients' page +(\S+)/$", self.welcome, re.MULTILINE)
        assert found, self.welcome
        return found[1]

    def end(self, number: signal.Signals) -> int:
        """Send a signal and return how the process ended; a desk that does not end in time fails the test."""
        self.process.send_signal(number)
        return self.process.wait(timeout=8)

    @property
    def log(self) -> str:
        """Return what it has written to standard error."""
        return self.errors.read_text()


def environment(folder: Path, **settings: object) -> dict[str, str]:
    """Return the environment of a desk whose data is in the folder: nothing of this process's own settings."""
    given = {"DATA": folder / "data", "PORT": 0} | settings
    return {"PATH": os.environ["PATH"], **{f"FRONTDESK_{name}": str(value) for name, value in given.items()}}


@contextmanager
def serving(folder: Path, *, command: tuple[str, ...] = SERVE, **settings: object) -> Iterator[Served]:
    """Start a desk and wait until it serves; kill it at the end, if it still runs."""
    errors = folder / "errors.txt"
    with (
        errors.open("a") as stderr,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(folder, **settings),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            yield Served(process=process, welcome=_welcome(process, errors), errors=errors)
        finally:
            process.kill()


def refused(folder: Path, **settings: object) -> subprocess.CompletedProcess[str]:
    """Return how a desk ended that could not start."""
    return subprocess.run(
        SERVE,
        cwd=ROOT,
        env=environment(folder, **settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def small_faq(folder: Path) -> Path:
    """Return the path of a FAQ that is loaded fast."""
    path = folder / "faq.yaml"
    path.write_text(SMALL_FAQ)
    return path


def _welcome(process: subprocess.Popen[str], errors: Path) -> str:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if line == LAST_WORDS:
            return said
    raise AssertionError(f"the desk did not start: {errors.read_text()}")

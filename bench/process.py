"""Measures of a whole process: its memory after some decisions, the seconds to its first answer, and to calibrate.

python -m bench.process memory|calibrate meaning|spelling
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.phrasings import ROOT, SHIPPED, messages, varied
from bot.learning import School
from bot.learning.ready import prepare
from bot.match.learn import Lesson
from bot.meaning import installed
from bot.model import Dialogue, Language
from bot.triage.shipped import shipped

ASKED = 200
CALIBRATED = 2_500
QUESTION = "How long does a session take?"


def first_answers() -> tuple[float, float]:
    """Return the seconds of the first `ask` of a fresh install, without a cache folder, and of the one after it."""
    with tempfile.TemporaryDirectory() as folder:
        for path in ROOT.glob("faq.yaml*"):
            (shutil.copytree if path.is_dir() else shutil.copy)(path, Path(folder) / path.name)
        return _ask(Path(folder)), _ask(Path(folder))


def _ask(folder: Path) -> float:
    here = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "FRONTDESK_FAQ": str(folder / SHIPPED.name)}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", "ask", QUESTION], cwd=ROOT, env=here, check=True, capture_output=True)
    return time.perf_counter() - started


def memory(*, has_meaning: bool) -> float:
    """Return this process's resident MiB after its decisions with the shipped FAQ."""
    with tempfile.TemporaryDirectory() as cache:
        prepared = prepare(SHIPPED, Path(cache), with_meaning=has_meaning)
        desk = prepared.school.understanding(prepared.shelves)
    for text in messages()[:ASKED]:
        desk.take(Dialogue(), text)
    return _resident()


def _resident() -> float:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def calibrate(*, has_meaning: bool) -> float:
    """Return the seconds that learning from phrasings takes which nobody has read before."""
    tier, _ = installed.tier() if has_meaning else (None, None)
    triage = shipped(installed.danger() if has_meaning else None)
    prepared = prepare(SHIPPED, Path(), with_meaning=has_meaning)
    school = School(prepared.school.faq, triage, meaning=tier)
    lesson = school.lesson(Language.ENGLISH)
    other = Lesson(
        language=lesson.language,
        phrasings=varied(CALIBRATED),
        tiers=lesson.tiers,
        kinds=lesson.kinds,
        max_wrong=lesson.max_wrong,
        is_stopped=lesson.is_stopped,
    )
    started = time.perf_counter()
    school.learn(other)
    return time.perf_counter() - started


if __name__ == "__main__":
    measure = {"memory": memory, "calibrate": calibrate}[sys.argv[1]]
    print(measure(has_meaning=sys.argv[2] == "meaning"))

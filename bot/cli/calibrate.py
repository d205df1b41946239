"""`calibrate`: learn from a FAQ how sure to be, and report what that reaches."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.understand import learning
from bot.errors import ConfigurationError
from bot.learning.lesson import name_of
from bot.learning.ready import prepare
from bot.meaning.installed import LACKING, is_installed
from bot.model import Language
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.match.learn import Learned, Lesson

_NAMES = {Language.ENGLISH: "English", Language.SPANISH: "Spanish"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--no-triage", is_flag=True, help="Measure the matcher alone, as `ask --no-triage` does.")
@click.option("--save", is_flag=True, help="Keep the result beside FILE, in FILE.learned/, where it ships with it.")
def calibrate(file: Path | None, *, no_triage: bool, save: bool) -> None:
    """Learn from FILE, or from the FAQ that the desk is set to use, and print what the desk will dare.

    The budget is `matching.max_wrong` in the file: how many of 1,000 messages may get a wrong answer.
    """
    settings = Settings()
    if not is_installed():
        click.echo(LACKING, err=True)
    told: set[str] = set()
    for with_meaning in (False, True):
        with learning() as tell:
            school, (beside, cache) = prepare(
                file or settings.faq, settings.cache, has_triage=not no_triage, with_meaning=with_meaning, tell=tell
            )
            for lesson in map(school.lesson, Language):
                if lesson.phrasings and name_of(lesson) not in told:
                    told.add(name_of(lesson))
                    beside.read(lesson, "")
                    learned = school.learn(lesson)
                    shelf = beside if save else cache
                    if not shelf.write(lesson, school.key(lesson), learned) and save:
                        raise ConfigurationError(f"{shelf.folder}: cannot be written: nothing was kept")
                    click.echo("\n".join(_lines(lesson, learned)))


def _lines(lesson: Lesson, learned: Learned) -> list[str]:
    at, report = learned.thresholds, learned.report
    head = f"{_NAMES[lesson.language]}: {len(lesson.phrasings)} phrasings, {' and '.join(_tiers(lesson))}"
    if report is None:
        return [head, "  too little to learn from: the desk is cautious"]
    return [
        head,
        f"  held out: {report.messages} messages that triage leaves to the matcher",
        f"  thresholds: answer {at.answer}, ask back {at.ask}, small talk and off-topic {at.chat}",
        f"  answered rightly {report.answered:.1%}, offered {report.offered:.1%} of what the entries hold",
        f"  wrong answers in 1,000 messages: {report.wrong:g} expected, budget {lesson.max_wrong:g}",
        f"    (95 %: {report.wrong_low:g} to {report.wrong_high:g})",
        f"  calibration error {report.calibration_error:.1%}",
        "  most confused:",
        *(f"    {one.count} x {one.asked} taken for {one.taken_for}" for one in report.confusions),
    ]


def _tiers(lesson: Lesson) -> list[str]:
    return [tier.name.partition(":")[0] for tier in lesson.tiers]

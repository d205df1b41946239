"""`check`: tell whether a FAQ can be used, and what in it is worth mending."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from bot.errors import FaqError
from bot.faq import check as rules
from bot.faq.check.hard_to_read import grades
from bot.faq.read import read
from bot.faq.schema import json_schema
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sized

    from bot.faq.check.finding import Finding
    from bot.faq.read import Draft

UNUSABLE = 2

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json]"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--schema", "is_schema", is_flag=True, help="Print the file format's JSON Schema, and check nothing.")
@click.pass_context
def check(context: click.Context, file: Path | None, *, is_json: bool, is_schema: bool) -> None:
    """Check FILE, or the FAQ that the desk is set to use.

    Exit status: 0 nothing to mend, 1 findings, 2 the file cannot be used.
    """
    if is_schema:
        click.echo(as_text(json_schema()))
        return
    try:
        draft = read(file or Settings().faq)
    except FaqError as error:
        _say_unusable(error, is_json=is_json)
        context.exit(UNUSABLE)
    findings = rules.check(draft)
    _say(draft, findings, is_json=is_json)
    context.exit(1 if findings else 0)


def as_text(data: object) -> str:
    """Return JSON as people read it."""
    return json.dumps(data, indent=2, ensure_ascii=False)


def _say_unusable(error: FaqError, *, is_json: bool) -> None:
    if is_json:
        click.echo(as_text({"is_usable": False, "problems": [asdict(each) for each in error.problems]}))
    else:
        click.echo(str(error), err=True)
    click.echo(f"{_counted(error.problems, 'problem', 'problems')}: the file cannot be used", err=True)


def _say(draft: Draft, findings: tuple[Finding, ...], *, is_json: bool) -> None:
    reading = _reading(draft)
    if is_json:
        listed = [{"rule": each.rule, **asdict(each.problem)} for each in findings]
        click.echo(as_text({"is_usable": True, "digest": draft.digest, "findings": listed, "reading": reading}))
    else:
        for each in findings:
            click.echo(str(each))
    click.echo(
        f"{_counted(draft.file.entries, 'entry', 'entries')}, reading grade {reading['mean']} on average, "
        f"{reading['highest']} at most ({reading['hardest']}), {len(findings)} to mend",
        err=True,
    )


def _counted(items: Sized, one: str, many: str) -> str:
    return f"{len(items)} {one if len(items) == 1 else many}"


def _reading(draft: Draft) -> dict[str, Json]:
    reached = grades(draft)
    hardest, highest = max(reached, key=lambda each: each[1])
    mean = round(sum(grade for _, grade in reached) / len(reached), 1)
    return {"mean": mean, "highest": highest, "hardest": hardest}

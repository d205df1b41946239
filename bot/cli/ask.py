"""`ask`: what the desk would reply, to one message or to a file of them. Nothing is stored and nobody is told."""

from __future__ import annotations

import json
import re
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from bot.channels.terminal import to_text
from bot.cli.understand import understanding
from bot.clock import SystemClock
from bot.frontdesk import respond
from bot.model import Dialogue, Disposition
from bot.settings import Settings
from bot.text import MAX_CHARACTERS

if TYPE_CHECKING:
    from bot.model import Decision, Reply
    from bot.understanding import Understanding

KEYS = (
    "text", "disposition", "queue", "entries", "options", "confidence", "ranked", "escalates", "reply", "signals", "ms",
)  # fmt: skip
"""The keys of a result line, in order (contract: `python -m bot ask`)."""

# JSON may hold these as they are, but whoever reads by lines would see a line end there.
_LINE_ENDS = {ord(character): f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}
_IMPOSSIBLE = re.compile(r"[\0\ud800-\udfff]")


@click.command()
@click.argument("message", required=False)
@click.option("--explain", is_flag=True, help="Also say why: signals, ranked entries, thresholds, decision.")
@click.option(
    "--jsonl", type=click.File("rb"), help="Answer a file of messages, one JSON object a line; - is standard input."
)
@click.option("--faq", type=click.Path(path_type=Path), help="Use another FAQ than faq.yaml.")
@click.option(
    "--no-triage", is_flag=True, help="Turn off every rule that does not come from the FAQ: the matcher alone."
)
def ask(message: str | None, *, explain: bool, jsonl: BinaryIO | None, faq: Path | None, no_triage: bool) -> None:
    """Print the reply to MESSAGE as a patient would read it."""
    if (message is None) == (jsonl is None):
        raise click.UsageError("give one message, or --jsonl FILE")
    understood = understanding(faq or Settings().faq, has_triage=not no_triage)
    if jsonl:
        sys.exit(_answer_lines(understood, jsonl))
    sys.exit(_answer_one(understood, message or "", explain=explain))


def _answer_one(understood: Understanding, text: str, *, explain: bool) -> int:
    problem = _problem(text)
    if problem:
        click.echo(problem, err=True)
        return 1
    decision, reply, _ = _take(understood, [text])
    click.echo(to_text(reply))
    if explain:
        click.echo("\n" + _why(decision, understood))
    return 0


def _answer_lines(understood: Understanding, lines: BinaryIO) -> int:
    """Print one JSON object a line; return 1 if any line had an error of its own."""
    status = 0
    for raw in lines:
        result = _result(understood, raw)
        status = max(status, int("error" in result))
        click.echo(json.dumps(result, ensure_ascii=False).translate(_LINE_ENDS))
    return status


def _result(understood: Understanding, raw: bytes) -> dict[str, object]:
    turns = _turns(raw)
    if isinstance(turns, str):
        return {**dict.fromkeys(KEYS), "error": turns}
    decision, reply, ms = _take(understood, turns)
    values = (
        turns[-1],
        decision.disposition,
        decision.queue if decision.disposition is Disposition.HANDOFF else None,
        decision.entries,
        decision.options,
        decision.confidence,
        [[match.id, match.probability] for match in decision.ranked],
        decision.escalates,
        to_text(reply),
        [signal.id for signal in decision.signals],
        ms,
    )
    return dict(zip(KEYS, values, strict=True))


def _take(understood: Understanding, turns: list[str]) -> tuple[Decision, Reply, float]:
    """Return the last turn's decision and reply, and the milliseconds it took."""
    dialogue, now = Dialogue(), SystemClock().now()
    for turn in turns[:-1]:
        _, _, dialogue = respond(understood, dialogue, turn, now=now)
    started = time.perf_counter()
    decision, reply, _ = respond(understood, dialogue, turns[-1], now=now)
    return decision, reply, round(1000 * (time.perf_counter() - started), 3)


def _turns(raw: bytes) -> list[str] | str:
    """Return a line's messages, or what is wrong with the line."""
    try:
        given = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return 'not a JSON object: write {"text": "..."} on one line'
    if not isinstance(given, dict) or not isinstance(given.get("turns", []), list):
        return 'not a message: write {"text": "..."} or {"turns": ["...", "..."]}'
    texts: list[object] = given.get("turns") or [given.get("text")]
    problem = next((p for text in texts if (p := _problem(text))), None)
    return problem or [str(text) for text in texts]


def _problem(text: object) -> str | None:
    if not isinstance(text, str):
        return 'no text: write {"text": "..."}'
    if not text.strip():
        return "the text is blank: write a message"
    if len(text) > MAX_CHARACTERS:
        return f"the text has {len(text)} characters: at most {MAX_CHARACTERS} are read"
    if _IMPOSSIBLE.search(text):
        return "the text holds what no text can: a NUL, or half of a character"
    return None


def _why(decision: Decision, understood: Understanding) -> str:
    at = understood.thresholds[decision.language]
    thresholds = (f"{name} {value}" for name, value in asdict(at).items())
    ranked = [f"  {match.probability:.4f}  {match.id}" for match in decision.ranked]
    rows = [
        f"decision: {decision.disposition}" + (f", queue {decision.queue}" if decision.queue else ""),
        f"signals: {', '.join(signal.id for signal in decision.signals) or 'none'}",
        f"answered: {', '.join(decision.entries) or 'nothing'}",
        f"offered: {', '.join(decision.options) or 'nothing'}",
        f"thresholds: {', '.join(thresholds)}",
        "ranked entries:",
        *(ranked or ["  none"]),
    ]
    return "\n".join(rows)

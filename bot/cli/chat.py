"""`chat`: a conversation in the terminal, with what staff would be handed shown beside it. Nothing is stored."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from bot.channels.terminal import to_text
from bot.cli.understand import understanding
from bot.clock import SystemClock
from bot.model import Dialogue
from bot.settings import Settings
from bot.text import MAX_CHARACTERS
from bot.wording import Situation, compose, greeting


@click.command()
@click.option("--faq", type=click.Path(path_type=Path), help="Use another FAQ than faq.yaml.")
def chat(faq: Path | None) -> None:
    """Talk to the desk here; an empty line or Ctrl-D ends it."""
    understood = understanding(faq or Settings().faq)
    console = Console(highlight=False)
    _say(console, to_text(greeting(understood.faq)))
    dialogue = Dialogue()
    while (text := _read(console)) is not None:
        decision, dialogue = understood.take(dialogue, text)
        _say(console, to_text(compose(decision, understood.faq, Situation(now=SystemClock().now()))))
        if decision.escalates:
            rules = ", ".join(signal.id for signal in decision.signals) or "no rule"
            console.print(f"[staff] {decision.priority} · queue {decision.queue} · {rules}", style="yellow", markup=False)


def _read(console: Console) -> str | None:
    """Return the next message; None at the end."""
    try:
        text = console.input("\nyou> ").strip()
    except (EOFError, KeyboardInterrupt):
        return None
    if len(text) > MAX_CHARACTERS:
        console.print(f"That has {len(text)} characters; at most {MAX_CHARACTERS} are read. Please shorten it.")
        return _read(console)
    return text or None


def _say(console: Console, text: str) -> None:
    console.print(f"\n{text}", style="cyan", markup=False)

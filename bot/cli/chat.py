"""`chat`: a conversation in the terminal, with what staff would be handed shown beside it. Nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from bot.channels.terminal import to_text
from bot.cli.understand import understanding
from bot.clock import SystemClock
from bot.frontdesk import respond
from bot.model import Dialogue
from bot.settings import Settings
from bot.text import MAX_CHARACTERS
from bot.wording import greeting

if TYPE_CHECKING:
    from bot.model import Decision


@click.command()
@click.option("--faq", type=click.Path(path_type=Path), help="Use another FAQ than faq.yaml.")
def chat(faq: Path | None) -> None:
    """Talk to the desk here; an empty line or Ctrl-D ends it. Nothing is stored and nobody is told."""
    understood = understanding(faq or Settings().faq)
    console = Console(markup=False, emoji=False, highlight=False)
    _say(console, to_text(greeting(understood.faq)))
    dialogue = Dialogue()
    while (text := _read(console)) is not None:
        decision, reply, dialogue = respond(understood, dialogue, text, now=SystemClock().now())
        _say(console, to_text(reply))
        if decision.escalates:
            _say(console, _for_staff(decision), style="yellow")


def _read(console: Console) -> str | None:
    """Return the next message; None at the end."""
    while True:
        try:
            text = console.input("\nyou> ").strip()
        except (EOFError, KeyboardInterrupt):
            console.print()
            return None
        if len(text) <= MAX_CHARACTERS:
            return text or None
        _say(console, f"That has {len(text)} characters; at most {MAX_CHARACTERS} are read. Please shorten it.")


def _say(console: Console, text: str, *, style: str = "cyan") -> None:
    """Print a paragraph, wrapped for a reader at a terminal and left whole for a program."""
    console.print(f"\n{text}", style=style, soft_wrap=not console.is_terminal)


def _for_staff(decision: Decision) -> str:
    rules = ", ".join(signal.id for signal in decision.signals) or "no rule"
    return f"[staff] {decision.priority} · queue {decision.queue} · {rules}"

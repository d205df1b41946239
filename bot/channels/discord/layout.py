"""A case's card as a Discord post, pure: its name, what it says, its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.channels.discord.bubbles import Bubble, Button, Look
from bot.channels.discord.ids import Pressed, press_id
from bot.channels.discord.limits import LABEL, MESSAGE, POST_NAME, ROW, cut, size
from bot.channels.discord.markdown import bold, foreign, ours
from bot.desk.card import Act

if TYPE_CHECKING:
    from datetime import datetime

    from bot.desk.card import CardText

_LOOKS: Final = {Act.ACKNOWLEDGE: Look.GRAVE, Act.CLAIM: Look.MAIN, Act.REPLY: Look.MAIN}
_SHORTER: Final = (1_000, 700, 400, 200, 0)


def post_name(text: CardText) -> str:
    """Return the post's name: no words of a patient's stand there, since it is in every notification."""
    return cut(f"{text.title} · {text.queue}", POST_NAME)


def card(text: CardText, *, seen: int) -> Bubble:
    """Return the card. `seen` is the patient's last line that it stands for: a reply to an older one is refused."""
    content = next(said for length in _SHORTER if size(said := _content(text, length)) <= MESSAGE)
    return Bubble(content=content, buttons=tuple(_button(text, act, seen, n) for n, act in enumerate(text.acts)))


def _button(text: CardText, act: Act, seen: int, place: int) -> Button:
    name = press_id(Pressed(case=text.case, act=act, seen=seen))
    return Button(label=cut(text.label(act), LABEL), id=name, look=_LOOKS.get(act, Look.QUIET), row=place // ROW)


def _content(text: CardText, longest: int) -> str:
    facts = (text.queue, text.channel, text.standing, text.identity)
    lines = (
        bold(ours(text.title)),
        ours(text.headline),
        ours(" · ".join(facts)),
        f"Opened {_ago(text.opened_at)}{_due(text)}",
        ours(text.advice),
        ours("Why: " + "; ".join(text.rules)) if text.rules else "",
        _words(text, longest),
        f"Case page: <{text.link}>",
    )
    return "\n".join(filter(None, lines))


def _words(text: CardText, longest: int) -> str:
    if not text.words or not longest:
        return "-# What was said stands on the case page."
    said = foreign(cut(" ".join(text.words.split()), longest))
    return f"> {foreign(text.speaker)}: {said}"


def _due(text: CardText) -> str:
    if text.due_at is None:
        return ""
    return f" · {bold('Overdue')} since {_ago(text.due_at)}" if text.is_overdue else f" · due {_ago(text.due_at)}"


def _ago(at: datetime) -> str:
    """Return a moment that Discord shows as an age, in the reader's own words, and keeps true."""
    return f"<t:{int(at.timestamp())}:R>"

"""A case's card as Slack's blocks: pure. One message, edited in place; its ages are Slack's and grow by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.channels.slack.text import Block, escape, label, mrkdwn, plain
from bot.desk.card import Act
from bot.desk.orders import ASKS_FIRST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.desk.card import CardText

ACT: Final = "case"
OPEN: Final = f"{ACT}:open"
_LONGEST_NAME: Final = 60
"""Of a colleague, in a question that Slack shows up to 300 characters of."""

_STYLES: Final = {Act.ACKNOWLEDGE: "danger", Act.CLAIM: "primary"}


def card_blocks(card: CardText) -> list[Block]:
    """Return what the card shows: urgency, why, what to do, queue and times, who has it, the words, the buttons."""
    return [
        {"type": "header", "block_id": "title", "text": plain(card.title)},
        {"type": "section", "block_id": "why", "text": mrkdwn(f"*{escape(card.headline)}*\n{_facts(card)}")},
        *_advice(card),
        *_words(card),
        {"type": "actions", "block_id": "acts", "elements": [*_buttons(card), _link(card)]},
    ]


def ring_text(card: CardText) -> str:
    """Return the call to everybody in the channel while someone may be in danger and nobody has seen it."""
    return f"<!channel> {escape(card.summary)}: <{card.link}|open the case>"


def since(at: datetime) -> str:
    """Return a moment as Slack shows it to each reader: how long ago, or in how long."""
    fallback = f"{at:%Y-%m-%d %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{ago}}|{fallback}>"


def _facts(card: CardText) -> str:
    due = f" · *{'overdue' if card.is_overdue else 'due'}* {since(card.due_at)}" if card.due_at else ""
    first = f"{escape(card.queue)} · {escape(card.channel)} · opened {since(card.opened_at)}{due}"
    return f"{first}\n{escape(card.standing)} · {card.identity}"


def _advice(card: CardText) -> Iterator[Block]:
    said = [card.advice] if card.advice else []
    said += [f"Why: {', '.join(card.rules)}"] if card.rules else []
    if said:
        yield {"type": "context", "block_id": "advice", "elements": [plain(one[:2000]) for one in said]}


def _words(card: CardText) -> Iterator[Block]:
    """Return what was said last, as far as it may be shown: plain, so that it pings nobody and formats nothing."""
    if card.words:
        yield {"type": "section", "block_id": "words", "text": plain(f"{card.speaker}: {card.words}"[:3000])}


def _buttons(card: CardText) -> Iterator[Block]:
    for act in card.acts:
        shown: Block = {"type": "button", "action_id": f"{ACT}:{act}", "text": label(card.label(act))}
        style: Block = {"style": _STYLES[act]} if act in _STYLES else {}
        more = _asking(card) if act is Act.TAKE_OVER else {"value": str(card.case)}
        yield {**shown, **more, **style}


def _asking(card: CardText) -> Block:
    """Return what makes a button ask first, and remember whose case it was when it was asked."""
    asked: Block = {
        "title": plain("Take this case over?"),
        "text": plain(ASKS_FIRST.format(owner=card.owner[:_LONGEST_NAME])),
        "confirm": plain("Take it over"),
        "deny": plain("Leave it"),
    }
    return {"value": f"{card.case}:{card.owner_id}", "confirm": asked}


def _link(card: CardText) -> Block:
    return {"type": "button", "action_id": OPEN, "text": plain("Open"), "url": card.link, "value": str(card.case)}

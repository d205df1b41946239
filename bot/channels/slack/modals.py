"""What opens over Slack when staff reply, note, put off or close: pure views, and what comes back from them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.channels.slack.text import Block, mrkdwn, plain
from bot.desk.card import Act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.desk.canned import Ready
    from bot.desk.card import CardText
    from bot.desk.snoozing import Until
    from bot.desk.standing import Ending

CANNED: Final = "case:canned"
LONGEST: Final = 3_000
"""Slack's limit of a text box that can be filled beforehand."""

_TITLES: Final = {Act.REPLY: "Reply", Act.NOTE: "Note for staff", Act.SNOOZE: "Snooze", Act.RESOLVE: "Resolve"}
_SENDS: Final = {Act.REPLY: "Send to patient", Act.NOTE: "Save note", Act.SNOOZE: "Snooze", Act.RESOLVE: "Resolve"}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a modal is about, kept in it: the case, the last line its reader knew, how often its box was filled."""

    case: int
    last_seen: int
    filled: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What came back: a text or a choice, and whether a box was ticked."""

    about: About
    text: str = ""
    choice: str = ""
    is_sure: bool = False


def reply_modal(card: CardText, about: About, *, canned: Sequence[Ready], text: str = "", warning: str = "") -> Block:
    """Return the box for a reply; picking a ready-made one fills it, so that what is sent is seen first."""
    picks = [_option(one.label, str(number)) for number, one in enumerate(canned[:100])]
    picker: list[Block] = [_picker(picks)] if picks else []
    box = _box(f"text{about.filled}", "What the patient will read", text)
    return _modal(Act.REPLY, card, about, [*_warned(warning), *picker, box])


def note_modal(card: CardText, about: About) -> Block:
    """Return the box for a note: it looks different, and has no way to a patient."""
    hint: Block = {"type": "context", "elements": [mrkdwn("🔒 *Only staff read this.* It stays beside the case.")]}
    return _modal(Act.NOTE, card, about, [hint, _box("text0", "Note for colleagues", "")])


def snooze_modal(card: CardText, about: About, *, choices: Iterable[Until]) -> Block:
    """Return the choice of a time; the case comes back earlier when the patient writes."""
    options = [_option(one.label, one.value) for one in choices]
    return _modal(Act.SNOOZE, card, about, [_choice("Until", options)])


def resolve_modal(
    card: CardText, about: About, *, endings: Sequence[Ending], is_grave: bool, warning: str = ""
) -> Block:
    """Return the choice of how it ended; danger asks once more."""
    options = [{**_option(one.label, one.resolution), "description": plain(one.meaning[:75])} for one in endings]
    sure: list[Block] = [_sure()] if is_grave else []
    return _modal(Act.RESOLVE, card, about, [*_warned(warning), _choice("How it ended", options), *sure])


def given(view: Mapping[str, Any]) -> Given:
    """Read a submitted modal."""
    about = About(**json.loads(view["private_metadata"]))
    values = view["state"]["values"]
    states = {block: next(iter(inputs.values())) for block, inputs in values.items()}
    ticked = states.get("sure", {}).get("selected_options") or ()
    chosen = states.get("choice", {}).get("selected_option") or {}
    return Given(
        about=about,
        text=str(states.get(f"text{about.filled}", {}).get("value") or ""),
        choice=str(chosen.get("value", "")),
        is_sure=bool(ticked),
    )


def picked(body: Mapping[str, Any]) -> tuple[About, int]:
    """Read which ready-made reply was picked, and in which modal."""
    about = About(**json.loads(body["view"]["private_metadata"]))
    return about, int(body["actions"][0]["selected_option"]["value"])


def box_of(about: About) -> str:
    """Return the id of the text box, which an error stands under."""
    return f"text{about.filled}"


def _modal(act: Act, card: CardText, about: About, blocks: Sequence[Block]) -> Block:
    said = f"\n{card.speaker}: {card.words}" if card.words else ""
    head: list[Block] = [
        {"type": "section", "text": plain(f"{card.summary}{said}"[:3000])},
        {"type": "context", "elements": [mrkdwn(f"<{card.link}|Read the conversation on the staff page>")]},
    ]
    return {
        "type": "modal",
        "callback_id": f"case:{act}",
        "title": plain(_TITLES[act]),
        "submit": plain(_SENDS[act]),
        "close": plain("Cancel"),
        "private_metadata": json.dumps(asdict(about)),
        "blocks": [*head, *blocks],
    }


def _warned(warning: str) -> Iterable[Block]:
    return [{"type": "section", "block_id": "warning", "text": mrkdwn(f"⚠️ *{warning}*")}] if warning else []


def _box(block_id: str, label: str, text: str) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": LONGEST}
    filled: Block = {"initial_value": text[:LONGEST]} if text else {}
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": {**element, **filled}}


def _choice(label: str, options: Sequence[Block]) -> Block:
    element: Block = {"type": "radio_buttons", "action_id": "choice", "options": list(options)}
    return {"type": "input", "block_id": "choice", "label": plain(label), "element": element}


def _picker(options: Sequence[Block]) -> Block:
    menu: Block = {"type": "static_select", "action_id": CANNED, "placeholder": plain("Pick one")}
    return {
        "type": "section",
        "block_id": "canned",
        "text": plain("Ready-made reply"),
        "accessory": {**menu, "options": list(options)},
    }


def _sure() -> Block:
    option = _option("I have made sure that nobody is in danger now", "yes")
    element: Block = {"type": "checkboxes", "action_id": "sure", "options": [option]}
    return {"type": "input", "block_id": "sure", "label": plain("Someone may be in danger"), "element": element}


def _option(label: str, value: str) -> Block:
    return {"text": plain(label[:75]), "value": value}

"""The forms that a card's buttons open, and what comes back from them: read by name, so that a restart knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.channels.discord.ids import form_id
from bot.channels.discord.limits import INPUT, MODAL_TITLE, OPTION, OPTIONS, cut
from bot.desk.canned import ready_made
from bot.desk.card import Act
from bot.desk.snoozing import choices
from bot.desk.standing import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.channels.discord.ids import Pressed
    from bot.desk.times import Now
    from bot.faq.content import Faq
    from bot.model import Language

    # discord.py's own items are generic over views that nothing here asks for.
    Item = discord.ui.Item[Any]

TEXT: Final = "text"
READY: Final = "ready"
UNTIL: Final = "until"
ENDING: Final = "ending"
_TITLES: Final = {
    Act.REPLY: "Reply to the patient of case {case}",
    Act.NOTE: "Note for staff, case {case}",
    Act.SNOOZE: "Snooze case {case}",
    Act.RESOLVE: "Resolve case {case}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to pick."""

    value: str
    label: str
    meaning: str = ""


def form_of(pressed: Pressed, faq: Faq, now: Now) -> discord.ui.Modal:
    """Return the form for an act. Nothing is asked of the store: Discord waits three seconds for it."""
    title = cut(_TITLES[pressed.act].format(case=pressed.case), MODAL_TITLE)
    modal = discord.ui.Modal(title=title, custom_id=form_id(pressed), timeout=None)
    for item in _items(pressed.act, faq, now):
        modal.add_item(item)
    modal.stop()
    return modal


def data_of(interaction: discord.Interaction) -> Mapping[str, Any]:
    """Return what came with an interaction, as Discord sent it."""
    return dict(interaction.data or {})


def values_of(interaction: discord.Interaction) -> Mapping[str, str]:
    """Return what was filled in, by field."""
    found: dict[str, str] = {}
    for field in _fields(data_of(interaction).get("components", ())):
        values = field.get("values")
        found[field["custom_id"]] = (values[0] if values else "") if values is not None else field.get("value", "")
    return found


def _items(act: Act, faq: Faq, now: Now) -> list[Item]:
    match act:
        case Act.REPLY:
            ready = [Option(value=one.id, label=one.label) for one in faq.canned]
            picked = [_picked("Ready-made reply", READY, ready, is_needed=False)] if ready else []
            return [*picked, _written("Your reply", is_needed=not ready)]
        case Act.NOTE:
            return [_written("Note: no patient is ever sent one", is_needed=True)]
        case Act.SNOOZE:
            return [_picked("Until", UNTIL, [Option(value=one.value, label=one.label) for one in choices(now)])]
        case _:
            ends = [Option(value=str(one.resolution), label=one.label, meaning=one.meaning) for one in ENDINGS]
            return [_picked("How did it end?", ENDING, ends)]


def _written(label: str, *, is_needed: bool) -> Item:
    box: Item = discord.ui.TextInput(
        style=discord.TextStyle.paragraph, custom_id=TEXT, required=is_needed, max_length=INPUT
    )
    return discord.ui.Label(text=label, component=box)


def _picked(label: str, name: str, options: Iterable[Option], *, is_needed: bool = True) -> Item:
    offered = [
        discord.SelectOption(
            label=cut(one.label, OPTION), value=one.value, description=cut(one.meaning, OPTION) or None
        )
        for one in list(options)[:OPTIONS]
    ]
    menu: Item = discord.ui.Select(
        custom_id=name, options=offered, required=is_needed, min_values=int(is_needed), max_values=1
    )
    return discord.ui.Label(text=label, component=menu)


def _fields(components: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for one in components:
        if "components" in one:
            yield from _fields(one["components"])
        elif "component" in one:
            yield one["component"]
        else:
            yield one


def text_of(values: Mapping[str, str], faq: Faq, language: Language) -> str:
    """Return what is to be said: the ready-made reply that was picked, then what was written."""
    ready = {one.id: made.text for one, made in zip(faq.canned, ready_made(faq.canned, language), strict=True)}
    return "\n\n".join(filter(None, (ready.get(values.get(READY, ""), ""), values.get(TEXT, "").strip())))

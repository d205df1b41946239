"""The slash commands: /ask and /faq for patients, where they may; /desk for staff."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands

from bot.channels.discord.answering import deferred, told
from bot.channels.discord.asking import asked
from bot.channels.discord.limits import MESSAGE, OPTION, OPTIONS, cut, size
from bot.channels.discord.markdown import ours
from bot.channels.discord.room import NAME
from bot.channels.discord.sentences import NOTHING_OPEN, QUESTIONS
from bot.channels.discord.split import messages
from bot.desk.card import card_text
from bot.desk.orders import unlinked
from bot.errors import StoreError
from bot.model import Language, RelayContent

if TYPE_CHECKING:
    from bot.channels.discord.incoming import Patients
    from bot.channels.discord.room import Room
    from bot.faq.content import Faq
    from bot.model import Case

_LISTED: Final = 10
_ROOM: Final = 100


def tree_of(client: discord.Client, room: Room, patients: Patients) -> app_commands.CommandTree:
    """Return the commands that this desk offers."""
    tree = app_commands.CommandTree(client)
    tree.add_command(_desk(room))
    if room.settings.discord_patients:
        tree.add_command(_ask(room, patients))
        tree.add_command(_faq(room, patients))
    return tree


def _ask(room: Room, patients: Patients) -> app_commands.Command[Any, [str], None]:
    @app_commands.command(name="ask", description="Ask the front desk; only you see the answer")
    @app_commands.describe(question="Your question, without personal details")
    async def ask(interaction: discord.Interaction, question: app_commands.Range[str, 1, 2000]) -> None:
        await asked(room, patients, interaction, question)

    return ask


def _faq(room: Room, patients: Patients) -> app_commands.Command[Any, [str | None], None]:
    @app_commands.command(name="faq", description="What the front desk can answer; only you see it")
    @app_commands.describe(question="One of the questions")
    async def faq(interaction: discord.Interaction, question: str | None = None) -> None:
        if question:
            await asked(room, patients, interaction, question)
        else:
            await deferred(interaction)
            await told(interaction, list_of(room.frontdesk.faq))

    @faq.autocomplete("question")
    async def suggest(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        those = [one for one in questions(room.frontdesk.faq) if typed.casefold() in one.casefold()]
        return [app_commands.Choice(name=cut(one, OPTION), value=cut(one, OPTION)) for one in those[:OPTIONS]]

    return faq


def _desk(room: Room) -> app_commands.Command[Any, [], None]:
    @app_commands.command(name="desk", description="For staff: the open cases, most urgent first")
    async def desk(interaction: discord.Interaction) -> None:
        await deferred(interaction)
        await told(interaction, await asyncio.to_thread(_overview, room, interaction.user.id))

    return desk


def questions(faq: Faq) -> tuple[str, ...]:
    """Return what is answered, as questions."""
    wordings = (one.wordings.get(Language.ENGLISH) or next(iter(one.wordings.values())) for one in faq.entries)
    return tuple(wording.question for wording in wordings)


def list_of(faq: Faq) -> str:
    """Return the questions as one message; where they are too many, the first ones."""
    listed = "\n".join(f"· {one}" for one in questions(faq))
    return messages([QUESTIONS, *listed.split("\n")], longest=MESSAGE)[0]


def _overview(room: Room, user: int) -> str:
    try:
        if room.store.links.member(NAME, str(user)) is None:
            return unlinked(NAME, str(user))
        waiting = room.store.cases.open_cases()
    except StoreError:
        return "The desk cannot read its cases right now. Look at the staff page."
    rows = [_row(room, one) for one in waiting[:_LISTED]]
    while size("\n".join(rows)) > MESSAGE - _ROOM:
        rows.pop()
    more = [f"… and {len(waiting) - len(rows)} more on the staff page."] if len(waiting) > len(rows) else []
    return "\n".join([*rows, *more]) or NOTHING_OPEN


def _row(room: Room, case: Case) -> str:
    page = room.settings.staff_page
    text = card_text(case, last=None, now=room.now(), relay=RelayContent.LINK, staff_page=page)
    return f"{ours(text.summary)} · <{text.link}>"

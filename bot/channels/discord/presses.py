"""Presses and forms: a patient's choice counts like its text typed, a press on a card is an act of staff's."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import discord
import structlog

from bot.channels.discord.acts import Press, perform
from bot.channels.discord.answering import Standing, added, deferred, told
from bot.channels.discord.asking import answer
from bot.channels.discord.forms import data_of, form_of, values_of
from bot.channels.discord.ids import FORM, Pressed, pressed, taken
from bot.channels.discord.marks import mark
from bot.channels.discord.room import ASK, conversation_of
from bot.channels.discord.sentences import FAILED, GONE
from bot.desk.orders import FORMS
from bot.errors import StoreError
from bot.wording import sentences as say

if TYPE_CHECKING:
    import re

    from bot.channels.discord.incoming import Patients
    from bot.channels.discord.room import Room

log = structlog.get_logger()

_OTHERS_FIRST: Final = 1.5
"""Seconds that a process which answered first has to do what was pressed; done again, it changes nothing."""


class Presses:
    """Hears them for one connection. Each is known by its name alone: nothing has to be remembered."""

    def __init__(self, room: Room, patients: Patients) -> None:
        self._room, self._patients = room, patients

    async def choice(self, interaction: discord.Interaction, found: re.Match[str]) -> None:
        """Hear a patient press a choice; under an answer that only they see, they are answered there again."""
        is_open = interaction.guild_id is not None
        standing = await deferred(interaction, is_update=not is_open)
        name = f"{ASK if is_open else 'press:'}{interaction.id}"
        line, index = int(found["line"]), int(found["index"])
        message = await self._patients.chosen(interaction, line, index, client_id=name)
        if message is None:
            await added(interaction, GONE)
        elif is_open:
            await answer(self._room, self._patients, interaction, message, standing=standing)
        else:
            await self._patients.heard(message, interaction.user)

    async def card(self, interaction: discord.Interaction, found: re.Match[str]) -> None:
        """Hear a press on a card: what needs no more is done, a form asks for the rest."""
        what = pressed(found)
        if what.act in FORMS:
            await self._open_form(interaction, what)
        else:
            await self._do(interaction, _press(interaction, what))

    async def take(self, interaction: discord.Interaction, found: re.Match[str]) -> None:
        """Hear that a case is to be taken over all the same; the question goes with its answer."""
        await self._do(interaction, _press(interaction, taken(found)), is_update=True)

    async def rating(self, interaction: discord.Interaction, found: re.Match[str]) -> None:
        """Note whether an answer was helpful, and thank whoever said so; one process does."""
        if await deferred(interaction) is Standing.OTHERS:
            return
        name, line = conversation_of(interaction.user.id), int(found["line"])
        note = partial(self._room.store.ratings.rate, name, line, is_helpful=found["said"] == "yes")
        try:
            await asyncio.to_thread(note)
            language = await asyncio.to_thread(self._room.frontdesk.language, name)
        except StoreError as error:
            log.error("discord.store", error=type(error).__name__)
            await told(interaction, FAILED)
        else:
            await told(interaction, say.RATED[language])

    async def form(self, interaction: discord.Interaction) -> None:
        """Hear that a form has come back."""
        found = FORM.fullmatch(str(data_of(interaction).get("custom_id", "")))
        if found and interaction.type is discord.InteractionType.modal_submit:
            await self._do(interaction, replace(_press(interaction, pressed(found)), values=values_of(interaction)))

    async def _open_form(self, interaction: discord.Interaction, what: Pressed) -> None:
        try:
            await interaction.response.send_modal(form_of(what, self._room.frontdesk.faq, self._room.now()))
        except discord.HTTPException as error:
            log.warning("discord.form", case=what.case, error=f"discord_{error.code}")

    async def _do(self, interaction: discord.Interaction, press: Press, *, is_update: bool = False) -> None:
        """Do it first, whoever is told: what was pressed is never lost to Discord's impatience."""
        standing = await deferred(interaction, is_update=is_update)
        if standing is Standing.OTHERS:
            await asyncio.sleep(_OTHERS_FIRST)
        outcome = await perform(self._room, press)
        if standing is Standing.NOBODYS:
            return
        await told(interaction, outcome.text, buttons=outcome.buttons)
        if outcome.sent:
            await told(interaction, f"{outcome.text} {await mark(self._room, outcome.sent)}")


def _press(interaction: discord.Interaction, what: Pressed) -> Press:
    return Press(id=interaction.id, user=interaction.user.id, at=interaction.created_at, what=what)

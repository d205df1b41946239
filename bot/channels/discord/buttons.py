"""The buttons that discord.py hands back when they are pressed, in whichever process and however long after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import discord

from bot.channels.discord.ids import CHOICE, PRESS, RATE, TAKE

if TYPE_CHECKING:
    import re


class _Named(discord.ui.DynamicItem[discord.ui.Button[Any]], template="(?!)"):
    """A button that is known by its name alone; each kind has a template of its own."""

    def __init__(self, item: discord.ui.Button[Any], found: re.Match[str]) -> None:
        super().__init__(item)
        self._found = found

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], found: re.Match[str], /
    ) -> Self:
        """Make the button of its name."""
        return cls(discord.ui.Button(custom_id=item.custom_id), found)  # type: ignore[attr-defined]


class ChoiceButton(_Named, template=CHOICE):
    """A button under a reply to a patient."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client."""
        await interaction.client.presses.choice(interaction, self._found)


class CardButton(_Named, template=PRESS):
    """A button of a card."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client."""
        await interaction.client.presses.card(interaction, self._found)


class TakeButton(_Named, template=TAKE):
    """A button that takes a case over from a colleague, under the question whether to."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client."""
        await interaction.client.presses.take(interaction, self._found)


class RateButton(_Named, template=RATE):
    """A button that says whether an answer was helpful."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press to the client."""
        await interaction.client.presses.rating(interaction, self._found)

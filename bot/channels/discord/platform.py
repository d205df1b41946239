"""Discord as a surface: connects, sends, draws; stops for good where the desk's access is wrong (R13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import discord
import structlog

from bot.channels.discord.client import DeskClient
from bot.channels.discord.faults import ACCESS_REFUSED, GIVES_UP, INTENTS_REFUSED, Breaker
from bot.channels.discord.forum import draw
from bot.channels.discord.outgoing import deliver
from bot.channels.discord.reach import reach
from bot.channels.discord.room import NAME
from bot.channels.discord.sentences import NO_AGREEMENT
from bot.errors import SurfaceStopped, TryLater

if TYPE_CHECKING:
    from bot.channels.discord.room import Room
    from bot.surface import Card, Delivery, Drawn

log = structlog.get_logger()

_TOKEN_REFUSED = 4004


class DiscordSurface:
    """The Surface port. A connection that is lost for long is replaced by a new one; what is sent waits meanwhile."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._client: DeskClient | None = None
        self._breaker = Breaker()
        reach(room.settings.discord_api)
        if room.settings.discord_patients:
            log.warning("discord.patients", why=NO_AGREEMENT)

    @property
    def name(self) -> str:
        """Return the channel's name."""
        return NAME

    @property
    def is_up(self) -> bool:
        """Tell whether the gateway tells us what happens."""
        return self._client is not None and self._client.is_listening

    async def run(self) -> None:
        """Connect and listen until cancelled. Raises SurfaceStopped where the token or the intents are refused."""
        client = DeskClient(self._room, self._breaker.trace())
        try:
            await client.login(self._room.settings.discord_token.get_secret_value())
            self._client = client
            await client.connect()
        except discord.LoginFailure:
            raise SurfaceStopped(ACCESS_REFUSED) from None
        except discord.PrivilegedIntentsRequired:
            raise SurfaceStopped(INTENTS_REFUSED) from None
        except discord.ConnectionClosed as error:
            if error.code not in GIVES_UP:
                raise
            raise SurfaceStopped(ACCESS_REFUSED if error.code == _TOKEN_REFUSED else INTENTS_REFUSED) from None
        finally:
            self._client = None
            with anyio.CancelScope(shield=True):
                await client.close()

    async def send(self, delivery: Delivery) -> str:
        """Send a line to its patient; return its messages' ids. Raises SurfaceError."""
        return await deliver(self._room, self._connected(), delivery)

    async def draw(self, card: Card) -> Drawn:
        """Show a case in the forum. Raises SurfaceError."""
        return await draw(self._room, self._connected(), card)

    def _connected(self) -> DeskClient:
        self._breaker.check()
        if self._client is None:
            raise TryLater("not_connected", seconds=2, is_for_all=True)
        return self._client

"""A Discord on this machine for the unmodified discord.py: gateway, REST API, and people who write and press."""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from tests.discord.fake.gateway import Gateway
from tests.discord.fake.rest import Rest
from tests.discord.fake.world import BOT, CLINIC, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.discord.fake.world import Json

TOKEN = "right-token"
PATIENT, NURSE, OTHER = 1, 2, 3


@dataclass(eq=False)
class FakeDiscord:
    """The server, and what people do there."""

    world: World = field(default_factory=World)
    gateway: Gateway = field(init=False)
    rest: Rest = field(init=False)
    api: str = ""
    _change: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Put the parts together."""
        self.gateway = Gateway(world=self.world, token=TOKEN, changed=self._changed)
        self.rest = Rest(world=self.world, gateway=self.gateway, token=TOKEN, changed=self._changed)
        for number, name in ((PATIENT, "pat"), (NURSE, "dana"), (OTHER, "olli")):
            self.world.person(number, name)

    async def until(self, is_so: Callable[[], object], *, seconds: float = 10) -> None:
        """Wait until something is so, looking whenever anything happened, here or in a store. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not is_so():
                self._change.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._change.wait(), 0.05)

    async def write(self, author: int, content: str, *, place: int | None = None, **more: object) -> Json:
        """Let somebody write: to the bot, or in a channel."""
        where = int(self.world.dm(author)["id"]) if place is None else place
        said = self.world.say(where, author, content, **more)
        await self.gateway.tell("MESSAGE_CREATE", said)
        return said

    async def edit(self, said: Json, content: str) -> None:
        """Let somebody change what they wrote."""
        said |= {"content": content, "edited_timestamp": "2026-11-22T12:00:00+00:00"}
        await self.gateway.tell("MESSAGE_UPDATE", said)

    async def delete(self, said: Json) -> None:
        """Let somebody take back what they wrote."""
        del self.world.messages[int(said["channel_id"])][int(said["id"])]
        await self.gateway.tell("MESSAGE_DELETE", {key: said[key] for key in ("id", "channel_id")})

    async def delete_thread(self, number: int) -> None:
        """Let somebody delete a post."""
        gone = self.world.channels.pop(number)
        self.world.messages.pop(number, None)
        keys = ("id", "guild_id", "parent_id", "type")
        await self.gateway.tell("THREAD_DELETE", {key: gone[key] for key in keys})

    async def press(self, author: int, said: Json, custom_id: str) -> str:
        """Let somebody press a button of a message; return the interaction's token."""
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._interact(author, 3, data, place=int(said["channel_id"]), message=said)

    async def submit(self, author: int, place: int, custom_id: str, values: dict[str, str | list[str]]) -> str:
        """Let somebody send a form off; return the interaction's token."""
        components = [_field(key, value) for key, value in values.items()]
        return await self._interact(author, 5, {"custom_id": custom_id, "components": components}, place=place)

    async def slash(self, author: int, place: int, name: str, options: list[Json] | None = None) -> str:
        """Let somebody give a command; return the interaction's token."""
        known = next(one for one in self.rest.commands if one["name"] == name)
        data = {"id": known["id"], "name": name, "type": 1, "options": options or []}
        return await self._interact(author, 2, data, place=place)

    def api_of(self, process: str) -> str:
        """Return an address of the API under which one process is told from the others."""
        return self.api.removesuffix("/api") + f"/{process}/api"

    def answers(self, token: str) -> list[Json]:
        """Return what an interaction was answered with."""
        return self.rest.answers.get(token, [])

    async def _interact(self, author: int, kind: int, data: Json, *, place: int, message: Json | None = None) -> str:
        number = self.world.snowflake()
        token = f"interaction-{number}"
        who = self.world.users[author]
        about = {
            "id": str(number),
            "application_id": str(BOT),
            "type": kind,
            "data": data,
            "token": token,
            "version": 1,
        }
        where = self.world.channels[place]
        about |= {
            "channel_id": str(place),
            "channel": where,
            "locale": "en-US",
            "entitlements": [],
            "attachment_size_limit": 1,
        }
        about |= {"authorizing_integration_owners": {}, "app_permissions": str(self.world.bot_permissions)}
        if "guild_id" in where:
            member: Json = {
                "user": who,
                "roles": [],
                "permissions": "0",
                "joined_at": None,
                "deaf": False,
                "mute": False,
                "flags": 0,
            }
            about |= {"guild_id": str(CLINIC), "member": member, "guild_locale": "en-US"}
        else:
            about["user"] = who
        if message:
            about["message"] = message
        await self.gateway.tell("INTERACTION_CREATE", about)
        return token

    def _changed(self) -> None:
        self._change.set()


def _field(key: str, value: str | list[str]) -> Json:
    inner: Json = {"type": 4, "custom_id": key, "value": value}
    if isinstance(value, list):
        inner = {"type": 3, "custom_id": key, "values": value}
    return {"type": 18, "id": 1, "component": inner}


@asynccontextmanager
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    """Serve a Discord on a free port until the end."""
    fake = FakeDiscord()
    web_app = web.Application()
    web_app.router.add_get("/gateway/", fake.gateway.handle)
    web_app.router.add_route("*", "/api/{rest:.*}", fake.rest.handle)
    web_app.router.add_route("*", "/{process}/api/{rest:.*}", fake.rest.handle)
    runner = web.AppRunner(web_app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    fake.api, fake.gateway.url = f"http://127.0.0.1:{port}/api", f"ws://127.0.0.1:{port}/gateway/"
    try:
        yield fake
    finally:
        await fake.gateway.drop(code=1001)
        await runner.cleanup()

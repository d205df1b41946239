"""The fake Discord's gateway: one WebSocket for each bot process, sessions that can be resumed or are gone."""

from __future__ import annotations

import asyncio
import contextlib
import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.discord.fake.world import BOT, CLINIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.discord.fake.world import Json, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, INVALID_SESSION, HELLO, ACK = 0, 1, 2, 6, 9, 10, 11


@dataclass(eq=False)
class Session:
    """What one process was told: it goes on where it was after a RESUME."""

    id: str
    socket: web.WebSocketResponse | None = None
    told: list[Json] = field(default_factory=list)


@dataclass(eq=False)
class Gateway:
    """Who is connected. `refuse` is the code that the next IDENTIFY is closed with."""

    world: World
    token: str
    changed: Callable[[], None]
    url: str = ""
    refuse: int | None = None
    forgets_sessions: bool = False
    is_down: bool = False
    identified: list[Json] = field(default_factory=list)
    resumed: list[Json] = field(default_factory=list)
    heartbeats: int = 0
    sessions: dict[str, Session] = field(default_factory=dict)
    told: list[tuple[str, Json]] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it is closed."""
        if self.is_down:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": HELLO, "d": {"heartbeat_interval": 41_250}})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._hear(socket, frame.json())
                self.changed()
        return socket

    async def tell(self, event: str, data: Json, *, only: int | None = None) -> None:
        """Send an event to every process, or to the one with this place; what is missed is kept for a RESUME."""
        self.told.append((event, copy.deepcopy(data)))
        for number, session in enumerate(tuple(self.sessions.values())):
            if only is None or number == only:
                await self._dispatch(session, event, data)

    async def drop(self, *, code: int = 4000) -> None:
        """Close every connection; the sessions live on."""
        for session in self.sessions.values():
            if session.socket:
                await session.socket.close(code=code)
                session.socket = None

    async def invalidate(self) -> None:
        """Send op 9: the session is gone, and what happens from now on until READY is never sent."""
        gone, self.sessions = self.sessions, {}
        for session in gone.values():
            if session.socket:
                await session.socket.send_json({"op": INVALID_SESSION, "d": False})

    async def _hear(self, socket: web.WebSocketResponse, heard: Json) -> None:
        match heard["op"]:
            case 1:
                self.heartbeats += 1
                await socket.send_json({"op": ACK})
            case 2:
                await self._identify(socket, heard["d"])
            case 6:
                await self._resume(socket, heard["d"])

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.identified.append(data)
        refusal = self.refuse or (None if data["token"] == self.token else 4004)
        if refusal:
            await socket.close(code=refusal)
            return
        session = Session(id=f"session-{len(self.identified)}", socket=socket)
        self.sessions = {known: one for known, one in self.sessions.items() if one.socket} | {session.id: session}
        ready = {"v": 10, "user": self.world.users[BOT], "session_id": session.id, "resume_gateway_url": self.url}
        guilds = [{"id": str(CLINIC), "unavailable": True}]
        application = {"id": str(BOT), "flags": 0}
        await self._dispatch(session, "READY", ready | {"guilds": guilds, "application": application})
        await self._dispatch(session, "GUILD_CREATE", self.world.guild())

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> None:
        self.resumed.append(data)
        session = self.sessions.get(data["session_id"])
        if session is None or self.forgets_sessions:
            self.sessions.pop(data["session_id"], None)
            await socket.send_json({"op": INVALID_SESSION, "d": False})
            return
        session.socket = socket
        for missed in session.told[data["seq"] :]:
            await socket.send_json(missed)
        await self._dispatch(session, "RESUMED", {})

    async def _dispatch(self, session: Session, event: str, data: Json) -> None:
        session.told.append({"op": DISPATCH, "t": event, "s": len(session.told) + 1, "d": data})
        if session.socket:
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await session.socket.send_json(session.told[-1])

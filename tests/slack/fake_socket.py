"""Slack's side of Socket Mode: connections, envelopes with the times of their acks, and how a connection ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.slack.shapes import Shape


@dataclass(slots=True, kw_only=True)
class Envelope:
    """What was sent, when, and what came back. Times are monotonic seconds."""

    id: str
    sent_at: float
    acked_at: float | None = None
    answer: Shape = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """Return how long the ack took."""
        assert self.acked_at is not None
        return self.acked_at - self.sent_at


class Sockets:
    """Every connection of the app, the newest last."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self.opened = 0
        self.open: list[web.WebSocketResponse] = []
        self.envelopes: dict[str, Envelope] = {}
        self.greeting: Shape | None = {"type": "hello", "num_connections": 1}
        self.is_silent = self.is_deaf = False
        self.acks_seen = 0

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one connection until it ends. A silent one answers no ping."""
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.opened += 1
        if self.greeting is not None:
            await socket.send_json(self.greeting)
        self.open.append(socket)
        self._told()
        async for frame in socket:
            if frame.type is WSMsgType.PING and not self.is_silent:
                await socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._acked(json.loads(frame.data))
        self.open.remove(socket)
        self._told()
        return socket

    async def send(self, kind: str, payload: Shape, *, retry: int = 0, envelope: str = "", via: int = -1) -> Envelope:
        """Send an envelope over the newest connection or another, again with a retry number where it is a retry.

        A deaf Slack loses it on the way, and answers pings all the same.
        """
        found = self.envelopes.get(envelope) or self._new()
        found.sent_at = time.monotonic()
        more = {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""} if kind == "events_api" else {}
        whole = {"envelope_id": found.id, "type": kind, "accepts_response_payload": kind != "events_api", **more}
        if not self.is_deaf:
            await self.open[via].send_json({**whole, "payload": payload})
        return found

    async def disconnect(self, reason: str) -> None:
        """Ask the app to go away, as Slack does before it closes."""
        await self.open[-1].send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def close(self) -> None:
        """Close every connection."""
        for socket in tuple(self.open):
            with contextlib.suppress(ConnectionError, asyncio.TimeoutError):
                await socket.close()

    def _new(self) -> Envelope:
        found = Envelope(id=f"envelope-{len(self.envelopes) + 1}", sent_at=0.0)
        self.envelopes[found.id] = found
        return found

    def _acked(self, answer: Shape) -> None:
        found = self.envelopes[answer["envelope_id"]]
        found.acked_at, found.answer = time.monotonic(), answer.get("payload", {})
        self.acks_seen += 1
        self._told()

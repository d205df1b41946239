"""The fake Discord's REST API, as far as a front desk asks it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.discord.fake.world import BOT, CLINIC, LOBBY, PUBLIC_THREAD, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.discord.fake.gateway import Gateway
    from tests.discord.fake.world import Json, World

UNKNOWN_CHANNEL, UNKNOWN_MESSAGE = 10003, 10008
ARCHIVED = 50083


@dataclass(frozen=True)
class Call:
    """One request that arrived, and what it was answered with."""

    method: str
    path: str
    body: Any
    status: int
    process: str = ""


@dataclass(eq=False)
class Fault:
    """What the next matching requests are answered with. `has_effect`: it is done all the same, only not said.

    `then` happens between the effect and the answer.
    """

    method: str
    path: str
    status: int
    body: Json | None = None
    has_effect: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    then: Callable[[], object] | None = None


@dataclass(eq=False)
class Rest:
    """Answers requests from the world; what is done there is told over the gateway."""

    world: World
    gateway: Gateway
    token: str
    changed: Callable[[], None]
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    closed_dms: set[int] = field(default_factory=set)
    answers: dict[str, list[Json]] = field(default_factory=dict)
    """What was said to each interaction, by its token: callbacks, then edits of the first answer and further ones."""
    commands: list[Json] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path, body = request.path.partition("/api")[2], await _body(request)
        fault = next(
            (f for f in self.faults if f.times and f.method == request.method and re.search(f.path, path)), None
        )
        if fault:
            fault.times -= 1
            if fault.has_effect:
                await self._do(request, path, body)
            if fault.then:
                fault.then()
            answer = answered(fault.body or {}, status=fault.status, headers=fault.headers)
        else:
            answer = await self._do(request, path, body)
        process = request.match_info.get("process", "")
        self.calls.append(Call(request.method, path, body, answer.status, process))
        self.changed()
        return answer

    def sends(self, place: int) -> list[Call]:
        """Return the requests to say something in a channel."""
        return [one for one in self.calls if (one.method, one.path) == ("POST", f"/channels/{place}/messages")]

    def fail(self, method: str, path: str, status: int, body: Json | None = None, **more: Any) -> Fault:  # noqa: ANN401
        """Let the next matching request fail."""
        fault = Fault(method, path, status, body, **more)
        self.faults.append(fault)
        return fault

    async def _do(self, request: web.Request, path: str, body: Any) -> web.Response:  # noqa: ANN401 - theirs to type
        is_open = path.startswith(("/interactions", "/webhooks"))
        if not is_open and request.headers.get("Authorization") != f"Bot {self.token}":
            return refusal(HTTPStatus.UNAUTHORIZED, 0)
        for method, pattern, act in _ROUTES:
            found = re.fullmatch(pattern, path)
            if found and method == request.method:
                answer: web.Response = await act(self, found.groups(), body, request.query)
                return answer
        return refusal(HTTPStatus.NOT_FOUND, 0)

    async def say(self, place: int, body: Json) -> web.Response:
        """Keep and tell what the bot says."""
        where = self.world.channels.get(place)
        if where is None:
            return refusal(HTTPStatus.NOT_FOUND, UNKNOWN_CHANNEL)
        if place - 1_000_000 in self.closed_dms:
            return refusal(HTTPStatus.FORBIDDEN, 50007)
        if where.get("thread_metadata", {}).get("archived"):
            return refusal(HTTPStatus.BAD_REQUEST, ARCHIVED)
        said = self.world.say(place, BOT, body.get("content") or "", **kept(body))
        await self.gateway.tell("MESSAGE_CREATE", said)
        return answered(said)


def kept(body: Json) -> Json:
    """Return of a request to send what the message keeps."""
    return {key: body[key] for key in ("nonce", "enforce_nonce", "components", "embeds", "flags") if body.get(key)}


def answered(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return an answer as Discord sends it: without a charset, which discord.py takes for no JSON."""
    return web.Response(body=json.dumps(body).encode(), content_type="application/json", status=status, headers=headers)


def refusal(status: int, code: int, **more: object) -> web.Response:
    """Return an error as Discord writes it."""
    return answered({"code": code, "message": f"error {code}", **more}, status=status)


async def _body(request: web.Request) -> Any:  # noqa: ANN401 - theirs to type
    if not request.content_type.startswith("multipart/"):
        return await request.json() if request.can_read_body else None
    async for part in await request.multipart():
        if getattr(part, "name", "") == "payload_json":
            return await part.json()  # type: ignore[union-attr]
    return None


async def _me(rest: Rest, *_: object) -> web.Response:
    return answered(rest.world.users[BOT])


async def _application(rest: Rest, *_: object) -> web.Response:
    about = {"id": str(BOT), "name": "front-desk", "description": "", "flags": 0, "icon": None, "bot_public": False}
    more = {"bot_require_code_grant": False, "verify_key": "", "owner": rest.world.users[BOT], "team": None}
    return answered(about | more | {"summary": "", "interactions_endpoint_url": None})


async def _open_dm(rest: Rest, _ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    return answered(rest.world.dm(int(body["recipient_id"])))


async def _guild(rest: Rest, *_: object) -> web.Response:
    return answered(rest.world.guild())


async def _active(rest: Rest, *_: object) -> web.Response:
    posts = [one for one in rest.world.channels.values() if one["type"] == PUBLIC_THREAD]
    return answered({"threads": [one for one in posts if not one["thread_metadata"]["archived"]], "members": []})


async def _member(rest: Rest, ids: tuple[str, ...], *_: object) -> web.Response:
    one: Json = {"user": rest.world.users[int(ids[1])], "roles": [], "joined_at": None, "deaf": False, "mute": False}
    return answered({**one, "flags": 0})


async def _set_commands(rest: Rest, _ids: tuple[str, ...], body: list[Json], _query: object) -> web.Response:
    rest.commands = [
        {**one, "id": str(7000 + n), "application_id": str(BOT), "version": "1"} for n, one in enumerate(body)
    ]
    return answered(rest.commands)


async def _channel(rest: Rest, ids: tuple[str, ...], *_: object) -> web.Response:
    found = rest.world.channels.get(int(ids[0]))
    return answered(found) if found else refusal(HTTPStatus.NOT_FOUND, UNKNOWN_CHANNEL)


async def _change_channel(rest: Rest, ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    found = rest.world.channels.get(int(ids[0]))
    if found is None:
        return refusal(HTTPStatus.NOT_FOUND, UNKNOWN_CHANNEL)
    about = found.get("thread_metadata", {})
    if about.get("archived") and body.get("archived") is not False:
        return refusal(HTTPStatus.BAD_REQUEST, ARCHIVED)
    about |= {key: body[key] for key in ("archived", "locked") if key in body}
    found |= {key: body[key] for key in ("name", "applied_tags", "topic") if key in body}
    if "available_tags" in body:
        tags = body["available_tags"]
        found["available_tags"] = [
            {
                "emoji_id": None,
                "emoji_name": None,
                "moderated": False,
                **one,
                "id": one.get("id") or str(rest.world.snowflake()),
            }
            for one in tags
        ]
    await rest.gateway.tell("THREAD_UPDATE" if found["type"] == PUBLIC_THREAD else "CHANNEL_UPDATE", found)
    return answered(found)


async def _open_thread(rest: Rest, ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    if int(ids[0]) not in rest.world.channels:
        return refusal(HTTPStatus.NOT_FOUND, UNKNOWN_CHANNEL)
    thread = rest.world.thread(int(ids[0]), body["name"], [str(tag) for tag in body.get("applied_tags", [])])
    said = rest.world.say(
        int(thread["id"]), BOT, body["message"].get("content") or "", id=thread["id"], **kept(body["message"])
    )
    await rest.gateway.tell("THREAD_CREATE", {**thread, "newly_created": True})
    await rest.gateway.tell("MESSAGE_CREATE", said)
    return answered({**thread, "message": said})


async def _history(rest: Rest, ids: tuple[str, ...], _body: object, query: Any) -> web.Response:  # noqa: ANN401
    if int(ids[0]) not in rest.world.channels:
        return refusal(HTTPStatus.NOT_FOUND, UNKNOWN_CHANNEL)
    bounds = {name: int(query[name]) for name in ("after", "before", "limit") if name in query}
    page = rest.world.history(int(ids[0]), **bounds)
    return answered([{key: one[key] for key in one if key != "nonce"} for one in page])


async def _say(rest: Rest, ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    return await rest.say(int(ids[0]), body)


async def _message(rest: Rest, ids: tuple[str, ...], *_: object) -> web.Response:
    found = rest.world.messages.get(int(ids[0]), {}).get(int(ids[1]))
    return answered(found) if found else refusal(HTTPStatus.NOT_FOUND, UNKNOWN_MESSAGE)


async def _edit(rest: Rest, ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    where = rest.world.channels.get(int(ids[0]))
    found = rest.world.messages.get(int(ids[0]), {}).get(int(ids[1]))
    if where is None or found is None:
        return refusal(HTTPStatus.NOT_FOUND, UNKNOWN_CHANNEL if where is None else UNKNOWN_MESSAGE)
    if where.get("thread_metadata", {}).get("archived"):
        return refusal(HTTPStatus.BAD_REQUEST, ARCHIVED)
    found |= {key: body[key] for key in ("content", "components", "embeds") if key in body}
    await rest.gateway.tell("MESSAGE_UPDATE", found)
    return answered(found)


async def _callback(rest: Rest, ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    token = ids[1]
    if rest.answers.get(token):
        return refusal(HTTPStatus.BAD_REQUEST, 40060)
    rest.answers.setdefault(token, []).append(body)
    about = {"id": ids[0], "type": 2, "response_message_loading": True}
    return answered({"interaction": about, "resource": {"type": body["type"]}})


async def _original(rest: Rest, ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    return _answered(rest, ids[0], body)


async def _followup(rest: Rest, ids: tuple[str, ...], body: Json, _query: object) -> web.Response:
    return _answered(rest, ids[0], body)


def _answered(rest: Rest, token: str, body: Json) -> web.Response:
    if not rest.answers.get(token):
        return refusal(HTTPStatus.NOT_FOUND, 10015)
    rest.answers[token].append(body)
    said = message(rest.world.snowflake(), LOBBY, body.get("content") or "")
    return answered({**said, "author": rest.world.users[BOT]})


_NUMBER = r"(\d+)"
_TOKEN = r"([^/]+)"
_ROUTES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/users/@me", _me),
    ("GET", "/oauth2/applications/@me", _application),
    ("POST", "/users/@me/channels", _open_dm),
    ("GET", f"/guilds/{CLINIC}", _guild),
    ("GET", f"/guilds/{CLINIC}/threads/active", _active),
    ("GET", f"/guilds/{_NUMBER}/members/{_NUMBER}", _member),
    ("PUT", f"/applications/{BOT}/commands", _set_commands),
    ("PUT", f"/applications/{BOT}/guilds/{CLINIC}/commands", _set_commands),
    ("GET", f"/channels/{_NUMBER}", _channel),
    ("PATCH", f"/channels/{_NUMBER}", _change_channel),
    ("POST", f"/channels/{_NUMBER}/threads", _open_thread),
    ("GET", f"/channels/{_NUMBER}/messages", _history),
    ("POST", f"/channels/{_NUMBER}/messages", _say),
    ("GET", f"/channels/{_NUMBER}/messages/{_NUMBER}", _message),
    ("PATCH", f"/channels/{_NUMBER}/messages/{_NUMBER}", _edit),
    ("POST", f"/interactions/{_NUMBER}/{_TOKEN}/callback", _callback),
    ("PATCH", f"/webhooks/{BOT}/{_TOKEN}/messages/@original", _original),
    ("POST", f"/webhooks/{BOT}/{_TOKEN}", _followup),
)

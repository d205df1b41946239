"""Slack's Web API as far as the desk uses it, over rooms in memory; stricter about blocks than emulators are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.slack.fake_limits import broken
from tests.slack.shapes import BOT_ID, BOT_USER, TEAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.slack.shapes import Shape


@dataclass(slots=True, kw_only=True)
class Room:
    """A channel or a direct message: what stands in it, oldest first, and why nothing can be posted, if so."""

    messages: list[Shape] = field(default_factory=list)
    refusal: str = ""

    def find(self, ts: str) -> Shape | None:
        """Return a message by its time stamp."""
        return next((one for one in self.messages if one["ts"] == ts), None)

    def thread(self, ts: str) -> list[Shape]:
        """Return a thread's first message and its replies."""
        return [one for one in self.messages if ts in {one["ts"], one.get("thread_ts")}]


class Api:
    """The methods, each by its name with `_` for `.`; a string that is returned is Slack's error code."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {"C0STAFF": Room(), "C1": Room(), "D1": Room(), "D2": Room()}
        self.views: list[Shape] = []
        self.homes: dict[str, Shape] = {}
        self.ephemerals: list[Shape] = []
        self.statuses: list[tuple[str, str]] = []
        self.token_error = ""
        self.scopes = ""
        self._clock = 0

    def next_ts(self) -> str:
        """Return a time stamp that no message has."""
        self._clock += 1
        return f"17000{self._clock // 1000:05d}.{self._clock:06d}"

    def call(self, method: str, given: Shape) -> Shape:
        """Carry out one call."""
        found: Callable[[Shape], Shape | str] | None = getattr(self, f"do_{method.replace('.', '_')}", None)
        if found is None:
            return {"ok": False, "error": "unknown_method"}
        result = self.token_error or found(given)
        return {"ok": False, "error": result} if isinstance(result, str) else {"ok": True, **result}

    def do_auth_test(self, _given: Shape) -> Shape:
        """Tell who the token is."""
        return {"url": "", "team": "Sample", "team_id": TEAM, "user": "desk", "user_id": BOT_USER, "bot_id": BOT_ID}

    def do_chat_postMessage(self, given: Shape) -> Shape | str:  # noqa: N802 - Slack's name
        """Post a message."""
        room = self.rooms.get(given["channel"])
        problem = "channel_not_found" if room is None else room.refusal or _unfit(given)
        if room is None or problem:
            return problem
        ts = self.next_ts()
        posted = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "team": TEAM, "ts": ts, "edits": 0}
        kept = ("text", "blocks", "thread_ts", "metadata", "reply_broadcast")
        posted |= {key: given[key] for key in kept if given.get(key)}
        room.messages.append(posted)
        return {"channel": given["channel"], "ts": ts, "message": posted}

    def do_chat_update(self, given: Shape) -> Shape | str:
        """Change a message in its place."""
        room = self.rooms.get(given["channel"])
        found = room.find(given["ts"]) if room else None
        if room is None or found is None:
            return "message_not_found" if room else "channel_not_found"
        problem = room.refusal or _unfit(given)
        if problem:
            return problem
        found |= {"text": given["text"], "blocks": given.get("blocks", []), "edits": found["edits"] + 1}
        return {"channel": given["channel"], "ts": given["ts"], "text": given["text"]}

    def do_chat_postEphemeral(self, given: Shape) -> Shape | str:  # noqa: N802 - Slack's name
        """Show a text to one person."""
        problem = "channel_not_found" if given["channel"] not in self.rooms else _unfit(given)
        if problem:
            return problem
        self.ephemerals.append(given)
        return {"message_ts": self.next_ts()}

    def do_assistant_threads_setStatus(self, given: Shape) -> Shape | str:  # noqa: N802 - Slack's name
        """Show a status under a thread; an empty one takes it away."""
        if given["channel_id"] not in self.rooms:
            return "channel_not_found"
        self.statuses.append((given["thread_ts"], given["status"]))
        return {}

    def do_conversations_replies(self, given: Shape) -> Shape | str:
        """Return a thread, page by page."""
        room = self.rooms.get(given["channel"])
        if room is None or not room.thread(given["ts"]):
            return "thread_not_found" if room else "channel_not_found"
        return _page(room.thread(given["ts"]), given)

    def do_conversations_history(self, given: Shape) -> Shape | str:
        """Return what stands in a channel itself, newest first."""
        room = self.rooms.get(given["channel"])
        if room is None:
            return "channel_not_found"
        own = [one for one in reversed(room.messages) if one.get("thread_ts", one["ts"]) == one["ts"]]
        return _page(own, given)

    def do_views_open(self, given: Shape) -> Shape | str:
        """Open a modal."""
        problem = broken(given["view"]["blocks"], surface="modal")
        if problem or len(given["view"]["title"]["text"]) > 24 or len(given["view"].get("private_metadata", "")) > 3000:
            return "invalid_arguments"
        self.views.append(given["view"])
        return {"view": {"id": f"V{len(self.views)}"}}

    def do_views_update(self, given: Shape) -> Shape | str:
        """Show a modal anew."""
        return self.do_views_open(given)

    def do_views_publish(self, given: Shape) -> Shape | str:
        """Show somebody their App Home."""
        if broken(given["view"]["blocks"], surface="home"):
            return "invalid_arguments"
        self.homes[given["user_id"]] = given["view"]
        return {"view": {"id": "VHOME"}}


def _unfit(given: Shape) -> str:
    if not given.get("text"):
        return "no_text"
    if len(given["text"]) > 40_000:
        return "msg_too_long"
    return "invalid_blocks" if broken(given.get("blocks") or []) else ""


def _page(messages: list[Shape], given: Shape) -> Shape:
    start, limit = int(given.get("cursor") or 0), int(given.get("limit", 100))
    has_metadata = str(given.get("include_all_metadata")).lower() in {"1", "true"}
    shown = [one if has_metadata else {k: v for k, v in one.items() if k != "metadata"} for one in messages]
    after = str(start + limit) if start + limit < len(messages) else ""
    return {"messages": shown[start : start + limit], "response_metadata": {"next_cursor": after}}

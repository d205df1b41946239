"""What Slack tells of a conversation, read: a patient's message, an edit, a deletion; everything else is nothing.

Own echoes, other apps, joins, unfurled links and shapes that nobody has seen yet never become a message (R9). A
conversation is a thread: the first message's time stamp is its name (R14).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from bot.channels.slack.typed import text_of
from bot.model import Message
from bot.surface import conversation_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    Event = Mapping[str, Any]

NAME: Final = "slack"
_WRITTEN: Final = frozenset({None, "file_share", "thread_broadcast", "me_message"})
_TS: Final = re.compile(r"\d{1,12}\.\d{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Us:
    """Who the app is in the workspace."""

    team: str
    user: str
    bot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A message that its author has deleted."""

    conversation: str
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Something that a person did in a conversation. `is_ours`: it is said to the desk, whoever else reads it there.

    Else it is the desk's only where the desk is already in the conversation.
    """

    what: Message | Withdrawal
    user: str
    channel: str
    thread: str
    is_ours: bool


def heard(event: Event, us: Us) -> Heard | None:
    """Read a `message` or `app_mention` event. None for whatever is no person's word."""
    if event.get("type") not in {"message", "app_mention"}:
        return None
    match event.get("subtype"):
        case "message_changed":
            return _edit(event, us)
        case "message_deleted":
            return _deletion(event, us)
        case subtype if subtype in _WRITTEN:
            return _said(event, event, us, client_id=str(event.get("ts", "")))
        case _:
            return None


def pressed(body: Event, us: Us) -> Message | None:
    """Read a pressed choice: it counts like its text typed, and pressed twice it counts once."""
    message, action = body.get("message") or {}, body["actions"][0]
    channel, ts = (body.get("channel") or {}).get("id"), message.get("ts")
    if not channel or not ts or not action.get("value"):
        return None
    return Message(
        conversation=conversation_name(NAME, us.team, channel, message.get("thread_ts") or ts),
        client_id=f"{ts}/{action['action_id']}",
        text=action["value"],
        channel=NAME,
        sent_at=_at(action.get("action_ts", ts)),
    )


def _said(event: Event, message: Event, us: Us, *, client_id: str, revises: str | None = None) -> Heard | None:
    channel, user, ts = event.get("channel"), message.get("user"), str(message.get("ts", ""))
    if not channel or not user or _is_app(message, us) or not _TS.fullmatch(ts):
        return None
    text, files = text_of(message, us.user), _files(message)
    if not text and not files:
        return None
    thread = message.get("thread_ts") or ts
    found = Message(
        conversation=conversation_name(NAME, us.team, channel, thread),
        client_id=client_id,
        text=text,
        channel=NAME,
        sent_at=_at(ts),
        revises=revises,
        files=files,
    )
    is_ours = event.get("channel_type") == "im" or f"<@{us.user}>" in str(message.get("text") or "")
    return Heard(what=found, user=user, channel=channel, thread=thread, is_ours=is_ours)


def _edit(event: Event, us: Us) -> Heard | None:
    """Read an edit; a message that only looks different (a link's picture was added) is none.

    A deleted message with replies under it, which every answered one is, stays as a tombstone: Slack calls it an edit.
    """
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    if after.get("subtype") == "tombstone":
        return _deletion(event, us)
    edited = (after.get("edited") or {}).get("ts")
    if not edited or (after.get("text"), _files(after)) == (before.get("text"), _files(before)):
        return None
    ts = str(after.get("ts", ""))
    return _said(event, after, us, client_id=f"{ts}~{edited}", revises=ts)


def _deletion(event: Event, us: Us) -> Heard | None:
    gone, channel = event.get("previous_message") or {}, event.get("channel")
    ts, user = event.get("deleted_ts") or gone.get("ts"), gone.get("user")
    if not channel or not ts or not user or _is_app(gone, us):
        return None
    thread = gone.get("thread_ts") or ts
    conversation = conversation_name(NAME, us.team, channel, thread)
    what = Withdrawal(conversation=conversation, client_id=str(ts))
    return Heard(what=what, user=user, channel=channel, thread=thread, is_ours=event.get("channel_type") == "im")


def _is_app(message: Event, us: Us) -> bool:
    return bool(message.get("bot_id") or message.get("app_id")) or message.get("user") in {us.user, "USLACKBOT"}


def _files(message: Event) -> int:
    """Return how many things came along that are no text: files, and messages shared from elsewhere."""
    shared = [one for one in message.get("attachments") or () if one.get("is_share") or one.get("is_msg_unfurl")]
    return len(message.get("files") or ()) + len(shared)


def _at(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)

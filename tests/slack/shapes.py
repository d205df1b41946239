"""What Slack sends, as it sends it: events, presses, commands, submitted modals."""

from __future__ import annotations

from typing import Any, TypeAlias

Shape: TypeAlias = dict[str, Any]
"""A JSON object of Slack's; the tests are the border where these are read."""

TEAM, BOT_USER, BOT_ID, APP = "T1", "U0BOT", "B0BOT", "A1"


def message(channel: str, user: str, text: str, *, ts: str, **more: object) -> Shape:
    """Return a `message` event."""
    kind = "im" if channel.startswith("D") else "channel"
    event = {"type": "message", "channel": channel, "channel_type": kind, "user": user, "text": text, "ts": ts}
    return {**event, "event_ts": ts, "team": TEAM, **more}


def mention(channel: str, user: str, text: str, *, ts: str, **more: object) -> Shape:
    """Return an `app_mention` event."""
    return message(channel, user, text, ts=ts, **more) | {"type": "app_mention"}


def changed(before: Shape, text: str, *, at: str, **more: object) -> Shape:
    """Return what Slack sends when a message is edited, or when it only looks different (`edited` is None)."""
    after = {**before, "text": text, "edited": {"user": before["user"], "ts": at}, **more}
    now = {key: value for key, value in after.items() if value is not None}
    head = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": before["channel"]}
    return {**head, "channel_type": before["channel_type"], "ts": at, "message": now, "previous_message": before}


def deleted(before: Shape, *, at: str) -> Shape:
    """Return what Slack sends when a message is deleted."""
    head = {"type": "message", "subtype": "message_deleted", "hidden": True, "channel": before["channel"]}
    gone = {"channel_type": before["channel_type"], "ts": at, "deleted_ts": before["ts"]}
    return {**head, **gone, "previous_message": before}


def buried(before: Shape, *, at: str) -> Shape:
    """Return what Slack sends when a message with replies is deleted: it stays as a tombstone."""
    stone = {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": True}
    after = {**before, **stone, "thread_ts": before["ts"], "reply_count": 1}
    head = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": before["channel"]}
    return {**head, "channel_type": before["channel_type"], "ts": at, "message": after, "previous_message": before}


def callback(event: Shape, *, number: int) -> Shape:
    """Return an event in the Events API's envelope."""
    head = {"type": "event_callback", "token": "legacy", "team_id": TEAM, "api_app_id": APP, "event": event}
    authorized = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    return {**head, "event_id": f"Ev{number}", "event_time": 1_700_000_000, "authorizations": [authorized]}


def press(user: str, button: Shape, *, channel: str, message: Shape, trigger: str = "1.1.a") -> Shape:
    """Return what pressing a button of a message sends."""
    container = {"type": "message", "message_ts": message["ts"], "channel_id": channel}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "sample"},
        "user": {"id": user, "username": "someone", "team_id": TEAM},
        "api_app_id": APP,
        "trigger_id": trigger,
        "container": container,
        "channel": {"id": channel, "name": "somewhere"},
        "message": message,
        "actions": [{**button, "action_ts": "1700000009.000001"}],
    }


def home_press(user: str, button: Shape) -> Shape:
    """Return what pressing a button of the App Home sends."""
    pressed = press(user, button, channel="D1", message={"ts": "1.1"})
    view = {"id": "V1", "type": "home", "callback_id": ""}
    return {key: value for key, value in pressed.items() if key not in {"message", "channel"}} | {
        "container": {"type": "view", "view_id": "V1"},
        "view": view,
    }


def submit(user: str, view: Shape, **given: Shape) -> Shape:
    """Return what submitting a modal sends; `given` is the state of each input, by block id."""
    inputs = {block["block_id"]: block["element"]["action_id"] for block in view["blocks"] if block["type"] == "input"}
    values = {block: {action: given.get(block, {"value": None})} for block, action in inputs.items()}
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "sample"},
        "user": {"id": user, "username": "someone", "team_id": TEAM},
        "api_app_id": APP,
        "view": {**view, "state": {"values": values}},
    }


def command(user: str, text: str = "") -> Shape:
    """Return what typing `/desk` sends."""
    where = {"team_id": TEAM, "channel_id": "C1", "channel_name": "somewhere", "api_app_id": APP}
    return {**where, "command": "/desk", "text": text, "user_id": user, "user_name": "someone", "trigger_id": "1.1.a"}


def home_opened(user: str, channel: str, *, tab: str) -> Shape:
    """Return what opening a tab of the App Home sends."""
    return {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": "1700000001.1"}

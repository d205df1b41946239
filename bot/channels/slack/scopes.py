"""Which of Slack's scopes the desk needs, and what for: no more are asked for in slack/manifest.yaml."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_READS: Final = ("channels:history", "groups:history", "im:history")

METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "apps.connections.open": (),  # the app-level token's own scope, connections:write
    "assistant.threads.setStatus": ("chat:write",),
    "auth.test": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": _READS,
    "conversations.replies": _READS,
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
"""What each method that the desk calls needs."""

EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
}
"""What each event that the desk hears needs."""

FEATURES: Final[Mapping[str, tuple[str, ...]]] = {"/desk": ("commands",), "agent_view": ("assistant:write",)}
"""What each feature of the app needs."""


def needed() -> Mapping[str, tuple[str, ...]]:
    """Return every scope, with what it is needed for."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for uses in (METHODS, EVENTS, FEATURES):
        for what, scopes in uses.items():
            for scope in scopes:
                found[scope].append(what)
    return {scope: tuple(found[scope]) for scope in sorted(found)}

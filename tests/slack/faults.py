"""What can go wrong with a call to Slack: planned by a test, taken by the fake, each once."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.slack.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One wrong answer. `is_done`: the call had its effect all the same; `is_dropped`: the line goes dead instead."""

    status: int = 200
    body: Shape = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    is_done: bool = False
    is_dropped: bool = False


def error(code: str) -> Fault:
    """Return Slack's way to say no: 200 and a code."""
    return Fault(body={"ok": False, "error": code})


def too_many(seconds: str) -> Fault:
    """Return 429 with the time to wait."""
    return Fault(status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": seconds})


def broken(status: int = 503) -> Fault:
    """Return a server that is ill: no JSON."""
    return Fault(status=status)


ACCEPTED_THEN_DROPPED = Fault(is_done=True, is_dropped=True)
DROPPED = Fault(is_dropped=True)


class Plan:
    """The faults that are still to come, by method, in order."""

    def __init__(self) -> None:
        self._coming: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method fail."""
        self._coming[method].extend(faults)

    def clear(self, method: str) -> None:
        """Let nothing more go wrong with a method."""
        self._coming.pop(method, None)

    def take(self, method: str) -> Fault | None:
        """Return what goes wrong with this call, if anything."""
        return self._coming[method].popleft() if self._coming[method] else None

"""Other platforms, as values and ports: what is sent to patients there, and what staff see of a case there.

A conversation of such a channel is named by its address: `slack:TEAM:CHANNEL:THREAD`. The name is the binding, so that
nothing about where a patient is has to be remembered elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.model import Case, Line, StaffMember

SURFACES: Final = ("discord", "slack")
"""The platforms beside the desk's own pages."""

_SEPARATOR: Final = ":"


def conversation_name(channel: str, *address: str) -> str:
    """Return the name of the conversation that is held at an address of a channel."""
    return _SEPARATOR.join((channel, *address))


def address_of(conversation: str) -> tuple[str, ...]:
    """Return the address that `conversation_name` made a name of; empty for a page's conversation."""
    return tuple(conversation.split(_SEPARATOR)[1:])


def channel_of(conversation: str) -> str | None:
    """Return the channel that a conversation's lines are sent to; None where its page fetches them."""
    channel, separator, _ = conversation.partition(_SEPARATOR)
    return channel if separator else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One line of the desk's or of staff's on its way to a patient.

    `attempts` counts the earlier tries: what they sent may have arrived. `is_first`: the patient has not heard from the
    desk for a week, and is told first that it is automated.
    """

    line: Line
    attempts: int = 0
    is_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryState:
    """How far a line has come: sent, refused for good or, with neither, on its way; `error` is the last thing wrong."""

    is_sent: bool = False
    is_refused: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Where a card is: its thread, post or channel, and the message that is edited in place."""

    place: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A case that a platform for staff shows not at all, or as it was; `at` is where its card is.

    `said` is what the patient wrote last. `rings`: someone may be in danger and nobody has seen it, so that everybody
    there is called now; it becomes true again while that lasts.
    """

    case: Case
    said: Line | None = None
    at: Drawn | None = None
    attempts: int = 0
    rings: bool = False


class Surface(Protocol):
    """A platform. Everything it is asked to do raises SurfaceError, and may be asked again."""

    @property
    def name(self) -> str:
        """Return the channel's name, which its conversations' names begin with."""
        ...

    async def run(self) -> None:
        """Connect and listen until cancelled. Raises SurfaceStopped where that can never succeed."""
        ...

    async def send(self, delivery: Delivery) -> str:
        """Send a line to its patient, once also where an earlier try arrived; return its id there."""
        ...

    async def draw(self, card: Card) -> Drawn:
        """Show the case to staff, in place of what was shown before."""
        ...


@runtime_checkable
class Watched(Protocol):
    """A platform that can tell whether it hears what is said there."""

    @property
    def is_up(self) -> bool:
        """Tell whether the platform is connected now."""
        ...


class Deliveries(Protocol):
    """The outbox of one platform: in each conversation one line at a time, in order; danger first."""

    def take(self, channel: str, *, limit: int) -> Sequence[Delivery]:
        """Take over lines that are due, for so long as sending may last."""
        ...

    def sent(self, one: Delivery, message: str) -> None:
        """Note that a line was sent, and its id there."""
        ...

    def later(self, one: Delivery, error: str, *, seconds: float) -> None:
        """Note why a line could not be sent, and that it is tried again."""
        ...

    def refused(self, one: Delivery, error: str) -> None:
        """Note that a line can never be sent: staff get a case, since the patient cannot be reached there."""
        ...

    def states(self, conversation: str) -> Mapping[int, DeliveryState]:
        """Return how far the conversation's lines have come, by line number."""
        ...

    def held(self, channel: str, *, since: datetime) -> Sequence[str]:
        """Return the names of the channel's conversations that may go on: with a line since then, or an open case."""
        ...


class Cards(Protocol):
    """What staff see of the cases on one platform: drawn again whenever a case has changed."""

    def take(self, surface: str, *, limit: int) -> Sequence[Card]:
        """Take over the cards that show not what is true, for so long as drawing may last; most urgent first."""
        ...

    def drawn(self, surface: str, one: Card, at: Drawn) -> None:
        """Note that the case is shown as the card has it."""
        ...

    def later(self, surface: str, one: Card, error: str, *, seconds: float) -> None:
        """Note why a card could not be drawn, and that it is tried again."""
        ...

    def lost(self, surface: str, one: Card) -> None:
        """Note that the card, or its place, is gone: it is drawn anew elsewhere."""
        ...

    def case_at(self, surface: str, place: str) -> int | None:
        """Return the number of the case whose card is at this place."""
        ...

    def problem(self, surface: str) -> str:
        """Return why staff do not see all cases there, as the platform named it last; empty where they do."""
        ...


class Links(Protocol):
    """Which person of a platform is whom of staff. Each change is in the audit."""

    def member(self, surface: str, user: str) -> StaffMember | None:
        """Return whose account a person has, if they may sign in to it today."""
        ...

    def link(self, username: str, surface: str, user: str, *, by: StaffMember | None = None) -> StaffMember:
        """Let a person of a platform act as an account, instead of any other. Raises AccountError."""
        ...

    def unlink(self, surface: str, user: str, *, by: StaffMember | None = None) -> None:
        """Let a person of a platform act as nobody. Raises AccountError where they did not act as anybody."""
        ...

    def links(self) -> Sequence[tuple[str, str, str]]:
        """Return every link as username, surface and user, in this order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """How often an entry was the answer, and what patients said of that."""

    entry: str
    answered: int
    helpful: int
    not_helpful: int


class Ratings(Protocol):
    """What patients think of the desk's answers."""

    def rate(self, conversation: str, number: int, *, is_helpful: bool) -> None:
        """Note whether a line of the desk's in this conversation was helpful; the last word counts."""
        ...

    def entries(self) -> Sequence[Rated]:
        """Return every entry that was an answer, the least helpful first, then the most asked."""
        ...

"""The worker between the outbox and a platform, over a real store and a platform written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest

from bot import deliver
from bot.deliver import Deliverer
from bot.errors import Refused, SurfaceStopped, TryLater
from bot.model import Dialogue
from bot.store import Store, open_store
from bot.surface import Drawn, conversation_name
from tests.store.parts import ANSWER, CLINICAL, REPLY, HandClock, message
from tests.store.ready import ready_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.surface import Card, Delivery

HERE, THERE = conversation_name("paper", "1"), conversation_name("paper", "2")


class Paper:
    """A platform that takes what it is sent, unless it is told to fail: by line's conversation, or at drawing."""

    name = "paper"

    def __init__(self) -> None:
        self.sent: list[tuple[str, int]] = []
        self.drawn: list[int] = []
        self.runs = 0
        self.fails: dict[str, Exception] = {}
        self.ends_with: Exception | None = None

    async def run(self) -> None:
        """Listen for ever, or fail."""
        self.runs += 1
        if self.ends_with:
            raise self.ends_with
        await anyio.sleep_forever()

    async def send(self, delivery: Delivery) -> str:
        """Note what is sent."""
        if delivery.line.conversation in self.fails:
            raise self.fails[delivery.line.conversation]
        self.sent.append((delivery.line.conversation, delivery.attempts))
        return str(len(self.sent))

    async def draw(self, card: Card) -> Drawn:
        """Note what is drawn."""
        if "card" in self.fails:
            raise self.fails["card"]
        self.drawn.append(card.case.id)
        return Drawn(place="1", message="1")


@pytest.fixture
def clock() -> HandClock:
    """Return the store's clock."""
    return HandClock()


@pytest.fixture
def store(tmp_path: Path, clock: HandClock) -> Iterator[Store]:
    """Open an empty store."""
    store = open_store(ready_folder(tmp_path / "data"), clock)
    yield store
    store.close()


@pytest.fixture
def paper() -> Paper:
    """Return the platform."""
    return Paper()


@pytest.fixture
def deliverer(store: Store, paper: Paper) -> Deliverer:
    """Return the worker."""
    return Deliverer(paper, store.deliveries, store.cards)


def say(store: Store, to: str, *, is_case: bool = False) -> int:
    """Let the desk answer a message there; return the number of the answer's line."""
    line = store.inbox.accept(message("m1", conversation=to, channel="paper")).line
    decision = CLINICAL if is_case else ANSWER
    said = store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue())
    assert said is not None
    return said.number


async def step(deliverer: Deliverer) -> None:
    """Do what is due, and wait for it."""
    async with anyio.create_task_group() as tasks:
        await deliverer.step(tasks)


async def test_what_is_due_is_sent_once(store: Store, paper: Paper, deliverer: Deliverer) -> None:
    """Lines are sent, cards are drawn, and neither is done again."""
    say(store, HERE, is_case=True)
    await step(deliverer)
    await step(deliverer)
    assert (paper.sent, len(paper.drawn)) == ([(HERE, 0)], 1)
    assert deliverer.problem == ""


@pytest.mark.parametrize("error", [TryLater("fatal_error"), RuntimeError("a bug"), TimeoutError()], ids=repr)
async def test_what_fails_is_tried_again(
    store: Store, paper: Paper, deliverer: Deliverer, clock: HandClock, error: Exception
) -> None:
    """A second later, and the platform is told that it may have arrived; another conversation does not wait."""
    say(store, HERE)
    say(store, THERE)
    paper.fails[HERE] = error
    await step(deliverer)
    assert paper.sent == [(THERE, 0)]
    del paper.fails[HERE]
    await step(deliverer)
    clock.move(seconds=1)
    await step(deliverer)
    assert paper.sent == [(THERE, 0), (HERE, 1)]


async def test_too_fast_is_heeded(store: Store, paper: Paper, deliverer: Deliverer, clock: HandClock) -> None:
    """What the platform says of when is believed: of one conversation, or of everything."""
    say(store, HERE)
    paper.fails[HERE] = TryLater("ratelimited", seconds=30, is_for_all=True)
    await step(deliverer)
    paper.fails.clear()
    clock.move(seconds=60)
    say(store, THERE)
    await step(deliverer)
    assert paper.sent == []


async def test_what_is_refused_goes_to_staff(store: Store, paper: Paper, deliverer: Deliverer) -> None:
    """It is not tried again; staff get a case that says so."""
    number = say(store, HERE)
    paper.fails[HERE] = Refused("channel_not_found")
    await step(deliverer)
    assert store.deliveries.states(HERE)[number].is_refused
    assert [case.signals for case in store.cases.open_cases()] == [("delivery.refused",)]


async def test_a_card_that_is_refused_is_told_to_staff(store: Store, paper: Paper, deliverer: Deliverer) -> None:
    """The staff page says which platform does not show the cases, and why."""
    say(store, "c1", is_case=True)
    paper.fails["card"] = Refused("is_archived")
    await step(deliverer)
    assert deliverer.problem == "Cases are not shown on Paper: is_archived."


async def test_lost_access_stops_one_platform(store: Store, paper: Paper, deliverer: Deliverer) -> None:
    """The lines wait in the outbox, and staff read why."""
    number = say(store, HERE)
    paper.fails[HERE] = SurfaceStopped("token_revoked: set FRONTDESK_PAPER_TOKEN anew")
    await step(deliverer)
    assert deliverer.problem == "Paper is stopped: token_revoked: set FRONTDESK_PAPER_TOKEN anew"
    state = store.deliveries.states(HERE)[number]
    assert not state.is_sent
    assert not state.is_refused


async def test_a_connection_that_can_never_be_made_is_not_tried_again(paper: Paper, deliverer: Deliverer) -> None:
    """The worker goes on sending, and says what is wrong."""
    paper.ends_with = SurfaceStopped("invalid_auth")
    with anyio.move_on_after(0.3):
        await deliverer.run()
    assert (paper.runs, deliverer.problem) == (1, "Paper is stopped: invalid_auth")


class Wire(Paper):
    """A platform that knows whether it is connected."""

    name = "wire"
    is_up = True


async def test_a_platform_that_is_away_for_long_is_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff and whoever watches over the desk are told; a connection that is just made anew is told to nobody."""
    wire = Wire()
    deliverer = Deliverer(wire, store.deliveries, store.cards)
    wire.is_up = False
    assert (deliverer.is_lost, deliverer.problem) == (False, "")
    monkeypatch.setattr(deliver, "LOST_AFTER", 0.0)
    assert (deliverer.is_lost, deliverer.problem) == (True, "Wire is not connected; it is tried again every minute.")
    wire.is_up = True
    assert (deliverer.is_lost, deliverer.problem) == (False, "")


async def test_lost_access_is_told_until_it_is_mended(
    store: Store, paper: Paper, deliverer: Deliverer, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card that is drawn shows that the platform takes again what it is sent, as a line does."""
    monkeypatch.setattr(deliver, "STOPPED", 0.001)
    say(store, "c1", is_case=True)
    paper.fails["card"] = SurfaceStopped("token_revoked")
    await step(deliverer)
    assert deliverer.is_lost
    paper.fails.clear()
    clock.move(seconds=1)
    await anyio.sleep(0.01)
    await step(deliverer)
    assert (len(paper.drawn), deliverer.is_lost, deliverer.problem) == (1, False, "")


async def test_a_lost_connection_is_made_anew(paper: Paper, deliverer: Deliverer) -> None:
    """After a moment, which grows with each loss."""
    paper.ends_with = ConnectionError("gone")
    with anyio.move_on_after(1.5):
        await deliverer.run()
    assert paper.runs == 2

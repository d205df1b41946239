from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Dialogue
from bot.surface import Drawn
from tests.store.parts import CLINICAL, CRISIS, REPLY, message

if TYPE_CHECKING:
    from bot.model import Decision, StaffMember
    from bot.store import Store
    from bot.surface import Card
    from tests.store.parts import HandClock

AT = Drawn(place="F1", message="17.03")


def hand_off(store: Store, *, decision: Decision = CLINICAL, conversation: str = "c1", text: str = "m1") -> None:
    """Open a case."""
    line = store.inbox.accept(message(text, conversation=conversation, text=text)).line
    store.conversations.record(line, decision=decision, reply=REPLY, dialogue=Dialogue())


def draw(store: Store, at: Drawn = AT) -> Card:
    """Draw the only card that is due."""
    (card,) = store.cards.take("slack", limit=9)
    store.cards.drawn("slack", card, at)
    return card


def test_a_case_is_shown_once(store: Store) -> None:
    """A new case is drawn with what the patient said last; then it is shown, until something changes."""
    hand_off(store)
    card = draw(store)
    assert card.at is None
    assert card.said is not None
    assert card.said.text == "m1"
    assert not store.cards.take("slack", limit=9)
    assert store.cards.case_at("slack", "F1") == card.case.id


def test_each_platform_has_its_own(store: Store) -> None:
    """What Slack shows is still to be shown on Discord."""
    hand_off(store)
    draw(store)
    assert len(store.cards.take("discord", limit=9)) == 1


def test_a_change_is_drawn_over_the_old_card(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """Also one that happens while the card is being drawn."""
    hand_off(store)
    (card,) = store.cards.take("slack", limit=9)
    clock.move(seconds=1)
    store.cases.claim(card.case.id, staff=staff)
    store.cards.drawn("slack", card, AT)
    again = draw(store)
    assert (again.at, again.case.owner) == (AT, staff.name)
    assert not store.cards.take("slack", limit=9)


def test_a_closed_case_is_drawn_where_it_was_shown(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """It is redrawn as closed on the platform that showed it, and not newly shown on another."""
    hand_off(store)
    card = draw(store)
    clock.move(seconds=1)
    store.cases.resolve(card.case.id, staff=staff)
    assert draw(store).case.resolved_by == staff.name
    assert not store.cards.take("discord", limit=9)


def test_another_message_makes_the_card_old(store: Store, clock: HandClock) -> None:
    """What the patient writes next is shown also where it changes nothing of the case."""
    hand_off(store)
    draw(store)
    clock.move(seconds=1)
    hand_off(store, text="m2")
    said = draw(store).said
    assert said
    assert said.text == "m2"


def test_the_most_urgent_comes_first(store: Store) -> None:
    """A newer crisis is shown before an older question."""
    hand_off(store)
    hand_off(store, decision=CRISIS, conversation="c2")
    first, _ = store.cards.take("slack", limit=9)
    assert first.case.conversation == "c2"


def test_danger_that_nobody_has_seen_rings_again(store: Store, clock: HandClock, staff: StaffMember) -> None:
    """At once, then every two minutes, until a person has seen it."""
    hand_off(store, decision=CRISIS)
    first = draw(store)
    assert first.rings
    assert not store.cards.take("slack", limit=9)
    clock.move(minutes=2)
    assert draw(store).rings
    clock.move(minutes=2)
    store.cases.acknowledge(first.case.id, staff=staff)
    assert not draw(store).rings


def test_a_card_that_fails_is_tried_again(store: Store, clock: HandClock) -> None:
    """Meanwhile staff can read why; a drawn card ends that."""
    hand_off(store)
    (card,) = store.cards.take("slack", limit=9)
    store.cards.later("slack", card, "is_archived", seconds=300)
    assert store.cards.problem("slack") == "is_archived"
    assert not store.cards.take("slack", limit=9)
    clock.move(minutes=5)
    assert draw(store).attempts == 1
    assert store.cards.problem("slack") == ""


def test_a_card_that_was_deleted_is_drawn_elsewhere(store: Store) -> None:
    """A lost card is due at once, as if there had been none."""
    hand_off(store)
    card = draw(store)
    store.cards.lost("slack", card)
    assert draw(store, Drawn(place="F2", message="17.04")).at is None
    assert store.cards.case_at("slack", "F1") is None


def test_what_a_dead_process_took_is_drawn_by_another(store: Store, clock: HandClock) -> None:
    """A lease runs out."""
    hand_off(store)
    store.cards.take("slack", limit=9)
    clock.move(seconds=61)
    assert draw(store).attempts == 1

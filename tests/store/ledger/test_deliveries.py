from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import Dialogue, Message, Queue, Reply, Tone
from bot.surface import DeliveryState, address_of, channel_of, conversation_name
from tests.store.parts import ANSWER, CLINICAL, REPLY, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import StaffMember
    from bot.store import Store
    from bot.surface import Delivery
    from tests.store.parts import HandClock

HERE = conversation_name("slack", "T1", "C1", "17.01")
THERE = conversation_name("slack", "T1", "C2", "17.02")


def said(store: Store, text: str, *, to: str = HERE, reply: Reply = REPLY) -> None:
    """Let the desk answer a message of this text in a conversation."""
    line = store.inbox.accept(message(text, conversation=to, text=text, channel="slack")).line
    store.conversations.record(line, decision=ANSWER, reply=reply, dialogue=Dialogue())


def taken(store: Store, channel: str = "slack", limit: int = 9) -> Sequence[Delivery]:
    """Take what is due."""
    return store.deliveries.take(channel, limit=limit)


def test_a_name_holds_its_address() -> None:
    """A conversation's name leads back to where it is held; a page's name leads nowhere."""
    assert (channel_of(HERE), address_of(HERE)) == ("slack", ("T1", "C1", "17.01"))
    assert (channel_of("c1"), address_of("c1")) == (None, ())


def test_what_the_desk_says_is_sent(store: Store) -> None:
    """The desk's line is due at once, for its own channel only, and once."""
    said(store, "m1")
    assert not taken(store, "discord")
    (one,) = taken(store)
    assert (one.line.conversation, one.line.text, one.attempts) == (HERE, "One **moment**.\n\nA person will answer.", 0)
    assert not taken(store)


def test_what_a_page_fetches_is_not_sent(store: Store) -> None:
    """The lines of the clinic's own page are in no outbox."""
    said(store, "m1", to="c1")
    assert not store.deliveries.states("c1")


def test_a_patient_is_greeted_once_a_week(store: Store, clock: HandClock) -> None:
    """The first line of the desk, and one after seven days' silence, comes with who is speaking."""
    said(store, "m1")
    (first,) = taken(store)
    store.deliveries.sent(first, "1")
    clock.move(days=6)
    said(store, "m2")
    (second,) = taken(store)
    store.deliveries.sent(second, "2")
    clock.move(days=7)
    said(store, "m3")
    (third,) = taken(store)
    assert [one.is_first for one in (first, second, third)] == [True, False, True]


def test_a_conversation_keeps_its_order(store: Store) -> None:
    """The next line waits until the one before it was sent; another conversation's does not."""
    for text in ("m1", "m2"):
        said(store, text)
    said(store, "m3", to=THERE)
    first, other = taken(store)
    assert (first.line.conversation, other.line.conversation) == (HERE, THERE)
    assert not taken(store)
    store.deliveries.sent(first, "1")
    (second,) = taken(store)
    assert second.line.number > first.line.number


def test_danger_overtakes(store: Store) -> None:
    """An urgent reply leaves before an older ordinary one of another conversation."""
    said(store, "m1")
    said(store, "m2", to=THERE, reply=Reply(paragraphs=("Call 988.",), tone=Tone.URGENT))
    (one,) = taken(store, limit=1)
    assert one.line.conversation == THERE


def test_what_a_dead_process_took_is_sent_by_another(store: Store, clock: HandClock) -> None:
    """A lease runs out; whoever takes the line then knows that it may have arrived."""
    said(store, "m1")
    taken(store)
    clock.move(seconds=61)
    (again,) = taken(store)
    assert again.attempts == 1


def test_a_line_is_tried_again_when_it_is_due(store: Store, clock: HandClock) -> None:
    """Until then the conversation waits, and the reason can be read."""
    said(store, "m1")
    (one,) = taken(store)
    store.deliveries.later(one, "ratelimited", seconds=30)
    assert not taken(store)
    assert store.deliveries.states(HERE) == {one.line.number: DeliveryState(error="ratelimited")}
    clock.move(seconds=30)
    (again,) = taken(store)
    store.deliveries.sent(again, "1")
    assert store.deliveries.states(HERE) == {one.line.number: DeliveryState(is_sent=True)}


def test_staff_learn_of_a_line_that_cannot_be_sent(store: Store) -> None:
    """A refused line is tried no more, opens a case, and holds up nothing after it."""
    said(store, "m1")
    said(store, "m2")
    (one,) = taken(store)
    store.deliveries.refused(one, "channel_not_found")
    (case,) = store.cases.open_cases()
    assert (case.conversation, case.queue, case.signals) == (HERE, Queue.PERSON, ("delivery.refused",))
    assert store.deliveries.states(HERE)[one.line.number] == DeliveryState(is_refused=True, error="channel_not_found")
    (after,) = taken(store)
    assert after.line.number > one.line.number


def test_a_staff_reply_is_sent_after_the_receipt(store: Store, staff: StaffMember) -> None:
    """What staff write goes the same way, to its own patient only."""
    line = store.inbox.accept(message("m1", conversation=HERE, channel="slack")).line
    store.conversations.record(line, decision=CLINICAL, reply=REPLY, dialogue=Dialogue())
    (case,) = store.cases.open_cases()
    reply = store.cases.reply(case.id, staff=staff, text="We will call you.", last_seen=line.number)
    (receipt,) = taken(store)
    store.deliveries.sent(receipt, "1")
    (ours,) = taken(store)
    assert (ours.line.number, ours.line.conversation, ours.is_first) == (reply.number, HERE, False)


@pytest.mark.parametrize("deleted_first", [True, False])
def test_a_deleted_message_stays_deleted(store: Store, deleted_first: bool) -> None:  # noqa: FBT001 - pytest's case
    """Whether the news comes before the message or after it, the line and its edits are marked, once."""
    sent = message("m1", conversation=HERE)
    if deleted_first:
        store.inbox.withdraw(HERE, "m1")
    store.inbox.accept(sent)
    store.inbox.withdraw(HERE, "m1")
    edit = Message(
        conversation=HERE, client_id="m1~2", text="later", channel="slack", sent_at=sent.sent_at, revises="m1"
    )
    store.inbox.accept(edit)
    store.inbox.accept(message("m2", conversation=HERE))
    assert [line.is_withdrawn for line in store.conversations.lines(HERE)] == [True, True, False]


def test_conversations_that_may_go_on_are_known(store: Store, clock: HandClock) -> None:
    """Those with a line since a moment, and those with an open case however old; of this channel alone."""
    said(store, "m2")
    line = store.inbox.accept(message("m3", conversation=THERE, text="m3", channel="slack")).line
    store.conversations.record(line, decision=CLINICAL, reply=REPLY, dialogue=Dialogue())
    assert set(store.deliveries.held("slack", since=clock.now())) == {HERE, THERE}
    clock.move(days=31)
    assert store.deliveries.held("slack", since=clock.now()) == (THERE,)
    assert store.deliveries.held("discord", since=clock.now()) == ()

"""Exactly one visible answer, whatever Slack, the network or the process does meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.channels.slack.api import Api, web_client
from bot.errors import Refused, StoreError, SurfaceStopped, TryLater
from tests.channels.drivers import Parts
from tests.odd_parts import FullInbox
from tests.slack import faults, shapes
from tests.slack.fake import FakeSlack
from tests.slack.reading import paragraphs
from tests.slack.work import DOSE, LENGTH, PATIENT, STAFF_ROOM, at_work, here

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.model import Line, Message
    from bot.ports import Accepted, Inbox

ANSWER = ("The answer of session-length.",)


async def test_the_same_event_four_times_is_answered_once(tmp_path: Path) -> None:
    """Slack repeats what it believes lost, with retry numbers, in any order and at once (R3)."""
    async with at_work(tmp_path) as work:
        said = await work.slack.say(PATIENT, "D1", LENGTH, is_acked=False)
        sent = [await work.slack.event(said, retry=retry, number=1) for retry in (1, 2, 3)]
        for one in sent:
            await work.slack.acked(one)
        await work.settled(said)
        assert paragraphs(work.answers(said["ts"])) == ANSWER


async def test_two_desks_on_one_token_answer_once(tmp_path: Path) -> None:
    """While one version replaces another, both are told and one answers (R7)."""
    async with FakeSlack() as slack, at_work(tmp_path, slack) as one, at_work(tmp_path, slack) as two:
        said = await slack.say(PATIENT, "D1", LENGTH)
        first = slack.sockets.open[0]
        slack.sockets.open.append(first)
        await slack.acked(await slack.event(said))
        await one.settled(said)
        await two.settled(said)
        assert paragraphs(one.answers(said["ts"])) == ANSWER


@pytest.mark.parametrize(
    "fault",
    [faults.ACCEPTED_THEN_DROPPED, faults.DROPPED, faults.broken(500), faults.broken(503), faults.error("fatal_error")],
    ids=["accepted then dropped", "dropped", "500", "503", "fatal_error"],
)
async def test_an_answer_is_seen_once_though_the_line_went_dead(tmp_path: Path, fault: faults.Fault) -> None:
    """Whether Slack took it is not known: the thread is read before anything is sent again (R16)."""
    async with at_work(tmp_path) as work:
        work.slack.faults.add("chat.postMessage", fault)
        said, _ = await work.ask(LENGTH)
        await work.settled(said)
        assert paragraphs(work.answers(said["ts"])) == ANSWER
        assert len(work.answers(said["ts"])) == 1


async def test_a_card_is_posted_once_though_the_line_went_dead(tmp_path: Path) -> None:
    """The channel is read for the card before another is posted."""
    async with at_work(tmp_path) as work:
        work.slack.faults.add("chat.postMessage", faults.ACCEPTED_THEN_DROPPED, faults.ACCEPTED_THEN_DROPPED)
        said, _ = await work.ask(DOSE)
        await work.settled(said)
        await work.drawn()
        assert len(work.cards) == 1


@pytest.mark.parametrize("after", ["1", "0.5", "soon"])
async def test_slack_is_left_alone_for_as_long_as_it_asks(after: str) -> None:
    """429 is waited out, whole or not; others' answers and the order of one's own are kept (R18)."""
    async with FakeSlack() as slack:
        slack.faults.add("chat.postMessage", faults.too_many(after))
        api = Api(web_client("xoxb-1", slack.api))
        with pytest.raises(TryLater, match="ratelimited") as found:
            await api.post("chat.postMessage", channel="D1", text="x")
        assert found.value.seconds == (30.0 if after == "soon" else float(after))
        assert len(slack.calls) == 1


async def test_answers_keep_their_order_when_the_first_has_to_wait(tmp_path: Path) -> None:
    """The second line of a conversation waits for the first; another conversation does not."""
    async with at_work(tmp_path) as work:
        work.slack.faults.add("chat.postMessage", faults.too_many("1"))
        said = await work.slack.say(PATIENT, "D1", LENGTH)
        await work.slack.until(lambda: work.slack.called("chat.postMessage"))
        await work.slack.say(PATIENT, "D1", "how many are there", thread_ts=said["ts"])
        other, _ = await work.ask(LENGTH, channel="D2")
        assert work.answers(said["ts"]) == []
        await work.slack.until(lambda: len(work.answers(said["ts"])) == 2)
        assert paragraphs(work.answers(said["ts"])[:1]) == ANSWER
        assert len(work.answers(other["ts"], "D2")) == 1


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "not_in_channel", "restricted_action"])
async def test_what_can_never_be_sent_becomes_a_case(tmp_path: Path, code: str) -> None:
    """The patient cannot be reached there any more: it is not tried again, and staff get to know (R19)."""
    async with at_work(tmp_path) as work:
        work.slack.web.rooms["D1"].refusal = code
        said = await work.slack.say(PATIENT, "D1", LENGTH)
        await work.card(showing="Asked for a person")
        tried = [one for one in work.slack.called("chat.postMessage") if one["channel"] == "D1"]
        assert len(tried) == 1
        assert next(iter(work.store.deliveries.states(work.case().conversation).values())).error == code
        assert work.answers(said["ts"]) == []


async def test_a_channel_that_is_gone_is_named_to_staff(tmp_path: Path) -> None:
    """Where cards cannot be drawn the staff page says so, with Slack's word for why (R24)."""
    async with at_work(tmp_path) as work:
        work.slack.web.rooms[STAFF_ROOM].refusal = "is_archived"
        await work.ask(DOSE)
        await work.eventually(lambda: work.deliverer.problem)
        assert work.deliverer.problem == "Cases are not shown on Slack: is_archived."


async def test_a_token_that_was_taken_away_loses_nothing(tmp_path: Path) -> None:
    """The queue stays; the desk says what to mend; after a start with a new token all of it is sent, in order (R20)."""
    async with FakeSlack() as slack:
        async with at_work(tmp_path, slack) as work:
            said, _ = await work.ask(LENGTH)
            slack.web.token_error = "token_revoked"
            for number in range(5):
                await slack.say(PATIENT, "D1", f"how many sessions {number}", thread_ts=said["ts"])
            await work.eventually(lambda: work.deliverer.problem)
            assert "install the app to the workspace again" in work.deliverer.problem
            assert len(work.answers(said["ts"])) == 1
        slack.web.token_error = ""
        async with at_work(tmp_path, slack) as work:
            assert work.deliverer.problem == ""


@dataclass(slots=True, kw_only=True)
class OnceFull:
    """An inbox that refuses the first message."""

    kept: list[Inbox] = field(default_factory=list)
    refusals: int = 1

    def accept(self, message: Message) -> Accepted:
        """Refuse once, then store."""
        return self.accept_all([message])[0]

    def accept_all(self, messages: Sequence[Message]) -> Sequence[Accepted]:
        """Refuse once, then store."""
        if self.refusals:
            self.refusals -= 1
            raise StoreError("the disk is full")
        return self.kept[0].accept_all(messages)

    def withdraw(self, conversation: str, client_id: str) -> None:
        """Mark it."""
        self.kept[0].withdraw(conversation, client_id)

    def unanswered(self) -> Sequence[Line]:
        """Tell."""
        return self.kept[0].unanswered() if self.kept else ()


async def test_what_is_not_stored_is_not_acknowledged_and_its_retry_is_answered(tmp_path: Path) -> None:
    """No ack before the commit (R1); the patient reads the lines meanwhile; a retry is no duplicate (R4)."""
    inbox = OnceFull()
    parts = Parts(folder=tmp_path, understanding=here(), inbox=inbox)
    async with at_work(tmp_path, parts=parts) as work:
        inbox.kept.append(work.store.inbox)
        said = await work.slack.say(PATIENT, "D1", LENGTH, is_acked=False)
        await work.slack.until(lambda: work.answers(said["ts"]))
        (first,) = work.slack.sockets.envelopes.values()
        assert "988" in work.answers(said["ts"])[0]["text"]
        assert first.acked_at is None
        await work.slack.acked(await work.slack.event(said, retry=1, envelope=first.id))
        await work.slack.until(lambda: len(work.answers(said["ts"])) == 2)
        assert paragraphs(work.answers(said["ts"])[1:]) == ANSWER


async def test_nothing_is_acknowledged_by_a_store_that_stays_full(tmp_path: Path) -> None:
    """Slack goes on repeating; a press is not taken either."""
    parts = Parts(folder=tmp_path, understanding=here(), inbox=FullInbox())
    async with at_work(tmp_path, parts=parts) as work:
        said = await work.slack.say(PATIENT, "D1", LENGTH, is_acked=False)
        await work.slack.until(lambda: work.answers(said["ts"]))
        button = {"action_id": "choice:1", "block_id": "choices", "value": LENGTH}
        pressed = shapes.press(PATIENT, button, channel="D1", message=work.answers(said["ts"])[0])
        await work.slack.sockets.send("interactive", pressed)
        await work.slack.command("U0ANYBODY")
        assert [one.acked_at is None for one in work.slack.sockets.envelopes.values()] == [True, True, False]


async def test_a_refusal_that_stops_everything_is_named_with_its_mend() -> None:
    """Wrong or lost access is no fault of a message: the desk says what to do about it."""
    async with FakeSlack() as slack:
        api = Api(web_client("xoxb-1", slack.api))
        for code, mend in (("invalid_auth", "FRONTDESK_SLACK_BOT_TOKEN"), ("missing_scope", "bot doctor slack")):
            slack.faults.add("auth.test", faults.error(code))
            with pytest.raises(SurfaceStopped, match=mend):
                await api.post("auth.test")
        slack.faults.add("auth.test", faults.error("is_archived"), faults.error("never_heard_of"))
        with pytest.raises(Refused, match="is_archived"):
            await api.post("auth.test")
        with pytest.raises(TryLater, match="never_heard_of"):
            await api.post("auth.test")

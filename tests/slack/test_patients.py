"""What patients write in Slack, and what they read: over the unmodified SDK."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.model import Author
from tests.slack import shapes
from tests.slack.reading import buttons, paragraphs, shown
from tests.slack.work import DOSE, DYING, LENGTH, PATIENT, STAFF_ROOM, STRANGER, at_work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.slack.shapes import Shape

US = shapes.BOT_USER


async def test_a_question_is_answered_in_its_thread(tmp_path: Path) -> None:
    """The reviewed answer, word for word, under who says it: an automated assistant."""
    async with at_work(tmp_path) as work:
        said, answer = await work.ask(LENGTH)
        assert paragraphs(answer) == ("The answer of session-length.",)
        assert answer[0]["thread_ts"] == said["ts"]
        assert "automated assistant, not a person" in shown(answer[0])
        assert answer[0]["text"] == "The answer of session-length."


async def test_a_thread_is_a_conversation(tmp_path: Path) -> None:
    """A second message in the thread is read with the first; the greeting is not said again."""
    async with at_work(tmp_path) as work:
        said, _ = await work.ask(DYING)
        _, again = await work.ask("how long is a session", thread_ts=said["ts"])
        assert "988" in again[0]["text"]
        assert "The answer of" not in again[0]["text"]
        assert [line.author for line in work.lines(said["ts"])].count(Author.PATIENT) == 2


async def test_a_chip_counts_like_its_text_typed_and_once(tmp_path: Path) -> None:
    """A pressed button is a message; the same press delivered again, or pressed again, changes nothing."""
    async with at_work(tmp_path) as work:
        said, answer = await work.ask(LENGTH)
        chip = next(one for one in buttons(answer) if one["value"] == "How many sessions are there?")
        press = shapes.press(PATIENT, chip, channel="D1", message=answer[0])
        await work.slack.interactive(press)
        await work.slack.interactive(press)
        await work.slack.until(lambda: len(work.answers(said["ts"])) == 2)
        assert paragraphs(work.answers(said["ts"])[1:]) == ("The answer of how-many-sessions.",)
        await work.ask("thanks", thread_ts=said["ts"])
        assert len(work.answers(said["ts"])) == 3


async def test_everybody_can_ask_for_a_person(tmp_path: Path) -> None:
    """The button stands under every answer; pressing it opens a case."""
    async with at_work(tmp_path) as work:
        _, answer = await work.ask(LENGTH)
        person = next(one for one in buttons(answer) if one["text"]["text"] == "Talk to a person")
        await work.slack.interactive(shapes.press(PATIENT, person, channel="D1", message=answer[0]))
        await work.card()
        assert work.case().conversation.startswith("slack:T1:D1:")


def _rated(folder: Path) -> list[tuple[int, object]]:
    query = "SELECT line, detail FROM audit WHERE kind = 'line.rated' ORDER BY number"
    with closing(sqlite3.connect(folder / "data" / "frontdesk.sqlite3")) as database:
        return [(line, json.loads(detail)) for line, detail in database.execute(query)]


async def test_an_answer_can_be_rated(tmp_path: Path) -> None:
    """Two buttons under an answer, none under a hand-off; what was said stands in the audit, beside no words."""
    async with at_work(tmp_path) as work:
        said, answer = await work.ask(LENGTH)
        yes, no = (one for one in buttons(answer) if one["action_id"].startswith("helpful:"))
        for button in (yes, no):
            await work.slack.interactive(shapes.press(PATIENT, button, channel="D1", message=answer[0]))
        assert [one["user"] for one in work.slack.web.ephemerals] == [PATIENT, PATIENT]
        assert "Thank you" in work.slack.web.ephemerals[0]["text"]
        line = work.lines(said["ts"])[1].number
        assert _rated(tmp_path) == [(line, {"is_helpful": True}), (line, {"is_helpful": False})]
        _, receipt = await work.ask(DOSE)
        assert not [one for one in buttons(receipt) if one["action_id"].startswith("helpful:")]


async def test_a_mention_in_a_channel_is_answered_once_though_two_events_tell_of_it(tmp_path: Path) -> None:
    """`app_mention` and `message` of one message are one message; later ones in the thread need no mention."""
    async with at_work(tmp_path) as work:
        said, answer = await work.ask(f"<@{US}> {LENGTH}", channel="C1")
        await work.slack.acked(await work.slack.event({**said, "type": "app_mention"}))
        _, further = await work.ask("and how many are there?", channel="C1", thread_ts=said["ts"])
        assert paragraphs(answer) == ("The answer of session-length.",)
        assert paragraphs(further) == ("The answer of how-many-sessions.",)
        assert len(work.answers(said["ts"], "C1")) == 2
        assert work.lines(said["ts"], "C1")[0].text == LENGTH


async def test_talk_among_people_is_not_listened_to(tmp_path: Path) -> None:
    """What is said in a channel, but not to the desk, is not stored; nor is anything said in the staff channel."""
    async with at_work(tmp_path) as work:
        talk = await work.slack.say(STRANGER, "C1", LENGTH)
        there = await work.slack.say(STRANGER, STAFF_ROOM, f"<@{US}> {LENGTH}")
        await work.ask(LENGTH)
        assert not work.lines(talk["ts"], "C1")
        assert not work.lines(there["ts"], STAFF_ROOM)


async def test_an_edit_is_triaged_again(tmp_path: Path) -> None:
    """An edit that says something else is answered; the edit and what it edits stand in the conversation."""
    async with at_work(tmp_path) as work:
        said, _ = await work.ask(LENGTH)
        await work.slack.event(shapes.changed(said, DYING, at=work.slack.web.next_ts()))
        await work.slack.until(lambda: len(work.answers(said["ts"])) == 2)
        assert "988" in work.answers(said["ts"])[1]["text"]
        assert [line.revises for line in work.lines(said["ts"]) if line.author is Author.PATIENT] == [None, said["ts"]]


@pytest.mark.parametrize("deleted", [shapes.deleted, shapes.buried], ids=["deleted", "tombstone"])
async def test_a_deleted_message_is_marked(tmp_path: Path, deleted: Callable[..., Shape]) -> None:
    """Staff see that the patient took it back; what it led to stays."""
    async with at_work(tmp_path) as work:
        said, _ = await work.ask(DOSE)
        await work.slack.acked(await work.slack.event(deleted(said, at=work.slack.web.next_ts())))
        assert work.lines(said["ts"])[0].is_withdrawn
        assert work.case().conversation == f"slack:T1:D1:{said['ts']}"


async def test_files_get_only_text(tmp_path: Path) -> None:
    """Nobody reads a picture here: the patient is told so, and staff get it."""
    async with at_work(tmp_path) as work:
        said, answer = await work.ask("", subtype="file_share", files=[{"id": "F1"}])
        assert "I can only read text" in answer[0]["text"]
        assert work.case().conversation == f"slack:T1:D1:{said['ts']}"


async def test_the_messages_tab_greets_whoever_comes_first(tmp_path: Path) -> None:
    """Automated, not for emergencies, and what is often asked; said once, before anything else."""
    async with at_work(tmp_path) as work:
        opened = shapes.home_opened(PATIENT, "D2", tab="messages")
        await work.slack.acked(await work.slack.event(opened))
        await work.slack.acked(await work.slack.event(opened))
        (greeting,) = work.slack.room("D2")
        assert "automated assistant" in greeting["text"]
        assert "How long is a session?" in [button["value"] for button in buttons([greeting])]


async def test_where_patients_are_not_taken_they_are_told_so_with_the_lines(tmp_path: Path) -> None:
    """Patient chat is opt-in: without it nothing is stored, and who writes in danger still reads where to call."""
    async with at_work(tmp_path, slack_patients=False) as work:
        said = await work.slack.say(PATIENT, "D1", DYING)
        await work.slack.acked(await work.slack.event(said, retry=1))
        (answer,) = work.answers(said["ts"])
        assert "for the clinic's staff" in shown(answer)
        assert "988" in shown(answer)
        assert not work.lines(said["ts"])


async def test_the_start_warns_where_patients_may_write(tmp_path: Path) -> None:
    """The log says what the setting means."""
    with capture_logs() as logs:
        async with at_work(tmp_path):
            pass
    assert "Slack's terms bar" in next(one["why"] for one in logs if one["event"] == "slack.patients")


def _echoes(said: Shape) -> list[Shape]:
    ts = "1700099999.000001"
    base = shapes.message("D1", PATIENT, LENGTH, ts=ts)
    return [
        {**base, "user": US, "bot_id": shapes.BOT_ID},
        {**base, "user": "U0OTHERBOT", "bot_id": "B9"},
        {**base, "subtype": "bot_message", "bot_id": "B9", "user": None},
        {**base, "subtype": "channel_join"},
        {**base, "subtype": "channel_topic"},
        {**base, "subtype": "message_replied"},
        {**base, "subtype": "huddle_thread"},
        {**base, "subtype": "something_new"},
        {**base, "user": "USLACKBOT"},
        {**base, "text": "", "blocks": []},
        {**base, "ts": "not a time"},
        {key: value for key, value in base.items() if key != "channel"},
        shapes.changed(said, said["text"], at=ts, attachments=[{"is_app_unfurl": True}]),
        shapes.changed({**said, "bot_id": "B9"}, "other", at=ts),
        shapes.changed(said, "other", at=ts, edited=None),
        shapes.deleted({**said, "bot_id": "B9"}, at=ts),
        {"type": "message", "subtype": "message_changed", "channel": "D1"},
        {"type": "reaction_added", "user": PATIENT, "reaction": "eyes"},
        {"type": "something_else"},
    ]


async def test_nothing_but_a_persons_words_is_a_message(tmp_path: Path) -> None:
    """Echoes, other apps, joins, unfurls, unknown shapes: acknowledged, never stored, never answered (R9)."""
    async with at_work(tmp_path) as work:
        said, _ = await work.ask(LENGTH)
        before = work.desk.latest()
        for event in _echoes(said):
            await work.slack.acked(await work.slack.event(event))
        assert work.desk.latest() == before


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (f"<@{US}> hi", "hi"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("see <https://x.example/a|my page> and <mailto:me@x.example|me@x.example>", "see my page and me@x.example"),
        ("<!here> <#C1|general> <@U9>", "@here general @U9"),
        ("<tel:555-0142>", "555-0142"),
        (":knife: :no_such:", "\N{HOCHO} :no_such:"),
    ],
)
async def test_words_are_read_as_they_were_typed(tmp_path: Path, typed: str, read: str) -> None:
    """Slack's markup is undone before triage reads, emoji included."""
    knife = {"type": "emoji", "name": "knife", "unicode": "1f52a"}
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [knife]}]}]
    async with at_work(tmp_path) as work:
        said = await work.slack.say(PATIENT, "D1", typed, blocks=blocks)
        assert work.lines(said["ts"])[0].text == read

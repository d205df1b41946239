"""Patients on Discord, over the wire: the unmodified discord.py against a gateway and a REST API of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.channels.discord.room import conversation_of
from bot.channels.discord.sentences import FOR_STAFF, MOVED, PRIVACY
from bot.clock import SystemClock
from bot.frontdesk import FrontDesk
from bot.model import Author, Language
from bot.triage.shipped import shipped
from tests.discord.bench import CLINICAL, CRISIS, LENGTH, Bench, bench, button
from tests.discord.fake.discord_fake import OTHER, PATIENT, FakeDiscord
from tests.discord.fake.world import BOT, LOBBY
from tests.odd_parts import FullInbox
from tests.samples import FAQ
from tests.understood import understood

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Line

ANSWER = "The answer of session-length."
OTHER_BOT = 77
RECEIPT = "I've passed your message to them."


def heard(stand: Bench, user: int = PATIENT) -> list[Line]:
    """Return what a patient has said, as the desk knows it."""
    lines = stand.store.conversations.lines(conversation_of(user))
    return [line for line in lines if line.author is Author.PATIENT]


async def settled(stand: Bench) -> None:
    """Wait until everything that was heard before has come to its end: what is asked last is answered last."""
    before = sum("The answer of ride-home." in one for one in stand.fake.world.said(stand.dm(OTHER)))
    await stand.fake.write(OTHER, "can I drive home?")
    await stand.said("The answer of ride-home.", user=OTHER, times=before + 1)


async def test_a_question_is_answered(stand: Bench) -> None:
    """A direct message gets the reviewed text; the first one after what the desk is and what Discord is."""
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    intro, answer = await stand.said(ANSWER)
    assert "automated assistant" in intro
    assert "988" in intro
    assert PRIVACY[Language.ENGLISH] in intro
    assert answer.startswith(ANSWER)
    await stand.fake.write(PATIENT, LENGTH)
    assert len(await stand.said(ANSWER, times=2)) == 3


async def test_nothing_that_is_sent_pings(stand: Bench) -> None:
    """Every send says that nobody is mentioned, and has a name of at most 25 characters (R17, R43)."""
    await stand.start()
    await stand.fake.write(PATIENT, f"@everyone <@&5> {CLINICAL}")
    await stand.said(RECEIPT)
    await stand.post()
    sends = [one.body for one in stand.fake.rest.calls if one.method == "POST" and one.path.endswith("/messages")]
    assert sends
    for body in sends:
        assert body["allowed_mentions"] == {"parse": []}
        assert 0 < len(body["nonce"]) <= 25
        assert body["enforce_nonce"] is True


async def test_danger_is_answered_at_once(stand: Bench) -> None:
    """The crisis lines come first, before any introduction, and staff are told that it is urgent."""
    await stand.start()
    await stand.fake.write(PATIENT, CRISIS)
    lines, intro = await stand.said("automated assistant", times=2)
    assert "988" in lines
    assert "Call 911" in lines
    assert PRIVACY[Language.ENGLISH] in intro
    assert (await stand.case()).is_grave


async def test_a_person_answers(stand: Bench) -> None:
    """What staff write on their page arrives in the direct messages, under their name, however long."""
    await stand.start()
    await stand.fake.write(PATIENT, CLINICAL)
    await stand.said(RECEIPT)
    case, last = await stand.case(), heard(stand)[-1].number
    stand.store.cases.reply(case.id, staff=stand.dana, text="Word. " * 600, last_seen=last)
    await stand.said("**Dana:**")
    said = await stand.said("Word.", times=2)
    assert sum(one.count("Word.") for one in said) == 600
    assert all(len(one) <= 2_000 for one in said)


async def test_a_choice_is_pressed(stand: Bench) -> None:
    """A button counts like its text typed, once for each press however often it is heard."""
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    answer = max(stand.fake.world.messages[stand.dm()].items())[1]
    token = await stand.fake.press(PATIENT, answer, button(answer, "How many sessions"))
    await stand.said("The answer of how-many-sessions.")
    assert stand.fake.answers(token)[0]["type"] == 6
    assert heard(stand)[-1].text == "How many sessions are there?"


async def test_an_answer_asks_whether_it_was_helpful(stand: Bench) -> None:
    """Two buttons under an answer, in a row of their own; what was pressed is noted, and whoever pressed is thanked."""
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    answer = max(stand.fake.world.messages[stand.dm()].items())[1]
    assert answer["content"].endswith("-# Was this helpful?")
    assert [one["label"] for one in answer["components"][-1]["components"]] == ["👍 Yes", "👎 No"]
    token = await stand.fake.press(PATIENT, answer, button(answer, "👎 No"))
    assert "Thank you" in await stand.told(token)
    await stand.fake.write(PATIENT, CLINICAL)
    await stand.said(RECEIPT)
    receipt = max(stand.fake.world.messages[stand.dm()].items())[1]
    assert "helpful" not in str(receipt)


async def test_a_button_of_somebody_else_is_nothing(stand: Bench) -> None:
    """A button's name leads only to one's own conversation (R27)."""
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    answer = max(stand.fake.world.messages[stand.dm()].items())[1]
    mine = await stand.fake.write(OTHER, "hello")
    await stand.said("line", user=OTHER)
    copied = {**mine, "components": answer["components"]}
    token = await stand.fake.press(OTHER, copied, button(answer, "How many sessions"))
    await stand.fake.until(lambda: any("no longer there" in str(one) for one in stand.fake.answers(token)))
    assert stand.fake.world.messages[stand.dm()][int(answer["id"])]["content"] == answer["content"]
    assert len(heard(stand, OTHER)) == 1


@pytest.mark.parametrize(
    "more",
    [{"author": {"id": str(BOT), "username": "front-desk", "discriminator": "0", "avatar": None, "bot": True}},
     {"webhook_id": "5"},
     {"type": 6},
     {"type": 3},
     {"content": ""}],
    ids=["own echo", "webhook", "pin", "call", "nothing"],
)  # fmt: skip
async def test_what_no_person_said_is_not_heard(stand: Bench, more: dict[str, object]) -> None:
    """Own echoes, other bots, webhooks and Discord's notices are no messages (R9)."""
    await stand.start()
    said = {"id": str(stand.fake.world.snowflake()), "author": stand.fake.world.users[PATIENT], "content": LENGTH}
    template = await stand.fake.write(OTHER, "hello")
    await stand.fake.gateway.tell("MESSAGE_CREATE", {**template, **said, "channel_id": str(stand.dm()), **more})
    await settled(stand)
    assert heard(stand) == []


async def test_other_bots_are_not_answered(stand: Bench) -> None:
    """A bot that writes gets silence (R9)."""
    await stand.start()
    stand.fake.world.person(OTHER_BOT, "robot", is_bot=True)
    await stand.fake.write(OTHER_BOT, LENGTH)
    await settled(stand)
    assert heard(stand, OTHER_BOT) == []


async def test_an_edit_is_understood_anew(stand: Bench) -> None:
    """An edit that becomes a danger is one; the same event twice, and Discord's own additions, are nothing (R34)."""
    await stand.start()
    said = await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    await stand.fake.gateway.tell("MESSAGE_UPDATE", said)
    await stand.fake.edit(said, CRISIS)
    await stand.fake.edit(said, CRISIS)
    await stand.said("glad you told me")
    await settled(stand)
    assert [(one.text, one.revises) for one in heard(stand)] == [(LENGTH, None), (CRISIS, said["id"])]
    assert (await stand.case()).is_grave


async def test_what_is_deleted_is_marked(stand: Bench) -> None:
    """What a patient takes back stays for staff to read, marked (R34)."""
    await stand.start()
    said = await stand.fake.write(PATIENT, CLINICAL)
    await stand.said(RECEIPT)
    await stand.fake.delete(said)
    await settled(stand)
    await stand.fake.until(lambda: heard(stand)[0].is_withdrawn)
    assert heard(stand)[0].text == CLINICAL


FILE = {"id": "5", "filename": "a.png", "size": 1, "url": "https://cdn.test/a", "proxy_url": "https://cdn.test/a"}
STICKER = {"id": "6", "name": "wave", "format_type": 1}
FORWARD = {"content": CRISIS, "embeds": [], "attachments": [], "timestamp": "2026-11-22T12:00:00+00:00", "type": 0}
FORWARDED: dict[str, object] = {
    "edited_timestamp": None,
    "flags": 0,
    "mentions": [],
    "mention_roles": [],
    "components": [],
}


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"attachments": [FILE]}, "I can only read text"),
        ({"attachments": [{**FILE, "flags": 1, "waveform": "AA==", "duration_secs": 1.0}], "flags": 8192}, "only read"),
        ({"sticker_items": [STICKER]}, "I can only read text"),
        ({"message_snapshots": [{"message": FORWARD | FORWARDED}], "flags": 16384}, "glad you told me"),
    ],
    ids=["file", "voice", "sticker", "forward"],
)
async def test_what_is_no_text(stand: Bench, more: dict[str, Any], says: str) -> None:
    """Files, voices and stickers go to staff and say so; what is forwarded is read like the patient's own (R35)."""
    await stand.start()
    await stand.fake.write(PATIENT, "", **more)
    await stand.said(says)
    await stand.case()


async def test_two_messages_at_once_are_answered_in_order(stand: Bench) -> None:
    """What is written in haste is heard one after the other (R6)."""
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.fake.write(PATIENT, "can I drive home?")
    said = await stand.said("The answer of ride-home.")
    assert [one.partition("\n")[0] for one in said[1:]] == [ANSWER, "The answer of ride-home."]


async def test_two_processes_answer_once(stand: Bench) -> None:
    """Two processes on one token hear everything twice, and say everything once (R7)."""
    await stand.start()
    await stand.start()
    await stand.fake.write(PATIENT, CLINICAL)
    await stand.said(RECEIPT)
    await settled(stand)
    assert len(heard(stand)) == 1
    assert len(await stand.said(RECEIPT)) == 2
    assert len(stand.store.cases.open_cases()) == 1


async def test_two_processes_hear_a_command_and_a_press_once(stand: Bench) -> None:
    """Discord lets one process answer (40060 for the other): one answer is shown, none is sent (R7)."""
    await stand.start()
    await stand.start()
    token = await stand.fake.slash(PATIENT, LOBBY, "ask", [{"name": "question", "type": 3, "value": LENGTH}])
    await stand.told(token, PRIVACY[Language.ENGLISH])
    shown = stand.fake.answers(token)[1]
    message = {**await stand.fake.write(OTHER, "hello", place=LOBBY), "components": shown["components"]}
    again = await stand.fake.press(PATIENT, message, button(shown, "How many sessions"))
    await stand.told(again, PRIVACY[Language.ENGLISH])
    await settled(stand)
    assert [sum(ANSWER in (one.get("content") or "") for one in stand.fake.answers(token)), len(heard(stand))] == [1, 2]
    assert sum("The answer of how-many-sessions." in str(one) for one in stand.fake.answers(again)) == 1
    assert stand.fake.world.said(stand.dm()) == []


async def test_a_question_in_the_open_is_moved(stand: Bench) -> None:
    """Who calls the bot in a channel is answered in a direct message; the channel learns nothing of it."""
    await stand.start()
    mention = {"mentions": [stand.fake.world.users[BOT]]}
    await stand.fake.write(PATIENT, f"<@{BOT}> {LENGTH}", place=LOBBY, **mention)
    await stand.said(ANSWER)
    await stand.fake.until(lambda: stand.fake.world.said(LOBBY))
    note = "\n".join(stand.fake.world.said(LOBBY))
    assert MOVED in note
    assert "988" in note
    assert ANSWER not in note
    assert heard(stand)[0].text == LENGTH


async def test_an_edit_in_the_open_is_understood_anew(stand: Bench) -> None:
    """What was asked in a channel and is changed there into a danger is answered by direct message (R34)."""
    await stand.start()
    mention = {"mentions": [stand.fake.world.users[BOT]]}
    said = await stand.fake.write(PATIENT, f"<@{BOT}> {LENGTH}", place=LOBBY, **mention)
    await stand.said(ANSWER)
    await stand.fake.edit(said, f"<@{BOT}> {CRISIS}")
    await stand.said("glad you told me")
    assert [(one.text, one.revises) for one in heard(stand)] == [(LENGTH, None), (CRISIS, said["id"])]


async def test_talk_in_the_open_is_not_heard(stand: Bench) -> None:
    """What people say to each other in a server is none of the desk's business."""
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH, place=LOBBY)
    await settled(stand)
    assert heard(stand) == []


async def test_a_command_is_answered_where_it_was_given(stand: Bench) -> None:
    """`/ask` answers there, seen by nobody else, and not a second time by direct message."""
    await stand.start()
    question = [{"name": "question", "type": 3, "value": LENGTH}]
    token = await stand.fake.slash(PATIENT, LOBBY, "ask", question)
    await stand.told(token, PRIVACY[Language.ENGLISH])
    deferral, answer, privacy = stand.fake.answers(token)
    assert (deferral["type"], deferral["data"]["flags"]) == (5, 64)
    assert ANSWER in answer["content"]
    assert PRIVACY[Language.ENGLISH] in privacy["content"]
    await settled(stand)
    assert stand.fake.world.said(stand.dm()) == []


async def test_a_command_that_came_too_late_is_answered_by_direct_message(stand: Bench) -> None:
    """Discord waits three seconds; what it no longer waits for is heard all the same (R12)."""
    await stand.start()
    stand.fake.rest.fail("POST", "/interactions/", 404, {"code": 10062, "message": "Unknown interaction"})
    await stand.fake.slash(PATIENT, LOBBY, "ask", [{"name": "question", "type": 3, "value": CLINICAL}])
    case = await stand.case()
    states = stand.store.deliveries.states(case.conversation)
    assert not any(one.is_sent for one in states.values())


async def test_the_questions_are_listed(stand: Bench) -> None:
    """`/faq` says what can be asked; with a question it answers it."""
    await stand.start()
    token = await stand.fake.slash(PATIENT, LOBBY, "faq")
    assert "How long is a session?" in await stand.told(token, "What I can answer")
    token = await stand.fake.slash(PATIENT, LOBBY, "faq", [{"name": "question", "type": 3, "value": LENGTH}])
    await stand.told(token, ANSWER)


async def test_a_choice_under_a_private_answer(stand: Bench) -> None:
    """A button under an answer that only its reader sees is answered there."""
    await stand.start()
    token = await stand.fake.slash(PATIENT, LOBBY, "ask", [{"name": "question", "type": 3, "value": LENGTH}])
    await stand.told(token, ANSWER)
    shown = stand.fake.answers(token)[1]
    message = {**await stand.fake.write(OTHER, "hello", place=LOBBY), "components": shown["components"]}
    again = await stand.fake.press(PATIENT, message, button(shown, "How many sessions"))
    await stand.told(again, "The answer of how-many-sessions.")


async def test_what_cannot_be_stored_is_said(stand: Bench) -> None:
    """Where nothing can be stored the patient reads that, and the crisis lines (R23)."""
    stand.desk = FrontDesk(
        understood(FAQ, shipped()), inbox=FullInbox(), conversations=stand.store.conversations, clock=SystemClock()
    )
    await stand.start()
    await stand.fake.write(PATIENT, CRISIS)
    said = await stand.said("could not save")
    assert "988" in said[-1]


async def test_patients_are_opted_in(tmp_path: Path, fake: FakeDiscord) -> None:
    """Where patients may not write here, who does reads whose account it is and where help is; no `/ask` exists."""
    async with bench(tmp_path, fake, discord_patients=False) as stand:
        await stand.start()
        await fake.write(PATIENT, CRISIS)
        first, lines = await stand.said("988")
        assert first == FOR_STAFF
        assert "Call 911" in lines
        await fake.write(PATIENT, f"<@{BOT}> {CRISIS}", place=LOBBY, mentions=[fake.world.users[BOT]])
        await fake.until(lambda: any("988" in one for one in fake.world.said(LOBBY)))
        assert heard(stand) == []
        assert [one["name"] for one in fake.rest.commands] == ["desk"]

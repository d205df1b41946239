"""What staff do in Slack: cards, buttons, modals, the App Home, `/desk`; over the unmodified SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.model import Author, CaseState, Resolution
from tests.slack import faults, shapes
from tests.slack.reading import buttons, shown
from tests.slack.work import DOSE, DYING, LENGTH, OMAR, PATIENT, ROSA, STAFF_ROOM, STRANGER, Work, at_work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.slack.shapes import Shape

TICKED = {"sure": {"selected_options": [{"value": "yes"}]}}


async def press(work: Work, user: str, act: str, card: Shape | None = None) -> None:
    """Press a button of the newest card."""
    card = card or await work.card()
    button = next(one for one in buttons([card]) if one["action_id"] == f"case:{act}")
    await work.slack.interactive(shapes.press(user, button, channel=STAFF_ROOM, message=card))


async def submit(work: Work, user: str, **given: Shape) -> Shape:
    """Send the newest modal; return Slack's answer to it."""
    view = {"id": f"V{len(work.slack.web.views)}", **work.slack.web.views[-1]}
    return await work.slack.interactive(shapes.submit(user, view, **given))


def told(work: Work) -> str:
    """Return what somebody was told last, and nobody else read."""
    return str(work.slack.web.ephemerals[-1]["text"])


async def test_a_hand_off_is_one_card_edited_in_place(tmp_path: Path) -> None:
    """Urgency in words, queue, ages, who has it, a link; claiming it changes the card and posts no other."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        await work.ask(DOSE)
        card = await work.card()
        text = shown(card)
        assert text.startswith("💬 ROUTINE · case 1\n*Needs clinical judgment*\nClinical · Slack · opened <!date^")
        assert "Nobody has it · identity not verified" in text
        assert "https://desk.example/staff/cases/1" in str(card["blocks"])
        assert card["text"] == "💬 ROUTINE · case 1 · Clinical · Slack · Nobody has it"
        assert DOSE not in str(card)
        await press(work, ROSA, "claim")
        again = await work.card(showing="Rosa has it")
        assert (len(work.cards), again["ts"]) == (1, card["ts"])
        assert work.case().owner == "Rosa"


@pytest.mark.parametrize(
    ("relay", "words"), [("redacted", "Patient: what dose will I get"), ("full", f"Patient: {DOSE}")]
)
async def test_the_words_are_shown_as_far_as_the_setting_allows(tmp_path: Path, relay: str, words: str) -> None:
    """By default a card is a link; with the setting it quotes, as plain text."""
    async with at_work(tmp_path, relay_content=relay) as work:
        await work.ask(DOSE)
        quoted = next(block for block in (await work.card())["blocks"] if block["block_id"] == "words")
        assert quoted["text"] == {"type": "plain_text", "text": words, "emoji": False}


async def test_a_reply_reaches_the_patient_and_a_note_does_not(tmp_path: Path) -> None:
    """The modal says who reads what; a reply is posted in the patient's thread under the name of its author."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        said, _ = await work.ask(DOSE)
        assert "*due*" in shown(await work.card())
        await press(work, ROSA, "note")
        assert "Only staff read this" in shown(work.slack.web.views[-1])
        assert await submit(work, ROSA, text0={"value": "the copper kettle"}) == {}
        await press(work, ROSA, "reply")
        assert await submit(work, ROSA, text0={"value": "Your doctor will call."}) == {}
        await work.slack.until(lambda: len(work.answers(said["ts"])) == 2)
        assert "*due*" not in shown(await work.card(showing="Rosa has it"))
        assert shown(work.answers(said["ts"])[1]) == "Rosa (clinic staff)\nYour doctor will call."
        assert "kettle" not in str(work.slack.room("D1"))
        assert [note.text for note in work.store.cases.notes(1)] == ["the copper kettle"]


async def test_the_same_modal_sent_twice_is_one_reply(tmp_path: Path) -> None:
    """Slack may deliver a submitted modal again."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        said, _ = await work.ask(DOSE)
        await press(work, ROSA, "reply")
        for _ in range(2):
            assert await submit(work, ROSA, text0={"value": "Once."}) == {}
        assert [line.text for line in work.lines(said["ts"])].count("Once.") == 1


async def test_a_ready_made_reply_is_seen_before_it_is_sent(tmp_path: Path) -> None:
    """Picking one fills the box, in a modal that is otherwise the same."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        await work.ask(DOSE)
        await press(work, ROSA, "reply")
        view = {"id": "V1", "hash": "h", **work.slack.web.views[-1]}
        picked = {"action_id": "case:canned", "block_id": "canned", "selected_option": {"value": "0"}}
        await work.slack.interactive({**shapes.home_press(ROSA, picked), "view": view})
        box = next(block for block in work.slack.web.views[-1]["blocks"] if block["type"] == "input")
        assert (box["block_id"], box["element"]["initial_value"]) == ("text1", "Thank you for writing.")


async def test_what_the_patient_wrote_meanwhile_is_read_before_a_reply_is_sent(tmp_path: Path) -> None:
    """The modal comes back with a warning and what was typed; sent again, it goes out."""
    async with at_work(tmp_path, relay_content="full") as work:
        work.hire(ROSA, "Rosa")
        said, _ = await work.ask(DOSE)
        await press(work, ROSA, "reply")
        await work.ask("is it a lot?", thread_ts=said["ts"])
        answer = await submit(work, ROSA, text0={"value": "No."})
        assert answer["response_action"] == "update"
        assert "New message since you opened this" in shown(answer["view"])
        assert "is it a lot?" in shown(answer["view"])
        work.slack.web.views.append(answer["view"])
        assert await submit(work, ROSA, text1={"value": "No."}) == {}
        assert work.lines(said["ts"])[-1].text == "No."


async def test_two_claim_and_one_gets_it(tmp_path: Path) -> None:
    """The second is told who has it, alone; a reply of theirs is refused in the modal."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        work.hire(OMAR, "Omar")
        await work.ask(DOSE)
        card = dict(await work.card())
        await press(work, OMAR, "reply", card)
        await press(work, ROSA, "claim", card)
        await press(work, OMAR, "claim", card)
        assert told(work) == "Rosa has this case. Nothing was done. Ask Rosa, or take the case over."
        assert work.slack.web.ephemerals[-1]["user"] == OMAR
        answer = await submit(work, OMAR, text0={"value": "Me too."})
        assert answer["errors"]["text0"].startswith("Rosa has this case")


async def test_a_colleagues_case_is_taken_over_after_a_question(tmp_path: Path) -> None:
    """Slack asks first and names who has it; a card that is outdated takes nothing from anybody else."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        work.hire(OMAR, "Omar")
        await work.ask(DOSE)
        await press(work, ROSA, "claim")
        card = dict(await work.card(showing="Take over from Rosa"))
        button = next(one for one in buttons([card]) if one["action_id"] == "case:takeover")
        assert button["confirm"]["text"]["text"].startswith("Rosa has this case and may be in the middle of it.")
        await press(work, OMAR, "takeover", card)
        assert work.case().owner == "Omar"
        await press(work, ROSA, "takeover", card)
        assert told(work).startswith("Omar has this case. Nothing was done.")
        await press(work, ROSA, "takeover", await work.card(showing="Take over from Omar"))
        assert work.case().owner == "Rosa"


@pytest.mark.parametrize("act", ["claim", "reply", "note", "snooze", "resolve"])
async def test_whoever_is_not_linked_can_do_nothing(tmp_path: Path, act: str) -> None:
    """A press is checked against the account of who presses; the answer says how to be linked."""
    async with at_work(tmp_path) as work:
        await work.ask(DOSE)
        await press(work, STRANGER, act)
        assert "python -m bot staff link USERNAME slack U0STRANGER" in told(work)
        assert not work.slack.web.views
        assert work.case().state is CaseState.OPEN


async def test_an_account_that_was_disabled_meanwhile_can_do_nothing(tmp_path: Path) -> None:
    """The account is looked at when the modal comes back, not when it was opened (R49)."""
    async with at_work(tmp_path) as work:
        work.hire(OMAR, "Omar")
        work.hire(ROSA, "Rosa")
        said, _ = await work.ask(DOSE)
        await press(work, ROSA, "reply")
        work.store.accounts.disable("rosa")
        answer = await submit(work, ROSA, text0={"value": "Hello."})
        assert answer["response_action"] == "errors"
        assert all(line.author is not Author.STAFF for line in work.lines(said["ts"]))


async def test_a_case_is_put_off_and_closed(tmp_path: Path) -> None:
    """Snooze offers times, resolve the ways to end; the card keeps its place and says how it ended."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        await work.ask(DOSE)
        await press(work, ROSA, "snooze")
        assert await submit(work, ROSA, choice={"selected_option": {"value": "1h"}}) == {}
        assert work.case().state is CaseState.WAITING
        await press(work, ROSA, "resolve", await work.card(showing="Put off"))
        assert await submit(work, ROSA, choice={"selected_option": {"value": "spoke"}}) == {}
        card = await work.card(showing="Resolved by Rosa: spoke with them")
        assert [button["action_id"] for button in buttons([card])] == ["case:open"]
        assert work.store.cases.resolved_cases()[0].resolution is Resolution.SPOKE


async def test_a_crisis_rings_until_somebody_has_seen_it_and_is_closed_with_care(tmp_path: Path) -> None:
    """The whole channel is called; who presses is named to the patient; closing it asks about danger."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        said, _ = await work.ask(DYING)
        card = await work.card(showing="🆘 CRISIS")
        await work.slack.until(lambda: work.notes(card))
        assert work.notes(card)[0]["text"].startswith("<!channel> 🆘 CRISIS · case 1")
        assert work.notes(card)[0]["reply_broadcast"]
        await press(work, ROSA, "acknowledge")
        await work.slack.until(lambda: "Rosa" in str(work.answers(said["ts"])[-1]))
        await press(work, ROSA, "contact", await work.card(showing="I am contacting them"))
        await press(work, ROSA, "resolve", await work.card(showing="Seen by Rosa"))
        ended = {"choice": {"selected_option": {"value": "spoke"}}}
        refused = await submit(work, ROSA, **ended)
        assert "nobody is in danger" in refused["errors"]["choice"]
        assert await submit(work, ROSA, **ended, **TICKED) == {}
        assert work.store.cases.resolved_cases()[0].contacted_at


async def test_a_new_message_of_the_patients_is_told_under_the_card(tmp_path: Path) -> None:
    """An edited card rings no bell: staff who follow its thread are told, without the words."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        said, _ = await work.ask(DOSE)
        await press(work, ROSA, "claim")
        card = await work.card(showing="Rosa has it")
        await work.slack.say(PATIENT, "D1", "are you there", thread_ts=said["ts"])
        await work.slack.until(lambda: work.notes(card))
        assert work.notes(card)[0]["text"].startswith("The patient has written again")


async def test_talk_under_a_card_is_not_sent_and_says_so_once(tmp_path: Path) -> None:
    """Nothing written plainly reaches a patient; the first time somebody writes there, they alone are told (R28)."""
    async with at_work(tmp_path) as work:
        said, _ = await work.ask(DOSE)
        card = await work.drawn()
        await work.slack.say(ROSA, STAFF_ROOM, "the copper kettle", thread_ts=card["ts"])
        await work.slack.say(ROSA, STAFF_ROOM, "and the pot", thread_ts=card["ts"])
        await work.slack.say(ROSA, STAFF_ROOM, "elsewhere")
        (hint,) = work.slack.web.ephemerals
        assert "stays among staff" in hint["text"]
        assert (hint["user"], hint["thread_ts"]) == (ROSA, card["ts"])
        assert "kettle" not in str(work.slack.room("D1"))
        assert all("kettle" not in line.text for line in work.lines(said["ts"]))


async def test_a_hint_that_cannot_be_given_keeps_nothing_waiting(tmp_path: Path) -> None:
    """What staff write is acknowledged all the same: Slack is not asked to tell it again."""
    async with at_work(tmp_path) as work:
        await work.ask(DOSE)
        card = await work.drawn()
        work.slack.faults.add("conversations.replies", faults.broken(503))
        await work.slack.say(ROSA, STAFF_ROOM, "hello", thread_ts=card["ts"])
        assert work.slack.web.ephemerals == []


async def test_a_deleted_card_is_drawn_anew(tmp_path: Path) -> None:
    """Where somebody has deleted the message, the next change posts another."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        await work.ask(DOSE)
        first = await work.drawn()
        work.slack.web.rooms[STAFF_ROOM].messages.clear()
        await press(work, ROSA, "claim", first)
        assert (await work.card(showing="Rosa has it"))["ts"] != first["ts"]


async def test_buttons_of_a_card_work_after_a_restart(tmp_path: Path) -> None:
    """Nothing about a card is kept in memory (R25)."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        await work.ask(DOSE)
        card = await work.card()
        slack = work.slack
        async with at_work(tmp_path, slack) as other:
            await press(other, ROSA, "claim", card)
            await other.card(showing="Rosa has it")


async def test_the_home_of_staff_shows_what_is_late_theirs_and_open(tmp_path: Path) -> None:
    """Three lists, each case with its link, and the way to the inbox."""
    async with at_work(tmp_path) as work:
        rosa = work.hire(ROSA, "Rosa")
        await work.ask(DYING)
        await work.ask(DOSE)
        await work.ask("how much does it cost?")
        work.store.cases.claim(2, staff=rosa)
        await work.slack.acked(await work.slack.event(shapes.home_opened(ROSA, "D1", tab="home")))
        home = shown(work.slack.web.homes[ROSA])
        assert [row for row in home.splitlines() if row.endswith(")")] == ["Overdue (1)", "Mine (1)", "Open (1)"]
        assert "<https://desk.example/staff/cases/3|case 3> · Billing" in home
        button = next(one for one in buttons([{"blocks": work.slack.web.homes[ROSA]["blocks"]}]))
        assert button["url"] == "https://desk.example/staff"
        assert await work.slack.interactive(shapes.home_press(ROSA, button)) == {}


async def test_the_home_of_others_says_what_the_desk_is(tmp_path: Path) -> None:
    """Automated, hours, phone, who reads along; and how staff are linked."""
    async with at_work(tmp_path) as work:
        await work.slack.acked(await work.slack.event(shapes.home_opened(PATIENT, "D1", tab="home")))
        home = shown(work.slack.web.homes[PATIENT])
        for words in ("automated assistant", "555-0142", "Monday to Friday", "can read what you write", PATIENT):
            assert words in home


@pytest.mark.parametrize(
    ("user", "asked", "words"),
    [
        (ROSA, "", "`/desk open` lists the open cases"),
        (ROSA, "help", "`/desk open` lists the open cases"),
        (ROSA, "open", "*ROUTINE* · <https://desk.example/staff/cases/1|case 1> · Clinical"),
        (STRANGER, "open", "staff link USERNAME slack U0STRANGER"),
    ],
)
async def test_the_command_answers_whoever_typed_it(tmp_path: Path, user: str, asked: str, words: str) -> None:
    """`/desk` explains itself and lists the open cases; nobody else reads it."""
    async with at_work(tmp_path) as work:
        work.hire(ROSA, "Rosa")
        await work.ask(DOSE)
        answer = await work.slack.command(user, asked)
        assert words in answer["text"]
        assert answer["response_type"] == "ephemeral"


async def test_an_answer_makes_no_card(tmp_path: Path) -> None:
    """Staff are not bothered with what the FAQ answers."""
    async with at_work(tmp_path) as work:
        await work.ask(LENGTH)
        assert await work.slack.command(STRANGER) != {}
        assert work.cards == []

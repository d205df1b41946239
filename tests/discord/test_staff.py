"""Staff on Discord, over the wire: a post for each case, buttons that outlive a restart, nothing relayed by slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.channels.discord.marks import DELIVERED
from bot.channels.discord.room import conversation_of
from bot.channels.discord.sentences import NOT_RELAYED, RINGS, WROTE_AGAIN
from bot.model import Author, CaseState, RelayContent, Resolution
from tests.discord.bench import CLINICAL, CRISIS, Bench, bench, button
from tests.discord.fake.discord_fake import NURSE, OTHER, PATIENT, FakeDiscord
from tests.discord.fake.world import FORUM, LOBBY
from tests.discord.test_patients import settled
from tests.store.parts import message

if TYPE_CHECKING:
    from pathlib import Path

    from tests.discord.fake.world import Json


async def handed_off(stand: Bench, text: str = CLINICAL) -> Json:
    """Let a patient write what staff get; return the case's card."""
    await stand.start()
    await stand.fake.write(PATIENT, text)
    return await stand.post()


def tags(stand: Bench, card: Json) -> set[str]:
    """Return the names of a post's tags."""
    names = {tag["id"]: tag["name"] for tag in stand.fake.world.channels[FORUM]["available_tags"]}
    return {names[one] for one in stand.thread(card)["applied_tags"]}


async def press(stand: Bench, card: Json, label: str, *, by: int = NURSE) -> str:
    """Let somebody press a card's button; return what they were told."""
    return await stand.told(await stand.fake.press(by, card, button(card, label)))


async def fill(stand: Bench, card: Json, label: str, values: dict[str, str | list[str]], *, by: int = NURSE) -> str:
    """Let somebody press a button that opens a form, and send the form off; return that interaction's token."""
    opened = await stand.fake.press(by, card, button(card, label))
    await stand.fake.until(lambda: stand.fake.answers(opened))
    form = stand.fake.answers(opened)[0]
    assert form["type"] == 9
    return await stand.fake.submit(by, int(card["channel_id"]), form["data"]["custom_id"], values)


async def test_a_case_is_a_post(stand: Bench) -> None:
    """A hand-off is one post, tagged, named without a patient's words, with what can be done as buttons."""
    card = await handed_off(stand)
    thread = stand.thread(card)
    assert thread["name"] == "💬 ROUTINE · case 1 · Clinical"
    assert tags(stand, card) == {"clinical"}
    assert "lithium" in card["content"]
    assert "/staff/cases/1>" in card["content"]
    labels = [one["label"] for row in card["components"] for one in row["components"]]
    assert labels == ["Claim", "Reply…", "Note…", "Snooze…", "Resolve…"]
    made = next(one for one in stand.fake.rest.calls if one.path == f"/channels/{FORUM}/threads")
    assert made.body["message"]["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("relay", [RelayContent.LINK, RelayContent.REDACTED])
async def test_words_stay_away_unless_they_may_be_shown(tmp_path: Path, fake: FakeDiscord, relay: RelayContent) -> None:
    """By default a card holds a link and no words; redacted, nothing that could name somebody."""
    async with bench(tmp_path, fake, relay_content=relay) as stand:
        await handed_off(stand, "My name is Zebulon Quark and I take lithium")
        everything = str(fake.world.messages[int((await stand.post())["channel_id"])])
        assert "Zebulon" not in everything
        assert "Quark" not in everything


async def test_claim(stand: Bench) -> None:
    """Who presses Claim has the case; the card and its tags say so."""
    card = await handed_off(stand)
    assert "You have this case" in await press(stand, card, "Claim")
    shown = await stand.post(shows="Dana has it")
    await stand.fake.until(lambda: tags(stand, shown) == {"clinical", "claimed"})


async def test_a_colleague_is_faster(stand: Bench) -> None:
    """An old card's button says who has the case, and changes nothing (R30)."""
    card = dict(await handed_off(stand))
    stand.store.accounts.add(username="olli", name="Olli", password_hash="x")
    stand.store.links.link("olli", "discord", str(OTHER))
    await press(stand, card, "Claim")
    assert "**Dana has this case.**" in await press(stand, card, "Claim", by=OTHER)
    assert (await stand.case()).owner == "Dana"


async def test_who_is_not_linked_can_do_nothing(stand: Bench) -> None:
    """Somebody whom no account is linked to reads their own number and what an admin runs (R49)."""
    card = await handed_off(stand)
    for label, values in (("Claim", None), ("Reply", {"text": "hi"}), ("Note", {"text": "hi"})):
        if values is None:
            said = await press(stand, card, label, by=OTHER)
        else:
            said = await stand.told(await fill(stand, card, label, values, by=OTHER))  # type: ignore[arg-type]
        assert f"discord {OTHER}`" in said
    case = await stand.case()
    assert (case.state, case.owner, stand.store.cases.notes(1)) == (CaseState.OPEN, None, ())


async def test_who_was_disabled_after_the_post_can_do_nothing(stand: Bench) -> None:
    """Rights are asked for at each press, not at the time of the post (R49)."""
    card = await handed_off(stand)
    stand.store.accounts.add(username="olli", name="Olli", password_hash="x")
    stand.store.links.link("olli", "discord", str(OTHER))
    stand.store.accounts.disable("olli")
    assert "not linked" in await press(stand, card, "Claim", by=OTHER)


async def test_a_reply_reaches_the_patient(stand: Bench) -> None:
    """The form's words arrive under the name of who wrote them; who wrote them reads that they arrived (R28)."""
    card = await handed_off(stand)
    token = await fill(stand, card, "Reply", {"text": "Please call us."})
    assert DELIVERED in await stand.told(token, DELIVERED)
    assert (await stand.said("Please call us."))[-1] == "**Dana:** Please call us."
    assert (await stand.case()).owner == "Dana"
    assert stand.fake.answers(token)[0] == {"type": 5, "data": {"flags": 64}}


async def test_a_reply_that_cannot_arrive_says_so(stand: Bench) -> None:
    """Who answers somebody who has closed their direct messages reads just that (R19)."""
    card = await handed_off(stand)
    await stand.noted()
    stand.fake.rest.closed_dms.add(PATIENT)
    token = await fill(stand, card, "Reply", {"text": "Please call us."})
    assert "closed_direct_messages" in await stand.told(token, "could not be delivered")


async def test_a_reply_to_less_than_all_is_held_back(stand: Bench) -> None:
    """When the patient has written since the card was shown, nothing is sent (R30)."""
    card = dict(await handed_off(stand))
    await stand.fake.write(PATIENT, "and I am pregnant")
    await stand.case(lambda case: len(stand.store.conversations.lines(case.conversation)) >= 4)
    token = await fill(stand, card, "Reply", {"text": "Fine."})
    assert "New message since you opened this" in await stand.told(token)
    await settled(stand)
    assert not any("Fine." in one for one in stand.fake.world.said(stand.dm()))


async def test_a_reply_is_sent_once(stand: Bench) -> None:
    """Two processes hear every press; a reply is one line and one message all the same (R7)."""
    await stand.start()
    card = await handed_off(stand)
    await stand.told(await fill(stand, card, "Reply", {"text": "Please call us."}), DELIVERED)
    await settled(stand)
    assert sum("Please call us." in one for one in stand.fake.world.said(stand.dm())) == 1
    await stand.told(await fill(stand, await stand.post(), "Note", {"text": "called twice"}))
    assert [one.text for one in stand.store.cases.notes(1)] == ["called twice"]


async def test_nothing_to_say_is_not_sent(stand: Bench) -> None:
    """An empty form sends nothing."""
    card = await handed_off(stand)
    assert "Nothing was sent" in await stand.told(await fill(stand, card, "Reply", {"text": "  "}))


async def test_a_note_stays_a_note(stand: Bench) -> None:
    """What staff note is kept beside the case, and nothing of it is sent to anybody (R28)."""
    card = await handed_off(stand)
    await stand.noted()
    before = stand.fake.world.said(stand.dm())
    assert "No patient is ever sent a note" in await stand.told(await fill(stand, card, "Note", {"text": "canary"}))
    await settled(stand)
    assert [(one.text, one.staff_name) for one in stand.store.cases.notes(1)] == [("canary", "Dana")]
    assert stand.fake.world.said(stand.dm()) == before


async def test_talk_in_a_post_is_not_relayed(stand: Bench) -> None:
    """Staff may talk below a card: the patient gets nothing of it, and one hint says how to answer (R28)."""
    card = await handed_off(stand)
    place = int(card["channel_id"])
    await stand.fake.write(NURSE, "I think we should call them", place=place)
    await stand.fake.until(lambda: NOT_RELAYED in stand.fake.world.said(place))
    await stand.fake.write(NURSE, "yes", place=place)
    await settled(stand)
    assert stand.fake.world.said(place).count(NOT_RELAYED) == 1
    assert not any(one.author is Author.STAFF for one in stand.store.conversations.lines(conversation_of(PATIENT)))


async def test_snooze(stand: Bench) -> None:
    """A case is put off until a time that the form offers."""
    card = await handed_off(stand)
    assert "Put off until" in await stand.told(await fill(stand, card, "Snooze", {"until": ["1h"]}))
    shown = await stand.post(shows="Put off until")
    await stand.fake.until(lambda: "put off" in tags(stand, shown))
    assert (await stand.case()).state is CaseState.WAITING


async def test_resolve_archives_and_locks(stand: Bench) -> None:
    """A closed case's post is archived and locked, and has no buttons left."""
    card = await handed_off(stand)
    await stand.told(await fill(stand, card, "Resolve", {"ending": ["spoke"]}), "Resolved")
    await stand.fake.until(lambda: stand.thread(card)["thread_metadata"]["archived"])
    shown = await stand.post(shows="Resolved by Dana")
    assert (await stand.case()).resolution is Resolution.SPOKE
    assert stand.thread(card)["thread_metadata"]["locked"]
    assert shown["components"] == []
    assert tags(stand, shown) == {"clinical", "resolved"}


async def test_a_crisis_is_not_handed_back(stand: Bench) -> None:
    """Someone who may be in danger is not left to an automated desk."""
    card = await handed_off(stand, CRISIS)
    token = await fill(stand, card, "Resolve", {"ending": ["handed-back"]})
    assert "not handed back" in await stand.told(token)
    assert (await stand.case()).resolved_at is None


async def test_a_crisis_rings_until_it_is_seen(stand: Bench) -> None:
    """Everybody is called for a crisis; pressing "I have seen it" ends that, and the patient reads who has seen it."""
    card = await handed_off(stand, CRISIS)
    place = int(card["channel_id"])
    await stand.fake.until(lambda: RINGS in stand.fake.world.said(place))
    ring = next(one for one in stand.fake.rest.sends(place) if one.body["content"] == RINGS)
    assert ring.body["allowed_mentions"] == {"parse": ["everyone"]}
    assert tags(stand, card) >= {"crisis", "unseen"}
    assert "You have seen it" in await press(stand, card, "I have seen it")
    await stand.said("Dana from our staff has seen")
    shown = await stand.post(shows="Seen by Dana")
    assert "contacting" in (await press(stand, shown, "I am contacting them"))
    assert (await stand.case()).contacted_at


async def test_old_buttons_work_after_a_restart(stand: Bench) -> None:
    """In the middle of a hand-off the process is replaced: buttons and forms from before go on working (R25)."""
    card = await handed_off(stand)
    opened = await stand.fake.press(NURSE, card, button(card, "Reply"))
    await stand.fake.until(lambda: stand.fake.answers(opened))
    await stand.noted()
    await stand.running[0].end()
    await stand.start()
    form = stand.fake.answers(opened)[0]["data"]["custom_id"]
    token = await stand.fake.submit(NURSE, int(card["channel_id"]), form, {"text": "Still here."})
    await stand.told(token, DELIVERED)
    assert (await stand.said("Still here."))[-1] == "**Dana:** Still here."
    shown = await stand.post(shows="Dana has it")
    await stand.told(await fill(stand, shown, "Resolve", {"ending": ["answered"]}), "Resolved")


async def test_the_patient_writes_again(stand: Bench) -> None:
    """The card shows the newest words, and a line below calls those who follow the post."""
    card = await handed_off(stand)
    await stand.fake.write(PATIENT, "it is about the infusion on Monday")
    await stand.post(shows="infusion on Monday")
    await stand.fake.until(lambda: WROTE_AGAIN in stand.fake.world.said(int(card["channel_id"])))


async def test_an_impatient_discord_loses_no_press(stand: Bench) -> None:
    """Where Discord no longer waits for an answer, what was pressed is done all the same (R12)."""
    card = await handed_off(stand)
    stand.fake.rest.fail("POST", "/interactions/", 404, {"code": 10062, "message": "Unknown interaction"})
    await stand.fake.press(NURSE, card, button(card, "Claim"))
    assert (await stand.case(lambda case: case.owner_id)).owner == "Dana"


async def test_a_press_is_deferred_before_the_store_is_asked(stand: Bench) -> None:
    """Discord hears within its three seconds, however slow the store is (R12)."""
    card = await handed_off(stand)
    stand.slow(1.5)
    token = await stand.fake.press(NURSE, card, button(card, "Claim"))
    await stand.fake.until(lambda: stand.fake.answers(token), seconds=1)
    assert "You have this case" in await stand.told(token)


async def test_desk_lists_the_open_cases(stand: Bench) -> None:
    """`/desk` tells linked staff what is open, most urgent first, and tells nobody else anything."""
    await handed_off(stand)
    await stand.fake.write(OTHER, CRISIS)
    await stand.post(2)
    listed = await stand.told(await stand.fake.slash(NURSE, LOBBY, "desk"))
    assert listed.index("CRISIS · case 2") < listed.index("ROUTINE · case 1")
    assert "lithium" not in listed
    assert "not linked" in await stand.told(await stand.fake.slash(PATIENT, LOBBY, "desk"))


async def test_a_case_of_the_page_is_answered_from_discord(stand: Bench) -> None:
    """Staff answer patients of the clinic's own page from Discord too; the reply stands on the page."""
    await stand.start()
    stand.desk.receive(message("m1", text=CLINICAL))
    card = await stand.post()
    token = await fill(stand, card, "Reply", {"text": "Please call us."})
    assert "on the patient's page" in await stand.told(token)
    assert stand.store.conversations.lines("c1")[-1].text == "Please call us."
    assert stand.fake.world.said(stand.dm()) == []

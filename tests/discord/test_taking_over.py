"""Taking a colleague's case over on Discord: a question first, which names who has it."""

from __future__ import annotations

from tests.discord.bench import Bench, button
from tests.discord.fake.discord_fake import OTHER
from tests.discord.test_staff import handed_off, press


async def test_a_colleagues_case_is_taken_over_after_a_question(stand: Bench) -> None:
    """Who presses alone reads who has it, with a button that takes it from them; pressed too late it takes nothing."""
    card = await handed_off(stand)
    olli = stand.store.accounts.add(username="olli", name="Olli", password_hash="x")
    stand.store.links.link("olli", "discord", str(OTHER))
    await press(stand, card, "Claim")
    shown = await stand.post(shows="Dana has it")
    asked = await stand.fake.press(OTHER, shown, button(shown, "Take over from Dana"))
    assert "Dana has this case and may be in the middle of it" in await stand.told(asked)
    question = {**shown, "components": stand.fake.answers(asked)[-1]["components"]}
    yes = button(question, "Take over from Dana")
    told = await stand.fake.press(OTHER, question, yes)
    assert "You have this case" in await stand.told(told)
    assert (await stand.case()).owner == "Olli"
    assert [one["type"] for one in stand.fake.answers(told)[:1]] == [6]
    assert stand.fake.answers(told)[-1]["components"] == []
    stand.store.cases.assign(1, staff=olli, to=stand.dana)
    stand.store.cases.resolve(1, staff=stand.dana)
    assert "opens again when the patient writes" in await stand.told(await stand.fake.press(OTHER, question, yes))

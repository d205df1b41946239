"""The cases' posts on Discord: deleted, archived, made unheard, forbidden; an open case is shown, or told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.discord.bench import CLINICAL, Bench, bench
from tests.discord.fake.discord_fake import PATIENT, FakeDiscord
from tests.discord.fake.world import ALL, FORUM, LOBBY
from tests.discord.test_patients import RECEIPT
from tests.discord.test_staff import fill, handed_off, press, tags

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ADMINISTRATOR, MANAGE_THREADS = 1 << 3, 1 << 34


async def test_a_case_that_opens_again_opens_its_post(stand: Bench) -> None:
    """Who writes again soon after has the same case: its post is no longer archived or locked, and has its buttons."""
    card = await handed_off(stand)
    await stand.told(await fill(stand, card, "Resolve", {"ending": ["spoke"]}), "Resolved")
    await stand.fake.until(lambda: stand.thread(card)["thread_metadata"]["archived"])
    await stand.fake.write(PATIENT, "can I take my lithium in the morning?")
    shown = await stand.post(shows="lithium in the morning")
    await stand.fake.until(lambda: tags(stand, shown) == {"clinical"})
    assert (shown["id"], (await stand.case()).resolved_at) == (card["id"], None)
    assert not stand.thread(card)["thread_metadata"]["archived"]
    assert not stand.thread(card)["thread_metadata"]["locked"]
    assert "You have this case" in await press(stand, shown, "Claim")


async def test_a_deleted_post_is_made_anew(stand: Bench) -> None:
    """A post that somebody deletes while its case is open comes back, and its buttons work (R33)."""
    card = await handed_off(stand)
    await stand.fake.until(lambda: stand.store.cards.case_at("discord", card["channel_id"]))
    await stand.fake.delete_thread(int(card["channel_id"]))
    anew = await stand.post()
    assert anew["id"] != card["id"]
    assert "You have this case" in await press(stand, anew, "Claim")


async def test_a_post_that_vanished_unheard_is_made_anew(stand: Bench) -> None:
    """A post that was deleted while nobody listened is noticed when the case changes (R33)."""
    card = await handed_off(stand)
    await stand.fake.until(lambda: stand.store.cards.case_at("discord", card["channel_id"]))
    del stand.fake.world.channels[int(card["channel_id"])]
    stand.store.cases.claim(1, staff=stand.dana)
    anew = await stand.post(shows="Dana has it")
    assert anew["id"] != card["id"]


async def test_an_archived_post_is_opened_again(stand: Bench) -> None:
    """Archiving a post does not hide an open case (R33)."""
    card = await handed_off(stand)
    await stand.fake.until(lambda: stand.store.cards.case_at("discord", card["channel_id"]))
    thread = stand.thread(card)
    thread["thread_metadata"] |= {"archived": True, "locked": True}
    await stand.fake.gateway.tell("THREAD_UPDATE", thread)
    await stand.fake.until(lambda: not thread["thread_metadata"]["archived"])
    assert "You have this case" in await press(stand, card, "Claim")


async def test_a_post_that_was_made_unheard_is_found(stand: Bench) -> None:
    """Discord makes a post and answers with an error: the next try finds it, and there is one."""
    stand.fake.rest.fail("POST", f"/channels/{FORUM}/threads", 503, {}, has_effect=True)
    card = await handed_off(stand)
    await stand.fake.until(lambda: stand.store.cards.case_at("discord", card["channel_id"]), seconds=20)
    posts = [one for one in stand.fake.world.channels.values() if one.get("parent_id") == str(FORUM)]
    assert len(posts) == 1


async def test_a_missing_permission_is_told(tmp_path: Path, fake: FakeDiscord) -> None:
    """What the bot may not do in the forum stands on the staff page; patients are served all the same."""
    fake.world.bot_permissions = ALL & ~MANAGE_THREADS & ~ADMINISTRATOR
    async with bench(tmp_path, fake) as stand:
        process = await stand.start()
        await fake.write(PATIENT, CLINICAL)
        await stand.said(RECEIPT)
        await fake.until(lambda: process.deliverer.problem)
        assert "Manage Posts" in process.deliverer.problem


async def test_the_start_says_how_to_mend_it(
    tmp_path: Path, fake: FakeDiscord, capsys: pytest.CaptureFixture[str]
) -> None:
    """The log of the start names the missing permission, and where in Discord to give it."""
    fake.world.bot_permissions = ALL & ~MANAGE_THREADS & ~ADMINISTRATOR
    said: list[str] = []

    def logged() -> str:
        captured = capsys.readouterr()
        said.append(captured.out + captured.err)
        return "".join(said)

    async with bench(tmp_path, fake) as stand:
        await stand.start()
        await fake.until(lambda: "discord.forum" in logged())
        assert "Edit Channel, Permissions, the bot's role: allow Manage Posts" in logged()


async def test_a_forum_that_is_none_is_told(tmp_path: Path, fake: FakeDiscord) -> None:
    """A channel that is no forum is told by that name."""
    async with bench(tmp_path, fake, discord_staff_forum=LOBBY) as stand:
        process = await stand.start()
        await fake.write(PATIENT, CLINICAL)
        await fake.until(lambda: process.deliverer.problem)
        assert "not_a_forum" in process.deliverer.problem

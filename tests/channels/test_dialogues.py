"""What is said is the same on every channel: the golden dialogues, and every reviewed answer word for word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.frontdesk import respond
from bot.model import Dialogue as Talk
from bot.model import Language, Reply
from tests.golden import Dialogue, dialogues, shipped_understanding
from tests.samples import MONDAY_NOON
from tests.store.parts import HandClock, message

if TYPE_CHECKING:
    from tests.channels.drivers import Driver, Parts


@pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.about)
async def test_a_golden_dialogue(any_driver: Driver, parts: Parts, dialogue: Dialogue) -> None:
    """The shipped desk says there what the file of dialogues expects, and each word of the front desk's replies."""
    noon = HandClock()
    noon.time = MONDAY_NOON
    shipped = replace(parts, understanding=shipped_understanding(), clock=noon)
    replies = _replies(shipped, dialogue, is_kept=any_driver.keeps)
    async with any_driver.open(shipped) as room:
        patient = room.patient()
        for turn, reply in zip(dialogue.turns, replies, strict=True):
            said = await patient.say(turn.patient)
            assert [part for part in reply.paragraphs if part.replace("**", "") not in said] == [], turn.patient
            assert turn.says in said, turn.patient
            for entry in turn.entries or ():
                assert _is_whole(entry, said), turn.patient


async def test_every_reviewed_answer_is_given_word_for_word(any_driver: Driver, parts: Parts) -> None:
    """Whatever the channel makes of a reply, each paragraph of an answer stands there as it was reviewed."""
    faq = shipped_understanding().faq
    async with any_driver.open(replace(parts, understanding=shipped_understanding())) as room:
        for entry in faq.entries:
            said = await room.patient().say(entry.wordings[Language.ENGLISH].question)
            assert _is_whole(entry.id, said), entry.id


def _replies(parts: Parts, dialogue: Dialogue, *, is_kept: bool) -> list[Reply]:
    """Return what the front desk replies, with no channel about it: a desk of its own, or the core where none keeps."""
    if not is_kept:
        talk, replies = Talk(), []
        for turn in dialogue.turns:
            _, reply, talk = respond(parts.understanding, talk, turn.patient, now=parts.clock.now())
            replies.append(reply)
        return replies
    store, desk = replace(parts, folder=parts.folder / "by itself").open()
    lines = [desk.receive(message(f"m{n}", text=turn.patient)) for n, turn in enumerate(dialogue.turns)]
    store.close()
    return [line.reply for line in lines if line and line.reply]


def _is_whole(entry: str, said: str) -> bool:
    wordings = shipped_understanding().faq.entry(entry).wordings.values()
    return any(all(part.replace("**", "") in said for part in wording.text.split("\n\n")) for wording in wordings)

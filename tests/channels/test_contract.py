"""What every channel keeps: hand-off, relay, crisis, silence, restart, and what happens when something fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.model import Author, CaseState, Queue
from tests.odd_parts import Broken, FullInbox
from tests.store.parts import message

if TYPE_CHECKING:
    from bot.model import Case, StaffMember
    from bot.store import Store
    from tests.channels.drivers import Driver, Parts

LENGTH, DOSE, DYING = "how long is a session", "what dose will I get", "i want to die"


def hire(store: Store, name: str = "Rosa") -> StaffMember:
    """Return a new person on staff."""
    return store.accounts.add(username=name.lower(), name=name, password_hash="-")


def case_of(store: Store, conversation: str) -> Case:
    """Return a conversation's newest case."""
    return store.cases.of_conversation(conversation)[0]


def reply(store: Store, staff: StaffMember, conversation: str, text: str) -> None:
    """Let staff answer with all lines read."""
    lines = store.conversations.lines(conversation)
    case = case_of(store, conversation)
    store.cases.reply(case.id, staff=staff, text=text, last_seen=lines[-1].number)


async def test_a_question_is_answered(any_driver: Driver, parts: Parts) -> None:
    """The entry's text, and nobody is bothered."""
    async with any_driver.open(parts) as room:
        assert "The answer of session-length." in await room.patient().say(LENGTH)


async def test_what_is_clinical_becomes_a_case(driver: Driver, parts: Parts) -> None:
    """The patient gets a receipt and no answer; staff get a case that says where the patient is."""
    async with driver.open(parts) as room:
        patient = room.patient()
        said = await patient.say(DOSE)
        case = case_of(room.store, patient.conversation)
        assert "medical staff" in said
        assert (case.queue, case.channel, case.state) == (Queue.CLINICAL, driver.name, CaseState.OPEN)


async def test_staff_and_patient_talk_and_the_desk_is_silent(driver: Driver, parts: Parts) -> None:
    """A reply reaches its patient, under the name of who wrote it, and nobody else; the desk answers no more."""
    async with driver.open(parts) as room:
        asks, other = room.patient(), room.patient()
        await asks.say(DOSE)
        await other.say(DOSE)
        reply(room.store, hire(room.store), asks.conversation, "We will call you *today* <b>at nine</b>.")
        read = await asks.reads("We will call you")
        assert "Rosa" in read
        await asks.silently(LENGTH)
        assert [line.author for line in room.store.conversations.lines(asks.conversation)][-1] is Author.PATIENT
        assert "We will call" not in await other.say(LENGTH)


async def test_a_note_reaches_no_patient(driver: Driver, parts: Parts) -> None:
    """What colleagues tell each other stays with them."""
    async with driver.open(parts) as room:
        patient = room.patient()
        await patient.say(DOSE)
        rosa = hire(room.store)
        room.store.cases.note(case_of(room.store, patient.conversation).id, staff=rosa, text="the copper kettle")
        reply(room.store, rosa, patient.conversation, "Good morning.")
        assert "kettle" not in await patient.reads("Good morning.")


async def test_a_crisis_has_the_lines_until_staff_close_it(driver: Driver, parts: Parts) -> None:
    """The lines at once and again, no answer beside them, staff are paged; who has seen it is told by name."""
    async with driver.open(parts) as room:
        patient = room.patient()
        first, again = await patient.say(DYING), await patient.say(LENGTH)
        assert "988" in first
        assert "988" in again
        assert "The answer of" not in again
        case = case_of(room.store, patient.conversation)
        assert case.state is CaseState.PAGED
        room.store.cases.acknowledge(case.id, staff=hire(room.store))
        assert "Rosa" in await patient.reads("Rosa")


async def test_a_restart_loses_nothing(driver: Driver, parts: Parts) -> None:
    """What staff wrote while the channel was away arrives after it; the conversation goes on where it was."""
    async with driver.open(parts) as room:
        patient = room.patient()
        await patient.say(DYING)
    store, _ = parts.open()
    reply(store, hire(store), patient.conversation, "I am here now.")
    store.close()
    async with driver.open(parts) as room:
        back = room.again(patient)
        assert "I am here now." in await back.reads("I am here now.")
        await back.silently("thank you")
        assert case_of(room.store, patient.conversation).is_grave


async def test_what_was_stored_and_not_answered_is_answered_by_the_next_start(driver: Driver, parts: Parts) -> None:
    """A desk that died between storing and answering owes an answer, and gives it."""
    async with driver.open(parts) as room:
        patient = room.patient()
        await patient.say(LENGTH)
    store, _ = parts.open()
    store.inbox.accept(message("late-0001", conversation=patient.conversation, channel=driver.name, text=DOSE))
    store.close()
    async with driver.open(parts) as room:
        assert "medical staff" in await room.again(patient).reads("medical staff")


@pytest.mark.parametrize("error", [ValueError, MemoryError, RecursionError])
async def test_a_desk_that_fails_gives_a_person_and_the_lines(
    any_driver: Driver, parts: Parts, error: type[Exception]
) -> None:
    """Never silence, never a guess: whatever fails in understanding, the patient has somebody to call."""
    async with any_driver.open(replace(parts, understanding=Broken(error))) as room:
        said = await room.patient().say(LENGTH)
        assert "988" in said
        assert "The answer of" not in said


async def test_a_store_that_refuses_is_owned_up_to(driver: Driver, parts: Parts) -> None:
    """Nothing is said to have been passed on; the lines and the phone need no store."""
    async with driver.open(replace(parts, inbox=FullInbox())) as room:
        said = await room.patient().say(DYING)
        assert "988" in said
        assert "555-0142" in said

"""The wire: what discord.py and the desk make of closed sockets, lost sessions, errors and limits of Discord's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import pytest
from pydantic import SecretStr

from bot.channels.discord import surface
from bot.channels.discord.faults import Breaker, meaning
from bot.channels.discord.room import conversation_of
from bot.errors import Refused, SurfaceStopped, TryLater
from bot.surface import Delivery
from tests.discord.bench import CLINICAL, CRISIS, LENGTH, Bench, bench
from tests.discord.fake.discord_fake import OTHER, PATIENT, FakeDiscord
from tests.discord.fake.world import BOT
from tests.discord.test_patients import ANSWER, RECEIPT, heard, settled
from tests.store.parts import HandClock, message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOUR = 3600.0


async def test_a_wrong_token_stops_the_channel(tmp_path: Path, fake: FakeDiscord) -> None:
    """A token that Discord does not know is told in one line and never tried again (R13)."""
    async with bench(tmp_path, fake, discord_token=SecretStr("wrong")) as stand:
        process = stand.process()
        await fake.until(lambda: process.deliverer.problem)
        assert "FRONTDESK_DISCORD_TOKEN" in process.deliverer.problem
        assert [one.status for one in fake.rest.calls] == [401]
        assert fake.gateway.identified == []
        assert not process.task.done()


@pytest.mark.parametrize(("code", "says"), [(4004, "refuses the token"), (4014, "Privileged"), (4013, "Privileged")])
async def test_what_the_gateway_refuses_stops_the_channel(stand: Bench, code: int, says: str) -> None:
    """A refused token or intent ends the connection for good: a thousand tries a day are soon used up (R13)."""
    stand.fake.gateway.refuse = code
    process = await stand.start()
    await stand.fake.until(lambda: process.deliverer.problem)
    assert says in process.deliverer.problem
    assert len(stand.fake.gateway.identified) == 1


async def test_no_privileged_intent_is_asked_for(stand: Bench) -> None:
    """The bot hears direct messages and mentions without the message content intent, nor members or presences."""
    await stand.start()
    asked = stand.fake.gateway.identified[0]["intents"]
    assert asked & (1 << 1 | 1 << 8 | 1 << 15) == 0


async def test_a_dropped_connection_is_resumed(stand: Bench) -> None:
    """What was written while the connection was away is told anew, and answered once."""
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    surface = stand.running[0].surface
    await stand.fake.until(lambda: surface.is_up)
    await stand.fake.gateway.drop()
    await stand.fake.until(lambda: not surface.is_up)
    await stand.fake.write(PATIENT, "can I drive home?")
    await stand.said("The answer of ride-home.")
    assert surface.is_up
    assert (len(stand.fake.gateway.identified), len(stand.fake.gateway.resumed)) == (1, 1)
    assert stand.fake.gateway.heartbeats >= 2


async def test_a_lost_session_is_caught_up_with(stand: Bench) -> None:
    """After op 9 nothing that was missed is ever sent: it is read from the history, in order, and marked late (R11)."""
    await stand.start()
    world = stand.fake.world
    await stand.fake.write(PATIENT, LENGTH, id=world.snowflake(ago=HOUR))
    await stand.said(ANSWER)
    await stand.fake.gateway.invalidate()
    world.say(stand.dm(), PATIENT, "can I drive home?", id=world.snowflake(ago=HOUR / 2))
    world.say(stand.dm(), PATIENT, CLINICAL, id=world.snowflake(ago=HOUR / 3))
    said = await stand.said(RECEIPT)
    assert [one.text for one in heard(stand)] == [LENGTH, "can I drive home?", CLINICAL]
    late = [number for number, one in enumerate(said) if "while I could not be reached" in one]
    assert "The answer of ride-home." in said[late[-2] + 1]
    assert RECEIPT in said[late[-1] + 1]
    assert len(stand.fake.gateway.identified) == 2


async def test_what_was_missed_while_no_process_ran(stand: Bench) -> None:
    """A restart reads the history of each conversation that may go on, once; who writes at once is not overtaken."""
    first = await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    await stand.noted()
    await first.end()
    await stand.fake.write(PATIENT, CRISIS)
    await stand.start()
    await stand.fake.write(PATIENT, "ok thanks")
    await stand.said("glad you told me", times=2)
    assert [one.text for one in heard(stand)] == [LENGTH, CRISIS, "ok thanks"]
    await stand.start()
    await settled(stand)
    assert len(heard(stand)) == 3


async def test_a_first_message_that_nobody_heard_waits_for_the_second(stand: Bench) -> None:
    """Discord lists a bot no direct messages: who is unknown is found when they write again, all of it, in order."""
    world = stand.fake.world
    world.say(stand.dm(), PATIENT, CRISIS, id=world.snowflake(ago=HOUR))
    world.say(stand.dm(), PATIENT, "please", id=world.snowflake(ago=HOUR / 2))
    await stand.start()
    await settled(stand)
    assert heard(stand) == []
    await stand.fake.write(PATIENT, "is anybody there?")
    said = await stand.said("glad you told me")
    assert "988" in said[0]
    await settled(stand)
    assert [one.text for one in heard(stand)] == [CRISIS, "please", "is anybody there?"]


async def test_what_was_answered_before_is_not_heard_anew(stand: Bench) -> None:
    """Looking back ends at what the desk said last, and at what is older than a month."""
    world = stand.fake.world
    world.say(stand.dm(), PATIENT, CRISIS, id=world.snowflake(ago=HOUR))
    world.say(stand.dm(), BOT, "An answer of long ago.", id=world.snowflake(ago=HOUR / 2))
    world.say(stand.dm(OTHER), OTHER, CRISIS, id=world.snowflake(ago=31 * 24 * HOUR))
    await stand.start()
    for user in (PATIENT, OTHER):
        await stand.fake.write(user, LENGTH)
        await stand.said(ANSWER, user=user)
        assert [one.text for one in heard(stand, user)] == [LENGTH]


async def test_a_look_back_that_fails_keeps_nobody_waiting(stand: Bench) -> None:
    """Where the history of somebody unknown is closed, what they write now is answered, and it is asked for once."""
    path = rf"/channels/{stand.dm()}/messages"
    fault = stand.fake.rest.fail("GET", path, 403, {"code": 50001, "message": "no"}, times=2)
    await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    await stand.fake.write(PATIENT, "can I drive home?")
    await stand.said("The answer of ride-home.")
    assert fault.times == 1


async def test_a_history_that_cannot_be_read_keeps_nobody_waiting(stand: Bench) -> None:
    """A closed history is left alone, and the next message is answered."""
    first = await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    await stand.noted()
    await first.end()
    stand.fake.rest.fail("GET", rf"/channels/{stand.dm()}/messages", 403, {"code": 50001, "message": "no"}, times=9)
    await stand.start()
    await stand.fake.write(PATIENT, "can I drive home?")
    await stand.said("The answer of ride-home.")


async def test_an_error_of_discords_is_tried_again_under_one_name(stand: Bench) -> None:
    """Two errors, then success: one message, and every try had the same nonce (R17)."""
    await stand.start()
    fault = stand.fake.rest.fail("POST", rf"/channels/{stand.dm()}/messages", 500, {}, times=2)
    await stand.fake.write(PATIENT, CRISIS)
    await stand.said("glad you told me")
    sends = stand.fake.rest.sends(stand.dm())
    assert fault.times == 0
    assert [one.status for one in sends][:3] == [500, 500, 200]
    assert len({one.body["nonce"] for one in sends[:3]}) == 1


async def test_what_arrived_without_saying_so_is_one_message(stand: Bench) -> None:
    """Discord takes a message and answers with an error: the same name again is the same message (R17)."""
    await stand.start()
    stand.fake.rest.fail("POST", rf"/channels/{stand.dm()}/messages", 502, {}, has_effect=True)
    await stand.fake.write(PATIENT, LENGTH)
    await settled(stand)
    said = await stand.said(ANSWER)
    assert sum(ANSWER in one for one in said) == 1
    assert len(said) == 2


async def test_what_was_sent_before_a_crash_is_not_sent_again(stand: Bench) -> None:
    """A process that dies between sending and noting leaves a line that another one finds in the history (R5, R17)."""
    process = await stand.start()
    await stand.fake.write(PATIENT, LENGTH)
    before = await stand.said(ANSWER)
    stand.fake.world.forget_nonces()
    line = stand.store.conversations.lines(conversation_of(PATIENT))[-1]
    ids = await process.surface.send(Delivery(line=line, attempts=1, is_first=True))
    assert stand.fake.world.said(stand.dm()) == before
    assert ids.split(",") == [str(number) for number in stand.fake.world.messages[stand.dm()]][1:]


async def test_too_fast_waits_as_long_as_discord_says(stand: Bench) -> None:
    """A short limit is waited for in place, a long one goes back to the outbox, and others are served (R18)."""
    process = await stand.start()
    path = rf"/channels/{stand.dm()}/messages"
    limited: dict[str, Any] = {"headers": {"Via": "1.1 x", "Retry-After": "0.1"}}
    stand.fake.rest.fail("POST", path, 429, {"retry_after": 0.1, "global": False}, **limited)
    await stand.fake.write(PATIENT, LENGTH)
    await stand.said(ANSWER)
    stand.fake.rest.fail("POST", path, 429, {"retry_after": 55.5, "global": False}, **limited)
    line = stand.store.conversations.lines(conversation_of(PATIENT))[-1]
    with pytest.raises(TryLater) as caught:
        await process.surface.send(Delivery(line=line))
    assert (caught.value.seconds, caught.value.is_for_all) == (55.5, False)
    await settled(stand)


async def test_closed_direct_messages_are_told_to_staff(stand: Bench) -> None:
    """Who takes no direct messages is never asked again; staff get a case that says so (R19)."""
    await stand.start()
    stand.fake.rest.closed_dms.add(PATIENT)
    await stand.fake.write(PATIENT, LENGTH)
    case = await stand.case()
    assert case.signals == ("delivery.refused",)
    state = next(iter(stand.store.deliveries.states(case.conversation).values()))
    assert (state.is_refused, state.error) == (True, "closed_direct_messages")
    await settled(stand)
    assert len(stand.fake.rest.sends(stand.dm())) == 1


async def test_nothing_is_lost_while_a_token_is_mended(tmp_path: Path, fake: FakeDiscord) -> None:
    """What cannot be sent for a wrong token waits, in order, and goes out when the token is right (R20)."""
    clock = HandClock()
    async with bench(tmp_path, fake, clock=clock) as stand:
        await stand.start()
        fake.rest.token = "another"
        for number in range(3):
            await fake.write(PATIENT, LENGTH if number else CLINICAL)
        await fake.until(lambda: len(heard(stand)) == 3)
        await fake.until(lambda: any(one.deliverer.problem for one in stand.running))
        assert fake.world.said(stand.dm()) == []
        await stand.running[0].end()
        fake.rest.token = "right-token"
        states = stand.store.deliveries.states(conversation_of(PATIENT))
        assert states
        assert not any(one.is_sent or one.is_refused for one in states.values())
        clock.move(minutes=2)
        await stand.start()

        def is_sent() -> bool:
            clock.move(seconds=1)  # what is tried before the new connection stands is tried again two seconds later
            return all(one.is_sent for one in stand.store.deliveries.states(conversation_of(PATIENT)).values())

        await fake.until(is_sent)
        said = await stand.said(ANSWER, times=2)
        kinds = [words for one in said for words in (RECEIPT, ANSWER) if words in one]
        assert kinds == [RECEIPT, ANSWER, ANSWER]


class Answer:
    """An answer of Discord's."""

    def __init__(self, status: int, headers: dict[str, str]) -> None:
        self.status, self.headers, self.reason = status, headers, ""


TABLE: dict[tuple[int, int], Callable[[Exception], bool]] = {
    (403, 50007): lambda e: isinstance(e, Refused) and str(e) == "closed_direct_messages",
    (404, 10003): lambda e: isinstance(e, Refused) and str(e) == "unknown_channel",
    (403, 50001): lambda e: isinstance(e, Refused) and str(e) == "missing_access",
    (403, 50013): lambda e: isinstance(e, Refused) and str(e) == "missing_permissions",
    (403, 50278): lambda e: isinstance(e, Refused) and str(e) == "no_common_server",
    (400, 50035): lambda e: isinstance(e, Refused) and str(e) == "discord_400_50035",
    (400, 50083): lambda e: isinstance(e, Refused) and str(e) == "archived",
    (403, 40003): lambda e: isinstance(e, TryLater) and e.seconds == 600,
    (401, 0): lambda e: isinstance(e, SurfaceStopped) and "FRONTDESK_DISCORD_TOKEN" in str(e),
    (503, 0): lambda e: isinstance(e, TryLater) and not e.is_for_all,
    (429, 0): lambda e: isinstance(e, TryLater) and e.is_for_all and e.seconds == 7.5,
}


@pytest.mark.parametrize(("status", "code"), TABLE)
def test_what_an_error_means(status: int, code: int) -> None:
    """Later, never, or nothing at all any more (R19)."""
    error = discord.HTTPException(Answer(status, {"Retry-After": "7.5"}), {"code": code, "message": "canary"})  # type: ignore[arg-type]
    meant = meaning(error)
    assert TABLE[status, code](meant)
    assert "canary" not in str(meant)


async def test_the_breaker_opens_long_before_discord_does(stand: Bench) -> None:
    """Requests in vain are counted; at a tenth of what Discord bears everything waits (R19)."""
    breaker = Breaker(most=3, seconds=0.3)
    async with aiohttp.ClientSession(trace_configs=[breaker.trace()]) as session:
        for status in (403, 404, 401, 200, 429):
            breaker.check()
            stand.fake.rest.fail("GET", "/broken", status, {})
            await session.get(f"{stand.fake.api}/broken")
    with pytest.raises(TryLater, match="too_many_invalid_requests") as caught:
        breaker.check()
    assert 0 < caught.value.seconds <= 0.3
    assert caught.value.is_for_all
    await stand.fake.until(lambda: is_closed(breaker))


def is_closed(breaker: Breaker) -> bool:
    """Tell whether requests may be made again."""
    try:
        breaker.check()
    except TryLater:
        return False
    return True


async def test_before_the_connection_everything_waits(stand: Bench) -> None:
    """What is to be sent while nobody is connected is sent later."""
    stand.desk.receive(message("m1", conversation=conversation_of(PATIENT), text=LENGTH, channel="discord"))
    line = stand.store.conversations.lines(conversation_of(PATIENT))[-1]
    with pytest.raises(TryLater, match="not_connected"):
        await surface(stand.settings, stand.desk, stand.store).send(Delivery(line=line))

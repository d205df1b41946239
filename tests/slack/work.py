"""A desk at work in a Slack of our own: the real store, front desk, deliverer and SDK, over loopback."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import anyio
import anyio.to_thread

from bot.channels.slack import surface
from bot.deliver import Deliverer
from bot.faq.content import Canned
from bot.model import Language
from bot.settings import Settings
from bot.triage.shipped import shipped
from bot.understanding import Understanding
from tests.channels.drivers import Parts
from tests.samples import FAQ
from tests.slack.fake import PATIENCE, FakeSlack
from tests.understood import parts as learned_parts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.channels.slack.surface import SlackSurface
    from bot.frontdesk import FrontDesk
    from bot.model import Case, Line, StaffMember
    from bot.store import Store
    from tests.slack.shapes import Shape

STAFF_ROOM = "C0STAFF"
ROSA, OMAR, STRANGER, PATIENT = "U0ROSA", "U0OMAR", "U0STRANGER", "U0PAT"
THANKS = Canned(
    id="thanks", label="Thank you", texts={Language.ENGLISH: "Thank you for writing.", Language.SPANISH: "Gracias."}
)
HERE = replace(FAQ, canned=(THANKS,))

LENGTH = "how long is a session"
"""A question that the sample FAQ answers."""

DOSE = "what dose will I get"
DYING = "i want to die"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a test sees of a desk at work."""

    slack: FakeSlack
    store: Store
    desk: FrontDesk
    surface: SlackSurface
    deliverer: Deliverer

    async def ask(
        self,
        text: str,
        *,
        channel: str = "D1",
        **more: Any,  # noqa: ANN401 - Slack's own fields
    ) -> tuple[Shape, list[Shape]]:
        """Let the patient write; return the message and, when it is there, the desk's answer in its thread."""
        said = await self.slack.say(PATIENT, channel, text, **more)
        thread = str(said.get("thread_ts") or said["ts"])
        before = len(self.answers(thread, channel))
        await self.slack.until(lambda: len(self.answers(thread, channel)) > before)
        return said, self.answers(thread, channel)[before:]

    def answers(self, thread: str, channel: str = "D1") -> list[Shape]:
        """Return what the desk has posted in a thread."""
        return [one for one in self.slack.room(channel) if one.get("thread_ts") == thread]

    def lines(self, thread: str, channel: str = "D1") -> list[Line]:
        """Return what is stored of a thread."""
        return list(self.desk.lines(f"slack:T1:{channel}:{thread}"))

    @property
    def cards(self) -> list[Shape]:
        """Return the cards in the staff channel."""
        return [one for one in self.slack.room(STAFF_ROOM) if "thread_ts" not in one]

    def notes(self, card: Shape) -> list[Shape]:
        """Return what the desk has said under a card."""
        return [one for one in self.slack.room(STAFF_ROOM) if one.get("thread_ts") == card["ts"]]

    async def card(self, *, showing: str = "") -> Shape:
        """Return the newest card, when it shows something."""
        await self.slack.until(lambda: self.cards and showing in str(self.cards[-1]))
        return self.cards[-1]

    async def eventually(self, condition: Callable[[], object]) -> None:
        """Wait until something is so that the desk knows and Slack does not."""
        async with asyncio.timeout(PATIENCE):
            while not await anyio.to_thread.run_sync(condition):
                pass

    async def drawn(self) -> Shape:
        """Return the newest card, when the desk knows where it is."""
        card = await self.card()
        place = f"{STAFF_ROOM}:{card['ts']}"
        await self.eventually(lambda: self.store.cards.case_at("slack", place))
        return card

    async def settled(self, said: Shape) -> None:
        """Wait until every line of a thread is known to have arrived."""
        name = f"slack:T1:{said['channel']}:{said['ts']}"

        def have_all_arrived() -> bool:
            states = self.store.deliveries.states(name).values()
            return bool(states) and all(one.is_sent for one in states)

        await self.eventually(have_all_arrived)

    def case(self) -> Case:
        """Return the only open case."""
        (case,) = self.store.cases.open_cases()
        return case

    def hire(self, user: str, name: str) -> StaffMember:
        """Give somebody an account, and link it."""
        made = self.store.accounts.add(username=name.lower(), name=name, password_hash="x")
        return self.store.links.link(made.username, "slack", user)


def here() -> Understanding:
    """Return an understanding of the sample FAQ with ready-made replies, which teach it nothing."""
    learned = learned_parts(FAQ, shipped())
    return Understanding(HERE, learned.hearing, learned.matchers)


def settings_of(folder: Path, slack: FakeSlack, **more: object) -> Settings:
    """Return the settings of a desk in this Slack."""
    given = {
        "data": folder / "data",
        "slack_bot_token": "xoxb-1",
        "slack_app_token": "xapp-1",
        "slack_staff_channel": STAFF_ROOM,
        "slack_patients": True,
        "slack_api": slack.api,
        "public_url": "https://desk.example",
    }
    return Settings.model_validate(given | more)


@asynccontextmanager
async def at_work(
    folder: Path, slack: FakeSlack | None = None, *, parts: Parts | None = None, **settings: object
) -> AsyncIterator[Work]:
    """Run a desk until the test is done; in a Slack of its own where none is given."""
    if slack is None:
        async with FakeSlack() as own, at_work(folder, own, parts=parts, **settings) as work:
            yield work
        return
    parts = parts or Parts(folder=folder, understanding=here())
    store, desk = parts.open()
    made = surface(settings_of(folder, slack, **settings), desk, store, clock=parts.clock)
    deliverer = Deliverer(made, store.deliveries, store.cards)
    times = slack.sockets.opened + 1
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(deliverer.run)
        if made.events is None:
            await slack.connected(times=times)
        yield Work(slack=slack, store=store, desk=desk, surface=made, deliverer=deliverer)
        tasks.cancel_scope.cancel()
    store.close()

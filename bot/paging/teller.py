"""Tells patients who closed the page that a reply waits: sends the notices that are due, for as long as it runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import anyio
import anyio.to_thread
import structlog

from bot.paging.text import Text
from bot.waiting import AMERICA, address
from bot.wording.waiting import reply_waits

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.faq.content import Clinic
    from bot.paging.patients import Sender
    from bot.waiting import Notice, Notices

log = structlog.get_logger()

SECONDS: Final = 1.0
"""How long a step waits for the next."""

AT_ONCE: Final = 4
"""How many notices are on their way at a time."""

UNUSABLE: Final = "UnusableAddress"
"""What was left is no address that a service takes: a number with an extension, say."""


class Teller:
    """Sends the notices. `link` is the page that they lead to."""

    def __init__(self, notices: Notices, sender: Sender, *, clinic: Callable[[], Clinic | None], link: str) -> None:
        self._notices, self._sender = notices, sender
        self._clinic, self._link = clinic, link

    async def run(self) -> None:
        """Work until cancelled. Whatever goes wrong is logged, and tried again."""
        while True:
            await self.send()
            await anyio.sleep(SECONDS)

    async def send(self) -> None:
        """Send the notices that are due, and wait until that is done."""
        try:
            due = await anyio.to_thread.run_sync(partial(self._notices.take, limit=AT_ONCE))
        except Exception as error:  # noqa: BLE001 - nothing that breaks here may end the telling
            log.error("notice.failed", error=type(error).__name__)
            return
        async with anyio.create_task_group() as tasks:
            for one in due:
                tasks.start_soon(anyio.to_thread.run_sync, self._tell, one)

    def _tell(self, one: Notice) -> None:
        try:
            error = self._sent(one)
            if error is None:
                self._notices.sent(one)
            else:
                log.error("notice.failed", case=one.case, error=error)
                self._notices.failed(one, error, is_final=error == UNUSABLE)
        except Exception as error:  # noqa: BLE001 - it is sent again when its time has run out
            log.error("notice.failed", error=type(error).__name__, case=one.case)

    def _sent(self, one: Notice) -> str | None:
        clinic = self._clinic()
        to = address(one.means, one.typed, country=clinic.country if clinic else AMERICA)
        if to is None:
            return UNUSABLE
        title, body = reply_waits(one.language, link=self._link)
        try:
            return self._sender.send(one.means, to, Text(title=title, body=body))
        except Exception as raised:  # noqa: BLE001 - whatever a service does, the notice has failed and is tried again
            return type(raised).__name__

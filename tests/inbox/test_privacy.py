from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tests.inbox.parts import CANARY, PASSWORD, House, Visitor

if TYPE_CHECKING:
    import pytest


def test_nothing_that_was_said_or_typed_is_logged(
    rosa: Visitor, house: House, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not by us, not by the server, not at DEBUG: patients' words, replies, passwords and session tokens."""
    caplog.set_level(logging.DEBUG)
    case = house.wait_for(CANARY)
    rosa.get("/staff")
    rosa.reply(case, f"reply with {CANARY}")
    rosa.reply(case, CANARY, last_seen="0")
    rosa.post("/staff/cases/99/reply", {"text": CANARY})
    rosa.sign_in(password=f"{PASSWORD} {CANARY}")
    written = caplog.text + "".join(capfd.readouterr())
    for secret in ("canary", PASSWORD, rosa.cookies["frontdesk_staff"]):
        assert secret not in written

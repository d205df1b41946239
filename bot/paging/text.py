"""What a page says: where to look, how grave, since when, on which channel. No patient's words, name or diagnosis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bot.model import Disposition

if TYPE_CHECKING:
    from datetime import datetime

    from bot.faq.content import Clinic
    from bot.pages import Page

_CATEGORIES: Final = {
    Disposition.CRISIS: "CRISIS: someone may be in danger now",
    Disposition.EMERGENCY: "EMERGENCY: may be a medical emergency now",
}
_OTHER: Final = "URGENT: a case waits for you"
_TEST: Final = "TEST: pages from the front desk arrive"
_TEST_BODY: Final = "This is a test of who is on call. Nobody is in danger, and there is nothing to do."


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A page's title and body, plain text."""

    title: str
    body: str


def text_of(page: Page, *, clinic: Clinic | None, staff_page: str) -> Text:
    """Word a page; `staff_page` is the address of the desk's staff page, without a slash at its end."""
    if page.case is None:
        return Text(title=_TEST, body=f"{_TEST_BODY} {_moment(page.queued_at, clinic)}.")
    title = _CATEGORIES.get(page.disposition, _OTHER) if page.disposition else _OTHER
    came = f"{(page.channel or 'chat').capitalize()}, {_moment(page.since or page.queued_at, clinic)}."
    unseen = f" Nobody has seen it for {page.step} min." if page.step else ""
    link = f"Open it and say that you have seen it, which ends these pages: {staff_page}/cases/{page.case}"
    return Text(title=title, body=f"{came}{unseen}\n{link}")


def _moment(at: datetime, clinic: Clinic | None) -> str:
    local = at.astimezone(ZoneInfo(clinic.hours.time_zone if clinic else "UTC"))
    return f"{local:%H:%M %Z}, {local:%b} {local.day}"

"""Whether the patient who closed the page was told that a reply waits, in words for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.desk.standing import Done
from bot.waiting import Means

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.desk.times import Now
    from bot.waiting import Told

_BY: Final = {Means.EMAIL: "by e-mail", Means.PHONE: "by phone"}


def told_of(notices: Iterable[Told], *, now: Now) -> tuple[Done, ...]:
    """Word what became of the notices."""
    return tuple(Done(text=_sentence(one), when=now.moment(one.at)) for one in notices)


def _sentence(one: Told) -> str:
    if one.is_sent:
        return f"Told {_BY[one.means]} that a reply waits"
    if one.is_over:
        return f"Could not be told {_BY[one.means]} that a reply waits ({one.error})"
    return f"Not told yet {_BY[one.means]}{f' ({one.error}): it is tried again' if one.error else ''}"

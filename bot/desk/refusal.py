"""Why something that staff asked for was not done, in words: the same on the staff page, on Slack and on Discord."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.errors import AlreadyClaimed, NotAllowed, StaleView, StoreError

REFUSALS: Final = (NotAllowed, StaleView, StoreError)
"""What an act on a case may end in, and `refusal` can explain."""


class Refusal(NamedTuple):
    """A short heading, and what to do."""

    title: str
    text: str


def refusal(error: Exception) -> Refusal:
    """Word why it was not done. `error` is one of REFUSALS."""
    match error:
        case AlreadyClaimed():
            return Refusal(
                f"{error.owner} has this case", f"Nothing was done. Ask {error.owner}, or take the case over."
            )
        case NotAllowed():
            return Refusal("That cannot be done now", f"{str(error)[:1].upper()}{str(error)[1:]}.")
        case StaleView():
            told = "Nothing was done. Read what is new, then do it again or change what you wrote."
            return Refusal("New message since you opened this", told)
        case _:
            told = "The desk could not store it. Try again in a moment; if it is urgent, call the person."
            return Refusal("Nothing was sent or changed", told)

"""What the page sends: a form from a browser without scripts, JSON from one with them."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from bot.model import Language
from bot.wording.labels import LABELS

if TYPE_CHECKING:
    from starlette.requests import Request

LONGEST = 10_000
EMPTY, TOO_LONG = (LABELS[name][Language.ENGLISH] for name in ("empty", "too_long"))
_NUMBER = re.compile(r"\d{1,18}", re.ASCII)
_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Letters, numbers, punctuation, symbols: what a reader can see.
_SEEN = frozenset("LNPS")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message as it was sent, cleaned.

    `after` is the last line the page shows, `marker` whose; `form_id` is a form's id before it was bound to its text.
    """

    client_id: str
    text: str
    after: int = 0
    marker: str = ""
    form_id: str = ""

    @property
    def refusal(self) -> HTTPException | None:
        """Return why this cannot be taken: nothing to read (422) or too long (413)."""
        if not any(unicodedata.category(character)[0] in _SEEN for character in self.text):
            return HTTPException(422, EMPTY)
        return HTTPException(413, TOO_LONG) if len(self.text) > LONGEST else None


def cleaned(text: str) -> str:
    """Return the text as it can be stored: no lone surrogates, no control characters, no carriage returns."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROL.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


async def from_json(request: Request) -> Posted:
    """Read `{"client_id": …, "text": …, "after": …, "marker": …}`. Raises HTTPException 400, 413."""
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
    if not isinstance(body, dict) or not isinstance(body.get("text"), str):
        raise HTTPException(400)
    after, marker = body.get("after"), body.get("marker")
    return Posted(
        client_id=_known(body.get("client_id")),
        text=cleaned(body["text"]),
        after=after if isinstance(after, int) and 0 <= after < 2**63 else 0,
        marker=marker if isinstance(marker, str) else "",
    )


async def from_form(request: Request) -> Posted:
    """Read the fields `client_id` and `text`. Raises HTTPException 400, 413.

    The id is bound to the text: the same form sent twice is one message, but a form that the Back button
    brought up again, sent with other words, is another.
    """
    async with request.form(max_files=0, max_fields=10) as form:
        text, given = form.get("text"), form.get("client_id")
    words, form_id = cleaned(text) if isinstance(text, str) else "", _known(given)
    bound = hashlib.sha256(f"{form_id}\0{words}".encode()).hexdigest()[:32]
    return Posted(client_id=bound, text=words, form_id=form_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What a patient thinks of a line of the desk's."""

    line: int
    is_helpful: bool


async def rating_from_form(request: Request) -> Rating:
    """Read the fields `line` and `helpful` (yes or no). Raises HTTPException 400."""
    async with request.form(max_files=0, max_fields=10) as form:
        line, helpful = form.get("line"), form.get("helpful")
    if not isinstance(line, str) or not _NUMBER.fullmatch(line) or helpful not in {"yes", "no"}:
        raise HTTPException(400)
    return Rating(line=int(line), is_helpful=helpful == "yes")


def _known(given: object) -> str:
    is_usable = isinstance(given, str) and _CLIENT_ID.fullmatch(given)
    return str(given) if is_usable else secrets.token_urlsafe(16)

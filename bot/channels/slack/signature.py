"""Whether a request comes from Slack: signed with our secret, now, and not seen before (R8). Never raises."""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

LASTS: Final = 300
"""Seconds for which a signature is good."""

_MOST: Final = 10_000
_LONGEST_NUMBER: Final = 12


class Signatures:
    """Checks requests. A signature counts as used once what it signed was taken: Slack may repeat it before."""

    def __init__(self, secret: str, now: Callable[[], float]) -> None:
        self._secret = secret.encode()
        self._now = now
        self._used: OrderedDict[str, None] = OrderedDict()

    def refusal(self, *, timestamp: str, signature: str, body: bytes) -> HTTPStatus | None:
        """Return why a request is refused; None where it is good."""
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_NUMBER):
            return HTTPStatus.BAD_REQUEST
        if not hmac.compare_digest(self._signed(timestamp, body).encode(), signature.encode()):
            return HTTPStatus.UNAUTHORIZED
        if abs(self._now() - int(timestamp)) > LASTS:
            return HTTPStatus.UNAUTHORIZED
        return HTTPStatus.CONFLICT if signature in self._used else None

    def use(self, signature: str) -> None:
        """Note that what was signed has been taken."""
        self._used[signature] = None
        if len(self._used) > _MOST:
            self._used.popitem(last=False)

    def _signed(self, timestamp: str, body: bytes) -> str:
        basis = b"v0:" + timestamp.encode() + b":" + body
        return "v0=" + hmac.new(self._secret, basis, hashlib.sha256).hexdigest()

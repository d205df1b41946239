"""How many messages are taken: far more than any patient writes, so that only a machine is ever slowed down."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from bot.http.limits import TokenBuckets


class Flow:
    """Two buckets: one a visitor, one an address, which a whole clinic or telephone network may share.

    A message over the limit is refused with 429, never dropped in silence, and the answer holds the crisis lines.
    Counted in each process: two of them take twice as many, which no patient writes, and a count costs no write.
    """

    def __init__(self) -> None:
        self._visitors = TokenBuckets(burst=60, per_second=1)
        self._addresses = TokenBuckets(burst=600, per_second=10)

    def check(self, conversation: str, address: str) -> None:
        """Count one message. Raises HTTPException 429 with Retry-After."""
        wait = max(self._visitors.wait(conversation), self._addresses.wait(address))
        if wait:
            raise HTTPException(429, headers={"retry-after": str(wait)})

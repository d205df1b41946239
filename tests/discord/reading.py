"""What people see of a Discord message: its markup read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.discord.fake.world import Json

_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])|(\*\*)")


def shown(message: Json | str) -> str:
    """Return a message as plain text: escapes and bold are gone."""
    content = message if isinstance(message, str) else str(message["content"])
    return _ESCAPED.sub(lambda found: found[1] or "", content)

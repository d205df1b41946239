"""Text as Discord shows it: what would format, link or mention somebody is escaped, and reads as it was written."""

from __future__ import annotations

import re
from typing import Final

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_LINK: Final = r"(?P<link>https?://[^\s<>]+)"
_MARK: Final = r"(?P<mark>[\\*_~|`\[\]<>#@])"
_LIST: Final = r"(?P<list>^[ \t]*(?:\d+(?=[.)])|(?=[-+])))"
_OURS: Final = re.compile(f"{_LINK}|{_MARK}|{_LIST}", re.MULTILINE)
_FOREIGN: Final = re.compile(rf"{_LIST}|(?P<mark>[\\*_~|`\[\]<>#@:])", re.MULTILINE)
_NOTHING: Final = "\N{ZERO WIDTH SPACE}"


def spans(text: str) -> list[tuple[bool, str]]:
    """Return the text in pieces, each with whether it is bold: `**bold**` is the only markup of ours."""
    return [(number % 2 == 1, piece) for number, piece in enumerate(_BOLD.split(text)) if piece]


def ours(text: str) -> str:
    """Escape a text of ours, or of staff's for a patient: addresses stay, everything else reads as it stands."""
    return _OURS.sub(_escape, text)


def foreign(text: str) -> str:
    """Escape a text of somebody else's: nothing of it formats, links, pings or looks as if it did."""
    return _FOREIGN.sub(_escape, text).replace("@", f"@{_NOTHING}").replace("<", f"<{_NOTHING}")


def bold(text: str) -> str:
    """Return an escaped text in bold."""
    return f"**{text}**"


def _escape(found: re.Match[str]) -> str:
    groups = found.groupdict()
    if groups["mark"]:
        return "\\" + groups["mark"]
    return groups["list"] + "\\" if groups["list"] is not None else found[0]

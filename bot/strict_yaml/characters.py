"""Bytes to text: UTF-8 without control characters; and text of a file as messages may show it."""

from __future__ import annotations

import re
from typing import Never

from bot.strict_yaml.tree import Fault, StrictYamlError

MAX_BYTES = 20 * 1024 * 1024
MAX_QUOTED = 60

CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decode(raw: bytes) -> str:
    """Return the text of UTF-8 bytes, without a byte order mark. Raises StrictYamlError."""
    if len(raw) > MAX_BYTES:
        _refuse(1, 1, f"the file is larger than {MAX_BYTES // 1024**2} MB: split it")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(1, 1, "the file is UTF-16: save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(*_place(error.object[: error.start].decode()), "the file is not UTF-8: save it as UTF-8")
    if found := CONTROL.search(text):
        _refuse(*_place(text[: found.start()]), f"{named(found[0])} is a control character: remove it")
    return text


def quote(text: str) -> str:
    """Return text of a file as a message shows it: on one line, shortened, in backquotes."""
    line = " ".join(CONTROL.sub("\ufffd", text[: 4 * MAX_QUOTED]).split())
    return f"`{line[:MAX_QUOTED]}…`" if len(line) > MAX_QUOTED or len(text) > 4 * MAX_QUOTED else f"`{line}`"


def named(character: str) -> str:
    """Name a character that cannot be shown."""
    return f"U+{ord(character):04X}"


def _refuse(line: int, column: int, message: str) -> Never:
    raise StrictYamlError((Fault(line=line, column=column, message=message),))


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")

"""Templates: one environment a room, its own folder before the shared one, everything escaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.http.assets import Assets

if TYPE_CHECKING:
    from datetime import datetime

_HERE = Path(__file__).parent
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_REACHABLE = ("tel:", "sms:", "https:", "mailto:")
SHARED = Assets(prefix="/assets", folder=_HERE / "static")


def bold(text: str) -> Markup:
    """Escape a paragraph and turn `**bold**`, the only markup there is, into <strong>."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped one line before


def is_reachable(href: str) -> bool:
    """Tell whether a contact's address is a telephone, a message, a mail or a secure page, and never a script."""
    return href.lower().startswith(_REACHABLE)


def stamp(at: datetime) -> str:
    """Return the machine-readable time, to the second."""
    return at.isoformat(timespec="seconds")


def environment(folder: Path) -> Environment:
    """Return the templates of `folder`, which may use the shared ones (`reply.html`, `base.html`)."""
    pages = Environment(
        loader=FileSystemLoader([folder, _HERE / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"bold": bold, "stamp": stamp}
    pages.tests["reachable"] = is_reachable
    pages.globals["shared"] = SHARED.url
    return pages

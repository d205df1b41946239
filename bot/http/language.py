"""The language that a visitor's browser asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.model import Language

if TYPE_CHECKING:
    from starlette.requests import Request

ASKED: Final = "lang"
"""What an address says it by, where a site that frames the page has chosen."""


def language_of(request: Request) -> Language:
    """Return the language of the address, or else the browser's first of those that there are; else English."""
    asked = _known(request.query_params.get(ASKED, ""))
    return asked or next(filter(None, map(_known, _wanted(request))), Language.ENGLISH)


def _known(tag: str) -> Language | None:
    primary = tag.strip().lower().partition("-")[0]
    return next((language for language in Language if language == primary), None)


def _wanted(request: Request) -> list[str]:
    """Return the browser's languages, the one it likes best first (RFC 9110, 12.5.4)."""
    parts = [part.partition(";") for part in request.headers.get("accept-language", "").split(",")]
    return [tag for tag, _, weight in sorted(parts, key=lambda part: -_weight(part[2]))]


def _weight(parameter: str) -> float:
    name, _, number = parameter.strip().partition("=")
    try:
        return float(number) if name == "q" else 1.0
    except ValueError:
        return 0.0

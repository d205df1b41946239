"""Ready-made replies, in the language that the patient writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.faq.content import Canned


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """One ready-made reply: what staff pick it by, and what it puts into the box."""

    label: str
    text: str


def ready_made(canned: Iterable[Canned], language: Language) -> tuple[Ready, ...]:
    """Return the replies in a language; in English where one has no other."""
    return tuple(Ready(label=one.label, text=one.texts.get(language, one.texts[Language.ENGLISH])) for one in canned)

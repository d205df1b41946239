"""Encode bot/data/background.txt for bot/meaning: every FAQ learns from these questions, so their vectors ship.

python scripts/encode_everyday.py
"""

from __future__ import annotations

from bot.match.crossfit import background
from bot.match.tier import Phrasing
from bot.meaning.memory import Memory, text_of
from bot.meaning.ready import EVERYDAY, encoder
from bot.model import Language


def main() -> None:
    """Write the vectors."""
    memory = Memory(encoder())
    phrasings = [Phrasing(target="", text=text) for text in background(Language.ENGLISH)]
    memory.vectors([text_of(phrasing) for phrasing in phrasings])
    EVERYDAY.parent.mkdir(exist_ok=True)
    memory.save(EVERYDAY, phrasings)


if __name__ == "__main__":
    main()

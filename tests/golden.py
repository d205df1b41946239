"""The golden dialogues, and the desk that is shipped: read once, for every test that runs them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.learning.ready import understanding
from bot.settings import Settings
from bot.strict_yaml import load as load_yaml

if TYPE_CHECKING:
    from bot.understanding import Understanding

_ROOT = Path(__file__).parent.parent


class Turn(BaseModel):
    """One turn of a golden dialogue; only what stands there is checked."""

    model_config = ConfigDict(extra="forbid")

    patient: str
    disposition: str | None = Field(default=None, alias="is")
    queue: str | None = None
    entries: list[str] | None = None
    says: str = ""


class Dialogue(BaseModel):
    """A conversation, and what it shows."""

    model_config = ConfigDict(extra="forbid")

    about: str
    turns: list[Turn]


_FILE = TypeAdapter(list[Dialogue])


def dialogues() -> list[Dialogue]:
    """Read every golden dialogue."""
    folder = sorted((_ROOT / "tests" / "dialogues").glob("*.yaml"))
    return [one for path in folder for one in _FILE.validate_python(load_yaml(path.read_bytes()).data)]


@lru_cache(maxsize=1)
def shipped_understanding() -> Understanding:
    """Return the understanding of the FAQ that comes with the desk."""
    return understanding(_ROOT / "faq.yaml", Settings().cache)

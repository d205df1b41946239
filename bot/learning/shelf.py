"""A folder of what was learnt: one small JSON file a language, and one file of vectors that the files pin by hash.

A file that is missing, torn, or made for something else is passed over: the desk then learns anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from bot.learning.lesson import name_of
from bot.match.learn import Learned  # noqa: TC001 - pydantic reads it

if TYPE_CHECKING:
    from pathlib import Path

    from bot.match.learn import Lesson
    from bot.match.tier import Memory

VECTORS = "vectors.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    key: str
    learned: Learned
    vectors: str = ""


_KEPT = TypeAdapter(_Kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One folder. `memory` is filled from it, and written to it, where a lesson has a tier of meaning.

    `most` is how many folders stay beside this one, the oldest going first; 0 leaves them alone.
    """

    folder: Path
    memory: Memory | None = None
    most: int = 0

    def read(self, lesson: Lesson, key: str) -> Learned | None:
        """Return what was learnt of exactly this lesson; vectors are taken over even where the rest has changed."""
        try:
            kept = _KEPT.validate_json((self.folder / f"{name_of(lesson)}.json").read_bytes())
            if kept.vectors and self.memory:
                self._recall(self.memory, kept.vectors)
        except (OSError, ValueError, KeyError, ValidationError):
            return None
        return kept.learned if kept.key == key else None

    def write(self, lesson: Lesson, key: str, learned: Learned) -> bool:
        """Keep it; tell whether that was possible."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            kept = _Kept(key=key, learned=learned, vectors=self._keep(lesson))
            path = self.folder / f"{name_of(lesson)}.json"
            path.with_suffix(".new").write_text(json.dumps(asdict(kept), indent=1) + "\n", encoding="utf-8")
            path.with_suffix(".new").replace(path)
            self._tidy()
        except OSError:
            return False
        return True

    def _tidy(self) -> None:
        if self.most:
            folders = [path for path in self.folder.parent.iterdir() if path.is_dir()]
            for old in sorted(folders, key=lambda path: path.stat().st_mtime)[: -self.most]:
                shutil.rmtree(old, ignore_errors=True)

    def _recall(self, memory: Memory, sha256: str) -> None:
        path = self.folder / VECTORS
        if _sha256(path) == sha256:
            memory.load(path)

    def _keep(self, lesson: Lesson) -> str:
        """Write all that the matcher will ask for, of which learning reads a part, before what names the hash."""
        if self.memory is None or len(lesson.tiers) == 1:
            return ""
        for tier in lesson.tiers:
            tier.fit(lesson.read)
        path = self.folder / VECTORS
        self.memory.save(path.with_suffix(".new"), lesson.read)
        path.with_suffix(".new").replace(path)
        return _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

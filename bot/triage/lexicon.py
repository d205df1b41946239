"""The lexicon: the families of phrases that clinicians keep in `data/*.yaml`, loaded to frozen values."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Never

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import ConfigurationError
from bot.model import Concern
from bot.strict_yaml import scan
from bot.triage.names import CLASSES, spellings
from bot.triage.node import choice, has_mark, literals
from bot.triage.phrase import PhraseError, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.strict_yaml import Document, Step
    from bot.triage.node import Node

LASTING = frozenset({Concern.CRISIS, Concern.EMERGENCY, Concern.CRISIS_POSSIBLE, Concern.CLINICAL, Concern.MENTION})
"""Concerns that nothing written afterwards may silence: their phrases may not ask for the message's end."""

Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A kind of thing people say, and why it matters; a hit of `phrases` is harmless where an `unless` overlaps.

    Where there is an `after`, one of it must stand in the same sentence or in an earlier one.
    """

    id: str
    concern: Concern
    topic: str | None
    why: str
    phrases: tuple[Node, ...]
    unless: tuple[Node, ...]
    after: tuple[Node, ...]
    fires_on: tuple[str, ...]
    silent_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Everyday:
    """A harmless way to speak in words of danger, harmless to every family that alarms and to the listeners too.

    `calm` raises no alarm by phrases; `danger`, close to it, does.
    """

    id: str
    why: str
    phrases: tuple[Node, ...]
    calm: tuple[str, ...]
    danger: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """Every family of every file. `names` are its drugs and conditions; `digest` is the SHA-256 of names and bytes."""

    families: tuple[Family, ...]
    everyday: tuple[Everyday, ...]
    names: frozenset[str]
    digest: str

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that a phrase spells out."""
        phrases = (node for family in self.families for node in (*family.phrases, *family.unless, *family.after))
        return literals((*phrases, *(node for everyday in self.everyday for node in everyday.phrases)))


class _FamilySource(BaseModel):
    """A family as the file has it."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")
    concern: Concern
    topic: str | None = None
    why: Text
    phrases: list[Text] = Field(min_length=1)
    unless: list[Text] = []
    after: list[Text] = []
    fires_on: list[Text] = Field(min_length=3)
    silent_on: list[Text] = Field(min_length=1)


class _EverydaySource(BaseModel):
    """A harmless way to speak as the file has it."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^everyday\.[a-z0-9-]+$")
    why: Text
    phrases: list[Text] = Field(min_length=1)
    calm: list[Text] = Field(min_length=2)
    danger: list[Text] = Field(min_length=1)


class _FileSource(BaseModel):
    """A file of the lexicon."""

    model_config = ConfigDict(extra="forbid")

    about: Text
    classes: dict[str, list[Text]] = {}
    families: list[_FamilySource] = []
    everyday: list[_EverydaySource] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file's content beside the places of its values, and all that is wrong with it."""

    name: str
    document: Document
    source: _FileSource
    problems: tuple[str, ...] = ()

    def problem(self, path: Sequence[Step], text: str) -> str:
        """Say what is wrong with the value at `path`, with its line."""
        return _problem(self.name, self.document.locate(path)[0], text)


def load(folder: Path) -> Lexicon:
    """Read every `*.yaml` of a folder. Raises ConfigurationError with every problem: file, line, and how to mend it."""
    raws = {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    files = tuple(_read(name, raw) for name, raw in raws.items())
    builder = _Builder(files)
    families, everyday = tuple(builder.families()), tuple(builder.everyday())
    names = builder.names()
    if builder.problems:
        raise ConfigurationError("\n".join(builder.problems))
    digest = hashlib.sha256(b"".join(name.encode() + b"\0" + raw + b"\0" for name, raw in raws.items()))
    return Lexicon(families=families, everyday=everyday, names=names, digest=digest.hexdigest())


def _read(name: str, raw: bytes) -> _File:
    document = scan(raw)
    problems = [_problem(name, fault.line, fault.message) for fault in document.faults]
    try:
        source = _FileSource.model_validate(document.data)
    except ValidationError as error:
        source = _FileSource(about="-")
        if document.is_whole:
            problems += [
                _problem(name, document.locate(e["loc"])[0], _mend(e["loc"], e["msg"])) for e in error.errors()
            ]
    return _File(name=name, document=document, source=source, problems=tuple(problems))


def _problem(name: str, line: int, text: str) -> str:
    return f"{name}:{line}: {text}"


def _mend(path: Sequence[Step], message: str) -> str:
    return f"`{'.'.join(map(str, path)) or 'the file'}`: {message[0].lower()}{message[1:]}"


class _Builder:
    """Resolves classes and parses phrases, noting every problem on the way."""

    def __init__(self, files: tuple[_File, ...]) -> None:
        self.problems = [problem for file in files for problem in file.problems]
        self._files = files
        self._sources: dict[str, tuple[_File, list[str]]] = {}
        self._classes: dict[str, Node | None] = {}
        for file in files:
            self._note_classes(file)

    def families(self) -> Iterator[Family]:
        """Yield the families in file order; those with a problem are noted and left out."""
        ids: set[str] = set()
        for file in self._files:
            for number, source in enumerate(file.source.families):
                if source.id in ids:
                    self.problems.append(
                        file.problem(("families", number, "id"), f"`{source.id}` is there twice; rename one")
                    )
                ids.add(source.id)
                yield self._family(file, number, source)
        for name in self._sources:
            self._try_class(name)

    def everyday(self) -> Iterator[Everyday]:
        """Yield the harmless ways to speak, in file order."""
        for file in self._files:
            for number, source in enumerate(file.source.everyday):
                yield Everyday(
                    id=source.id,
                    why=source.why,
                    phrases=tuple(self._phrases(file, ("everyday", number, "phrases"), source.phrases)),
                    calm=tuple(source.calm),
                    danger=tuple(source.danger),
                )

    def names(self) -> frozenset[str]:
        """Return the drugs and conditions that the classes of names spell out."""
        nodes = (node for name in CLASSES if (node := self._classes.get(name)))
        return frozenset(name for node in nodes for name in spellings(node))

    def _note_classes(self, file: _File) -> None:
        for name, options in file.source.classes.items():
            if name in self._sources:
                self.problems.append(file.problem(("classes", name), f"class `{name}` is there twice; rename one"))
            self._sources[name] = (file, options)

    def _family(self, file: _File, number: int, source: _FamilySource) -> Family:
        path = ("families", number)
        phrases = tuple(self._phrases(file, (*path, "phrases"), source.phrases))
        if source.concern in LASTING and any(has_mark(phrase, "$$") for phrase in phrases):
            self.problems.append(file.problem((*path, "phrases"), f"{source.concern} may not depend on $$; use $"))
        return Family(
            id=source.id,
            concern=source.concern,
            topic=source.topic,
            why=source.why,
            phrases=phrases,
            unless=tuple(self._phrases(file, (*path, "unless"), source.unless)),
            after=tuple(self._phrases(file, (*path, "after"), source.after)),
            fires_on=tuple(source.fires_on),
            silent_on=tuple(source.silent_on),
        )

    def _phrases(self, file: _File, path: tuple[Step, ...], texts: list[str]) -> Iterator[Node]:
        for number, text in enumerate(texts):
            try:
                yield parse(text, self._class_named)
            except PhraseError as error:
                self.problems.append(file.problem((*path, number), f"`{text}`: {error}"))

    def _try_class(self, name: str) -> None:
        with suppress(PhraseError):
            self._class_named(name)

    def _class_named(self, name: str) -> Node:
        if name not in self._sources:
            msg = f"no class is called <{name}>; define it under `classes`"
            raise PhraseError(msg)
        if name in self._classes:
            return self._classes[name] or _refuse(name)
        self._classes[name] = None
        file, texts = self._sources[name]
        try:
            self._classes[name] = node = choice([parse(text, self._class_named) for text in texts])
        except PhraseError as error:
            self.problems.append(file.problem(("classes", name), f"class `{name}`: {error}"))
            _refuse(name)
        return node


def _refuse(name: str) -> Never:
    msg = f"class <{name}> cannot be used; it names itself, or is wrong in its own place"
    raise PhraseError(msg)

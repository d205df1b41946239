"""A document as a tree in which every value keeps its place, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Scalar: TypeAlias = str | int | float | bool | None
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"
Step: TypeAlias = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong at one place; line and column count from 1."""

    line: int
    column: int
    message: str


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands; a mapping's member stands where its key does."""

    value: Scalar | list[Node] | dict[str, Node]
    line: int
    column: int

    def plain(self) -> Plain:
        """Return the value without its places."""
        match self.value:
            case list(items):
                return [item.plain() for item in items]
            case dict(members):
                return {name: member.plain() for name, member in members.items()}
            case scalar:
                return scalar

    def step(self, step: Step) -> Node | None:
        """Return the member or item that one step of a path leads to."""
        match self.value:
            case dict(members) if isinstance(step, str):
                return members.get(step)
            case list(items) if isinstance(step, int) and 0 <= step < len(items):
                return items[step]
            case _:
                return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file says, as plain data, and everything that is wrong with it as YAML.

    `is_whole` is false where the text could not be read to its end: the data is then missing.
    """

    root: Node
    data: Plain
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True

    def locate(self, path: Sequence[Step]) -> tuple[int, int]:
        """Return the line and column of the value at `path`, or of the nearest part of the path that exists."""
        node = self.root
        for step in path:
            if (found := node.step(step)) is None:
                break
            node = found
        return node.line, node.column


class StrictYamlError(Exception):
    """The text is not the YAML we accept; `faults` says where and why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{fault.line}:{fault.column}: {fault.message}" for fault in faults))

"""Files to load, in a folder of their own that is also the working folder: messages then begin with `faq.yaml`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from bot.errors import FaqError
from bot.faq.load import load
from bot.faq.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.faq.content import Faq
    from bot.faq.read import Draft

FAQ = Path("faq.yaml")

Write: TypeAlias = "Callable[[str | bytes], Path]"
WriteMore: TypeAlias = "Callable[[str, str | bytes], Path]"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def write() -> Write:
    """Return what writes faq.yaml."""

    def write_faq(content: str | bytes) -> Path:
        FAQ.write_bytes(content.encode() if isinstance(content, str) else content)
        return FAQ

    return write_faq


@pytest.fixture
def write_more() -> WriteMore:
    """Return what writes a file of faq.yaml.d."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = Path("faq.yaml.d") / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def loaded(write: Write) -> Callable[[str | bytes], Faq]:
    """Return what writes faq.yaml and loads it."""
    return lambda content: load(write(content))


@pytest.fixture
def drafted(write: Write) -> Callable[[str | bytes], Draft]:
    """Return what writes faq.yaml and reads it with its places."""
    return lambda content: read(write(content))


@pytest.fixture
def problems(write: Write) -> Callable[[str | bytes], list[str]]:
    """Return what writes faq.yaml and lists the problems of loading it; none where it loads."""

    def list_problems(content: str | bytes) -> list[str]:
        try:
            load(write(content))
        except FaqError as error:
            return [str(problem) for problem in error.problems]
        return []

    return list_problems


@pytest.fixture
def shipped() -> Path:
    """Return the FAQ that the project ships."""
    return Path(__file__).parents[2] / "faq.yaml"


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Run as a user who may not read everything: root is above permissions."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)

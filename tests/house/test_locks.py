"""The locked requirements: complete, in step with pyproject.toml, and free of this or that machine's addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ("requirements.txt", "requirements-build.txt", "requirements-dev.txt")
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
ADDRESS = re.compile(r"://|^\s*-|@\s|\s/|file:", re.MULTILINE)


def pins(path: Path) -> dict[str, Version]:
    """Return each locked package's version."""
    return {canonicalize_name(pin["name"]): Version(pin["version"]) for pin in PIN.finditer(path.read_text())}


def declared(pyproject: dict[str, Any], lock: str) -> list[Requirement]:
    """Return what pyproject.toml asks for and this lock must hold."""
    groups = pyproject["dependency-groups"]
    build = groups["build"]
    project = pyproject["project"]
    run = project["dependencies"] + [line for extra in project["optional-dependencies"].values() for line in extra]
    dev = [line for line in groups["dev"] if isinstance(line, str)]
    lines = {LOCKS[0]: run, LOCKS[1]: build, LOCKS[2]: run + build + dev}[lock]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(root: Path, lock: str) -> None:
    """No package comes in unless its bytes are known."""
    found = list(PIN.finditer((root / lock).read_text()))

    assert found
    assert [pin["name"] for pin in found if not HASH.search(pin["rest"])] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path(root: Path, lock: str) -> None:
    """Where packages come from is the machine's business."""
    text = HASH.sub("", (root / lock).read_text())

    assert ADDRESS.findall(text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_direct_dependency_is_locked_as_asked(root: Path, pyproject: dict[str, Any], lock: str) -> None:
    """A dependency added to pyproject.toml is locked by `make lock` before it is used."""
    locked = pins(root / lock)
    wanted = declared(pyproject, lock)

    assert [
        str(need)
        for need in wanted
        if not need.specifier.contains(locked.get(canonicalize_name(need.name), Version("0")))
    ] == []


def test_the_tests_run_on_what_runs(root: Path) -> None:
    """What the tests run with is, version by version, what the clinic runs with."""
    tested = pins(root / "requirements-dev.txt")
    runs = pins(root / "requirements.txt") | pins(root / "requirements-build.txt")

    assert {name: tested.get(name) for name in runs} == runs

"""The wheel that is built of the project."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the names in a freshly built wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path).namelist()


def test_the_wheel_holds_every_file_of_the_package(root: Path, wheel: list[str]) -> None:
    """Templates, styles, word lists and migrations travel with the code."""
    files = {
        path.relative_to(root).as_posix()
        for path in (root / "bot").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert {name for name in wheel if name.startswith("bot/")} == files


def test_the_wheel_holds_the_license(wheel: list[str]) -> None:
    """Whoever gets the wheel gets the license."""
    assert [name.rpartition("/")[2] for name in wheel if "/licenses/" in name] == ["LICENSE"]


def test_the_wheel_brings_the_command(wheel: list[str]) -> None:
    """Installing it puts `frontdesk` on the path."""
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)

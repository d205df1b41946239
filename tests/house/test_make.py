"""The Makefile and what CI runs."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def make(root: Path, *arguments: str) -> str:
    """Return what make prints, in no terminal and with no settings of an outer make."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.fixture(scope="module")
def makefile(root: Path) -> str:
    """Return the Makefile."""
    return (root / "Makefile").read_text()


def test_make_alone_lists_every_target(root: Path, makefile: str) -> None:
    """Whoever types `make` reads all that it can do."""
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None

    assert re.findall(r"^  make ([a-z-]+) ", make(root), re.MULTILINE) == phony[1].split()


def test_ci_runs_make_test(root: Path) -> None:
    """CI runs what a developer runs."""
    lines = (root / ".ci" / "run").read_text().splitlines()

    assert lines[0] == "#!/usr/bin/env bash"
    assert lines[-1] == "make test"


@pytest.mark.parametrize(
    "script", [".ci/run", "scripts/build_image.sh", "scripts/need_debian.sh", "scripts/slack_peer.sh"]
)
def test_scripts_can_be_run(root: Path, script: str) -> None:
    """A script is executable and stops at its first error."""
    path = root / script

    assert os.access(path, os.X_OK)
    assert "set -euo pipefail" in path.read_text()


def test_the_gate_covers_the_core(makefile: str, pyproject: dict[str, Any]) -> None:
    """The rooms whose coverage may not fall: those that import-linter keeps pure, and those that teach and use them."""
    core = re.search(r"^CORE := (.*)$", makefile, re.MULTILINE)
    assert core is not None
    gated = {f"bot.{path.removesuffix('.py').removesuffix('/*')}" for path in core[1].split(",")}
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    pure = next(contract for contract in contracts if contract["id"] == "core")

    assert gated == {*pure["source_modules"], "bot.frontdesk", "bot.learning", "bot.meaning"}

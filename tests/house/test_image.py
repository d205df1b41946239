"""The container image, as far as its recipe tells."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings

HADOLINT = Path(sys.executable).with_name("hadolint")


@pytest.fixture(scope="module")
def dockerfile(root: Path) -> str:
    """Return the Dockerfile."""
    return (root / "Dockerfile").read_text()


def test_hadolint_finds_nothing(root: Path) -> None:
    """The recipe follows the good practice that hadolint knows."""
    result = subprocess.run([HADOLINT, root / "Dockerfile"], capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "ARG BASE=python:3.11-slim",
        "USER 10001:10001",
        "VOLUME /data",
        "STOPSIGNAL SIGTERM",
    ],
)
def test_the_image_keeps_its_promises(dockerfile: str, line: str) -> None:
    """The base is an argument, the desk is not root, its data is one volume, it ends at SIGTERM."""
    assert line in dockerfile.splitlines()


def test_only_hashed_packages_are_installed(dockerfile: str) -> None:
    """Every `pip install` of the recipe checks hashes."""
    installs = re.findall(r"pip install .*", dockerfile)

    assert installs
    assert all("--require-hashes" in install for install in installs)


def test_the_healthcheck_asks_the_desk(dockerfile: str) -> None:
    """The engine asks /healthz, by the Python that is there anyway."""
    check = re.search(r"^HEALTHCHECK(?:.*\\\n)*.*$", dockerfile, re.MULTILINE)

    assert check is not None
    assert "/healthz" in check[0]
    assert '"python"' in check[0]


def test_the_image_sets_real_settings(dockerfile: str) -> None:
    """Each FRONTDESK_ variable of the recipe is one that the desk reads."""
    names = {name.lower() for name in re.findall(r"\bFRONTDESK_(\w+)", dockerfile)}

    assert names
    assert names <= set(Settings.model_fields)


def test_nothing_but_what_runs_goes_into_the_image(root: Path) -> None:
    """The build context is a list of what is let in, not of what is kept out."""
    lines = (root / ".dockerignore").read_text().splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]

    assert rules[0] == "*"
    assert [rule for rule in rules if rule.startswith("!.")] == []

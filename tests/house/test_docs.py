"""The documents say what there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
import pytest

from bot.cli import main
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def readme(root: Path) -> str:
    """Return README.md."""
    return (root / "README.md").read_text()


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_the_readme_names_every_setting(readme: str, setting: str) -> None:
    """What can be set can be read about."""
    assert re.search(rf"\bFRONTDESK_{setting.upper()}\b", readme)


@pytest.mark.parametrize("command", main.list_commands(click.Context(main)))
def test_the_readme_names_every_command(readme: str, command: str) -> None:
    """What can be run can be read about."""
    assert re.search(rf"\b(?:python -m bot|frontdesk) {command}\b", readme)


def test_the_readme_names_every_make_target(readme: str, root: Path) -> None:
    """What a visitor needs of make stands in the README, or in CONTRIBUTING.md for a contributor."""
    text = readme + (root / "CONTRIBUTING.md").read_text()
    targets = re.findall(r"^([a-z-]+):.*## ", (root / "Makefile").read_text(), re.MULTILINE)

    assert [target for target in targets if f"make {target}" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link of a document leads to a file of the project."""
    targets = LINK.findall(document.read_text())

    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_the_decisions_index_lists_every_decision(root: Path) -> None:
    """A decision that was written down can be found."""
    folder = root / "docs" / "decisions"
    files = {path.name for path in folder.glob("*.md")} - {"README.md", "template.md"}

    assert files == set(re.findall(r"\]\((\d[^)]+\.md)\)", (folder / "README.md").read_text()))


def test_the_changelog_tells_of_this_version(root: Path, pyproject: dict[str, Any]) -> None:
    """A release has its section."""
    headings = re.findall(r"^## \[([^]]+)\]", (root / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert headings[0] == "Unreleased"
    assert pyproject["project"]["version"] in headings


def test_the_license_is_whole(root: Path, pyproject: dict[str, Any]) -> None:
    """The text of the license is the one that pyproject.toml names."""
    text = (root / "LICENSE").read_text()

    assert pyproject["project"]["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text

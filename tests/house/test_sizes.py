"""The sizes that keep the code readable, and the core's ignorance of the time."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(path for folder in ("bot", "scripts", "tests") for path in (ROOT / folder).rglob("*.py"))
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
ASKING = frozenset({"now", "today", "utcnow"})


def name(path: Path) -> str:
    """Return a module's path within the project."""
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_files_and_functions_stay_small(path: Path) -> None:
    """A fat file is a room that wants to be two."""
    text = path.read_text()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert len(text.splitlines()) <= MOST_LINES_OF_A_FILE
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= MOST_LINES_OF_A_FUNCTION] == []


def test_the_core_never_asks_what_time_it_is(pyproject: dict[str, Any]) -> None:
    """The same message gives the same answer at any hour: times come in as values."""
    contracts = pyproject["tool"]["importlinter"]["contracts"]
    core = next(contract["source_modules"] for contract in contracts if contract["id"] == "core")
    places = [ROOT / module.replace(".", "/") for module in core]
    files = [file for place in places for file in (*place.rglob("*.py"), place.with_suffix(".py")) if file.exists()]
    asking = [
        f"{name(file)}:{node.lineno}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING
    ]

    assert files
    assert asking == []

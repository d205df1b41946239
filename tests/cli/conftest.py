"""The command line in this process, on a small FAQ of another business."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from tests.cli.parts import SMALLEST_YAML, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def quiet_after() -> Iterator[None]:
    """Give logging back as it was: every command sends it to its own standard error."""
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    logging.captureWarnings(capture=False)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    """Return the contract's smallest FAQ, as a file."""
    path = tmp_path / "faq.yaml"
    path.write_text(SMALLEST_YAML)
    return path


@pytest.fixture
def desk(faq: Path) -> Desk:
    """Return the commands with that FAQ."""
    return Desk(faq=faq)

"""What is written to standard error, and what never is."""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from bot import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "canary-5d1e"


@pytest.fixture(autouse=True)
def quiet_after() -> Iterator[None]:
    """Give logging back as it was."""
    handlers, level = list(logging.root.handlers), logging.root.level
    yield
    logging.captureWarnings(capture=False)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    structlog.reset_defaults()


def test_an_event_is_one_line_of_fields(capsys: pytest.CaptureFixture[str]) -> None:
    """The time, the level and the event come first, then the fields, on standard error alone."""
    logs.configure()
    structlog.get_logger().info("message.decided", line=7, entries=("ride-home",), confidence=0.5)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("timestamp='20")
    assert err.endswith(" level='info' event='message.decided' line=7 entries=('ride-home',) confidence=0.5\n")


def test_fields_that_are_not_on_the_list_are_dropped(capsys: pytest.CaptureFixture[str]) -> None:
    """A careless call cannot leak: only known fields are written, also of what was bound around the call."""
    logs.configure()
    with bound_contextvars(line=7, text=CANARY):
        structlog.get_logger().bind(message=CANARY).error("message.failed", reply=CANARY, exc_info=True)
    err = capsys.readouterr().err
    assert "event='message.failed'" in err
    assert "line=7" in err
    assert CANARY not in err


def test_an_error_being_handled_is_not_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    """A stack trace may quote a patient: it never reaches the log."""
    logs.configure()
    try:
        int(CANARY)
    except ValueError:
        structlog.get_logger().exception("message.failed", error="ValueError")
    err = capsys.readouterr().err
    assert "error='ValueError'" in err
    assert CANARY not in err
    assert "Traceback" not in err


def test_debugging_events_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """What only a developer needs is not written."""
    logs.configure()
    structlog.get_logger().debug("message.detail", line=7)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["uvicorn.error", "sqlalchemy.engine.Engine", "asyncio", "some.library"])
def test_of_other_libraries_only_the_outline_is_written(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Level, logger and kind of error tell where to look; the message and the trace may quote a request."""
    logs.configure()
    try:
        int(CANARY)
    except ValueError:
        logging.getLogger(name).exception("cannot handle %s", CANARY, stack_info=True)
    assert capsys.readouterr().err == f"level=error logger={name} error=ValueError\n"


def test_other_libraries_chatter_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Below a warning nothing of other libraries is written."""
    logs.configure()
    logging.getLogger("some.library").info(CANARY)
    assert capsys.readouterr().err == ""


def test_a_talkative_library_still_gives_only_the_outline(capsys: pytest.CaptureFixture[str]) -> None:
    """A logger that someone set to DEBUG tells no more of what it logs."""
    logs.configure()
    library = logging.getLogger("some.talkative.library")
    library.setLevel(logging.DEBUG)
    library.debug("row %r", (CANARY,))
    assert capsys.readouterr().err == "level=debug logger=some.talkative.library error=-\n"


def test_warnings_of_python_are_outlined_too(capsys: pytest.CaptureFixture[str]) -> None:
    """A warning may quote a value: only that there was one is written."""
    logs.configure()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, stacklevel=1)
    assert capsys.readouterr().err == "level=warning logger=py.warnings error=-\n"


def test_configuring_again_writes_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    """However often it is configured, there is one line an event."""
    logs.configure()
    logs.configure()
    structlog.get_logger().info("message.decided", line=7)
    logging.getLogger("some.library").warning(CANARY)
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a full disk under standard error the desk goes on: what it logs is lost, what it does is not."""
    logs.configure()
    full = Path("/dev/full").open("w", encoding="utf-8")  # noqa: SIM115 - closing it fails as writing does
    monkeypatch.setattr(sys, "stderr", full)
    structlog.get_logger().info("message.decided", line=7)
    logging.getLogger("some.library").warning(CANARY)
    with pytest.raises(OSError, match="No space left"):
        full.close()

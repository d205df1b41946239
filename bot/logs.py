"""Logs: dotted event names with ids, dispositions, rule ids and scores on standard error. Never a patient's words.

Only fields on the allow-list are written, so that a careless call cannot leak; of other libraries' records only the
logger, the level and the kind of error are.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import TYPE_CHECKING, cast

import structlog

if TYPE_CHECKING:
    from typing import TextIO

    from structlog.typing import EventDict, WrappedLogger

FIELDS = frozenset(
    "event level timestamp line case disposition queue entries rules confidence error logger number host port "
    "count where surface why".split()
)


class _Stderr:
    """Standard error, whichever it is now. A log that cannot be written never keeps a patient from being answered."""

    def write(self, text: str) -> None:
        """Write, if that is possible: the disk may be full, the reader gone."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        """Flush, if that is possible."""
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.flush()


_STDERR = _Stderr()


def configure() -> None:
    """Send structured events, and the outline of other libraries' records, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allowed_only,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _STDERR)),
    )
    handler = logging.StreamHandler(_STDERR)
    handler.setFormatter(_Outline())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)


def allowed_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every field that is not on the list."""
    return {key: value for key, value in event.items() if key in FIELDS}


class _Outline(logging.Formatter):
    """Formats a foreign record without its message, which may quote a request."""

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "-"
        return f"level={record.levelname.lower()} logger={record.name} error={error}"

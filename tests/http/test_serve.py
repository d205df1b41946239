from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.client import Client

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_in_good_order(stop: signal.Signals) -> None:
    """Told to stop while a page is open, the process ends its streams, then itself, soon and with 0."""
    command = [sys.executable, "-m", "tests.http.stopping"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        client = Client(url=process.stdout.readline().strip())
        client.get("/")
        with client.opened("GET", "/events", None, {}) as stream:
            assert stream.readline().startswith(b"retry:")
            process.send_signal(stop)
            assert process.wait(9) == 0
        assert "Traceback" not in process.stderr.read()

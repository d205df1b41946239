"""A process of its own that serves the page over a desk by hand, to be stopped by a signal."""

from __future__ import annotations

import socket
import sys

from bot.http.serve import Server
from bot.live import Live
from bot.settings import Settings
from tests.web.fake_desk import FakeDesk
from tests.web.site import application

if __name__ == "__main__":
    desk = FakeDesk()
    live = Live(desk.growth)
    listening = socket.create_server(("127.0.0.1", 0))
    host, port = listening.getsockname()
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    Server(application(desk, live, Settings(_env_file=None)), host=host, port=port, live=live).run(sockets=[listening])

"""A real mail server on this machine that takes what SMTP brings it."""

from __future__ import annotations

import email
import socketserver
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.policy import default
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


@dataclass(slots=True)
class Mail:
    """What arrived: to whom, and the message."""

    port: int = 0
    arrived: Queue[tuple[list[str], EmailMessage]] = field(default_factory=Queue)


@contextmanager
def serving_mail() -> Iterator[Mail]:
    """Run a mail server."""
    mail = Mail()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._to: list[str] = []
            self._say("220 sample ready")
            for raw in self.rfile:
                word, _, rest = raw.decode().strip().partition(" ")
                if word.upper() == "DATA":
                    self._say("354 go on")
                    mail.arrived.put((self._to, self._message()))
                self._to += [rest.partition("<")[2].partition(">")[0]] if word.upper() == "RCPT" else []
                self._say("221 bye" if word.upper() == "QUIT" else "250 OK")
                if word.upper() == "QUIT":
                    return

        def _message(self) -> Any:  # noqa: ANN401 - the library's own types do not tell that the policy decides
            lines = iter(self.rfile.readline, b".\r\n")
            # SMTP doubles a dot that begins a line (RFC 5321, 4.5.2).
            return email.message_from_bytes(b"".join(line.removeprefix(b".") for line in lines), policy=default)

        def _say(self, answer: str) -> None:
            self.wfile.write(f"{answer}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        mail.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield mail
        finally:
            server.shutdown()
            thread.join()

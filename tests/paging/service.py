"""A real service on this machine that takes what apprise posts."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class Service:
    """What was posted, path and body; `refuses` are paths answered with 500, `hangs` those not answered at all."""

    port: int = 0
    posts: Queue[tuple[str, dict[str, Any]]] = field(default_factory=Queue)
    refuses: set[str] = field(default_factory=set)
    hangs: set[str] = field(default_factory=set)
    is_over: Event = field(default_factory=Event)

    def url(self, path: str) -> str:
        """Return the address that leads to a path of this service, with a password in it."""
        return f"json://desk:s3cret@127.0.0.1:{self.port}{path}?rto=1&cto=1"

    def taken(self) -> list[str]:
        """Return the paths that were posted to so far, in order, and forget them."""
        return [self.posts.get_nowait()[0] for _ in range(self.posts.qsize())]


@contextmanager
def serving() -> Iterator[Service]:
    """Run a service."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            service.posts.put((self.path, _read(body, self.headers["content-type"])))
            if self.path in service.hangs:
                service.is_over.wait()
            self.send_response(500 if self.path in service.refuses else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        service.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield service
        finally:
            service.is_over.set()
            server.shutdown()
            thread.join()


def _read(body: str, kind: str) -> dict[str, Any]:
    """Return the fields of JSON or of a form; anything else is one text."""
    if kind.startswith("application/json"):
        return dict(json.loads(body))
    return dict(parse_qsl(body)) if kind == "application/x-www-form-urlencoded" else {"text": body}

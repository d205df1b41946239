"""Somebody's web site that carries the widget: its style sheet is as hostile as style sheets get."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A clinic</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
* {{ font-size: 5px !important; color: yellow !important; letter-spacing: 9px !important; }}
* {{ box-sizing: content-box !important; direction: rtl !important; }}
button, iframe, div, span {{ display: none !important; position: static !important; opacity: 0 !important; }}
body > * {{ transform: scale(.2); filter: blur(9px); z-index: 2147483647; position: relative; }}
p {{ transform: none; filter: none; }}
</style></head><body><p id="text">Words of the site.</p><p><a href="/next">Next page</a></p>
{script}
</body></html>"""


@dataclass(slots=True, kw_only=True)
class Host:
    """A site on two names of this machine: 127.0.0.1, the desk's own site, and localhost, another one."""

    port: int
    script: str = ""
    policy: str = ""
    paths: list[str] = field(default_factory=list)

    @property
    def own(self) -> str:
        """Return the address on the same site as the desk."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def other(self) -> str:
        """Return the address on another site than the desk."""
        return f"http://localhost:{self.port}"

    def carry(self, desk: str, attributes: str = "") -> None:
        """Carry the widget of the desk, as its documentation shows."""
        self.script = (
            f'<script src="{desk}/widget.js" async {attributes}></script>\n'
            f'<noscript><a href="{desk}/">Chat with our front desk</a></noscript>'
        )


@contextmanager
def hosting() -> Iterator[Host]:
    """Serve the site until the block ends."""
    host = Host(port=0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.paths.append(self.path)
            body = PAGE.format(script=host.script).encode()
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            if host.policy:
                self.send_header("content-security-policy", host.policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        host.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join(5)

"""A browser's plain requests: keeps cookies, says that it is the same site, follows nothing."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from bot.channels.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from http.client import HTTPResponse

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response, read to its end."""

    status: int
    headers: Mapping[str, str]
    set_cookies: tuple[str, ...]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()

    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Return the body's JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One visitor without a browser."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def conversation(self) -> str:
        """Return the visitor's conversation."""
        return Visitor(token=self.cookies["frontdesk_visitor"], is_new=False).conversation

    def get(self, path: str, **headers: str) -> Answer:
        """Fetch a page."""
        return self.send("GET", path, None, headers)

    def form(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Post a form."""
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urlencode(fields).encode(), SAME_ORIGIN | kind | headers)

    def json(self, path: str, body: object) -> Answer:
        """Post JSON, as the page's script does."""
        kind = {"content-type": "application/json", "accept": "application/json"}
        return self.send("POST", path, json.dumps(body, ensure_ascii=False).encode(), SAME_ORIGIN | kind)

    def say(self, text: str, client_id: str = "id-00000001", **more: object) -> Answer:
        """Send a message as the page's script does."""
        return self.json("/messages", {"client_id": client_id, "text": text} | more)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """Send one request and keep the cookies it sets."""
        with self.opened(method, path, body, headers) as response:
            set_cookies = tuple(response.headers.get_all("set-cookie") or ())
            for cookie in set_cookies:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            found = {name.lower(): value for name, value in response.headers.items()}
            return Answer(status=response.status, headers=found, set_cookies=set_cookies, body=response.read())

    @contextmanager
    def opened(self, method: str, path: str, body: object, headers: Mapping[str, str]) -> Iterator[HTTPResponse]:
        """Send one request and leave its response open."""
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        sent = dict(headers)
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items() if value)
        try:
            connection.request(method, path, body, sent)  # type: ignore[arg-type]
            yield connection.getresponse()
        finally:
            connection.close()


def key_of(page: str) -> str:
    """Return the fresh id of the page's composer."""
    composer = page[page.index('id="composer"') :]
    found = re.search(r'name="client_id" value="([^"]+)"', composer)
    assert found
    return found[1]

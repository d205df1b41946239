"""Takes the README's picture anew, of the desk as it is: a patient's question, a crisis, the staff inbox.

python -m scripts.picture     writes docs/images/desk.png; needs Chromium, as the tests do
"""

from __future__ import annotations

import base64
import socket
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.app import build
from bot.desk.times import zone_of
from bot.faq.load import load
from bot.http.serve import Server
from bot.inbox.passwords import Passwords
from bot.settings import Settings
from tests.chromium import running_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page, ViewportSize

    from bot.app import Desk

PICTURE: Final = Path(__file__).parent.parent / "docs" / "images" / "desk.png"
PHONE: Final[ViewportSize] = {"width": 390, "height": 800}
DESK: Final[ViewportSize] = {"width": 900, "height": 800}
WHOLE: Final[ViewportSize] = {"width": 1760, "height": 840}
TALKS: Final = (
    ("How long does a session take?", "Can I move my appointment to Thursday?"),
    ("How much does it cost with my insurance?",),
    ("I take lithium, is that a problem?",),
    ("everyone would be better off without me",),
)
ZONE: Final = zone_of(load(Settings(_env_file=None).faq)).key
"""Every browser's clock shows the clinic's time, as most patients' and staff's do."""

ROSA: Final = "Rosa Diaz"
PASSWORD: Final = "a picture of a desk"  # noqa: S105 - of a desk that lives for a minute
BOARD: Final = """<body style="margin:0;padding:20px;display:flex;gap:20px;background:#e0e6e6">{}</body>"""


@contextmanager
def serving(desk: Desk, *staff: str) -> Iterator[str]:
    """Serve a desk with these people on staff; yield its address."""
    for name in staff:
        desk.store.accounts.add(username=_username(name), name=name, password_hash=Passwords().hash(PASSWORD))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(desk.web, host="127.0.0.1", port=0, live=desk.live)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def talk(browser: Browser, url: str, said: tuple[str, ...]) -> bytes:
    """Return what a patient's telephone shows after these messages."""
    page = browser.new_context(viewport=PHONE, reduced_motion="reduce", timezone_id=ZONE).new_page()
    page.goto(url)
    for number, text in enumerate(said, start=1):
        page.get_by_role("textbox", name="Your message").fill(text)
        page.keyboard.press("Enter")
        page.locator("#log [data-number]").nth(2 * number - 1).wait_for()
    page.wait_for_timeout(500)
    return page.screenshot()


def inbox(browser: Browser, url: str) -> bytes:
    """Return what staff see."""
    page = signed_in(browser, url, ROSA, viewport=DESK)
    page.wait_for_timeout(500)
    return page.screenshot()


def signed_in(browser: Browser, url: str, name: str, *, viewport: ViewportSize) -> Page:
    """Return the staff page of someone who has just signed in."""
    page = browser.new_context(viewport=viewport, reduced_motion="reduce", timezone_id=ZONE).new_page()
    page.goto(f"{url}/staff")
    page.get_by_label("Username").fill(_username(name))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/staff")
    return page


def hang(browser: Browser, screens: Sequence[bytes], path: Path, *, size: ViewportSize) -> None:
    """Put screens side by side into one picture."""
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in screens)
    page = browser.new_page(viewport=size)
    page.set_content(BOARD.format(images))
    page.screenshot(path=path)


def main() -> None:
    """Let four patients write, and put three screens side by side."""
    with tempfile.TemporaryDirectory() as folder, running_chromium() as browser:
        desk = build(Settings(data=Path(folder), _env_file=None))
        with serving(desk, ROSA) as url:
            screens = [talk(browser, url, said) for said in TALKS]
            hang(browser, (screens[0], screens[-1], inbox(browser, url)), PICTURE, size=WHOLE)


def _username(name: str) -> str:
    return name.split(maxsplit=1)[0].lower()


if __name__ == "__main__":
    main()

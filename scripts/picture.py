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
from bot.http.serve import Server
from bot.inbox.passwords import Passwords
from bot.settings import Settings
from tests.chromium import running_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ViewportSize

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
PASSWORD: Final = "a picture of a desk"  # noqa: S105 - of a desk that lives for a minute
BOARD: Final = """<body style="margin:0;padding:20px;display:flex;gap:20px;background:#e0e6e6">{}</body>"""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a desk with nobody in it, and one person on staff; yield its address."""
    desk = build(Settings(data=folder, _env_file=None))
    desk.store.accounts.add(username="rosa", name="Rosa Diaz", password_hash=Passwords().hash(PASSWORD))
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
    page = browser.new_context(viewport=PHONE, reduced_motion="reduce").new_page()
    page.goto(url)
    for number, text in enumerate(said, start=1):
        page.get_by_role("textbox", name="Your message").fill(text)
        page.keyboard.press("Enter")
        page.locator("#log [data-number]").nth(2 * number - 1).wait_for()
    page.wait_for_timeout(500)
    return page.screenshot()


def inbox(browser: Browser, url: str) -> bytes:
    """Return what staff see."""
    page = browser.new_context(viewport=DESK, reduced_motion="reduce").new_page()
    page.goto(f"{url}/staff")
    page.get_by_label("Username").fill("rosa")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/staff")
    page.wait_for_timeout(500)
    return page.screenshot()


def main() -> None:
    """Let four patients write, and put three screens side by side."""
    with tempfile.TemporaryDirectory() as name, running_chromium() as browser, serving(Path(name)) as url:
        screens = [talk(browser, url, said) for said in TALKS]
        shown = (screens[0], screens[-1], inbox(browser, url))
        images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in shown)
        page = browser.new_page(viewport=WHOLE)
        page.set_content(BOARD.format(images))
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()

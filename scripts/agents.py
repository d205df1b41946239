"""Takes pictures of two people on staff with one conversation, and of someone in danger on a fast clock.

python -m scripts.agents     writes docs/images/agents.png and docs/images/ladder.png; needs Chromium, as the tests do
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect
from pydantic import SecretStr

from bot.app import build
from bot.clock import SystemClock
from bot.desk.ladder import roles
from bot.faq.load import load
from bot.settings import Settings
from scripts.picture import PHONE, PICTURE, ROSA, ZONE, hang, serving, signed_in
from tests.chromium import running_chromium
from tests.paging.service import Service
from tests.paging.service import serving as serving_pages
from tests.store.parts import HandClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, ViewportSize

    from bot.app import Desk

OMAR: Final = "Omar Haddad"
NOTEBOOK: Final[ViewportSize] = {"width": 1180, "height": 800}
QUESTION: Final = "Can I move my appointment to Thursday?"
DANGER: Final = "they will all do better when I am gone"
MINUTES: Final = 16


def desk_of(folder: Path, clock: HandClock, service: Service) -> Desk:
    """Return a desk on a clock set by hand; whoever is on call is paged at a service of this machine."""
    settings = Settings(data=folder, _env_file=None)
    urls: dict[str, tuple[SecretStr, ...]] = {
        role: (SecretStr(service.url("/page")),) for role in roles(load(settings.faq).clinic)
    }
    return build(Settings(data=folder, paging_urls=urls, _env_file=None), clock=clock)


def patient(browser: Browser, url: str, text: str) -> Page:
    """Return the page of a patient who has just written this."""
    page = browser.new_context(viewport=PHONE, reduced_motion="reduce", timezone_id=ZONE).new_page()
    page.goto(url)
    page.get_by_role("textbox", name="Your message").fill(text)
    page.keyboard.press("Enter")
    page.locator("#log [data-number]").nth(1).wait_for()
    return page


def end_of(page: Page) -> bytes:
    """Return what a patient's telephone shows, from the beginning of the last line on."""
    page.locator("#log [data-number]").last.evaluate("line => line.scrollIntoView()")
    return page.screenshot()


def race(browser: Browser, url: str) -> Iterator[bytes]:
    """Yield what Rosa sees while Omar writes, and what Omar sees once Rosa has claimed the case."""
    patient(browser, url, QUESTION)
    rosa, omar = (signed_in(browser, url, name, viewport=NOTEBOOK) for name in (ROSA, OMAR))
    for page in (rosa, omar):
        page.goto(f"{url}/staff/cases/1")
    omar.get_by_label("Reply to the patient").press_sequentially("Thursday at 2 pm is free.")
    expect(rosa.locator("#present")).to_contain_text(f"{OMAR} is writing")
    yield rosa.screenshot()
    rosa.get_by_role("button", name="Claim").click()
    expect(omar.get_by_text(f"{ROSA} has this case")).to_be_visible()
    yield omar.screenshot()


def ladder(browser: Browser, url: str, desk: Desk, clock: HandClock) -> Iterator[bytes]:
    """Yield what the patient reads at once, after a quarter of an hour without anybody, and once Rosa has seen it."""
    page = patient(browser, url, DANGER)
    yield end_of(page)
    for _ in range(MINUTES):
        clock.move(minutes=1)
        desk.store.timers.fire()
    log = page.locator("#log")
    expect(log).to_contain_text("Nobody from our staff has seen the alert yet")
    yield end_of(page)
    rosa = signed_in(browser, url, ROSA, viewport=NOTEBOOK)
    yield rosa.screenshot()
    rosa.locator("#alarms").get_by_role("button", name="Acknowledge").click()
    expect(log).to_contain_text(f"{ROSA} from our staff has seen your message")
    yield end_of(page)


def main() -> None:
    """Take both pictures."""
    clock = HandClock()
    clock.time = SystemClock().now()
    with tempfile.TemporaryDirectory() as folder, serving_pages() as service, running_chromium() as browser:
        desk = desk_of(Path(folder), clock, service)
        with serving(desk, ROSA, OMAR) as url:
            screens = tuple(race(browser, url))
            hang(browser, screens, PICTURE.with_name("agents.png"), size={"width": 2420, "height": 840})
            screens = tuple(ladder(browser, url, desk, clock))
            hang(browser, screens, PICTURE.with_name("ladder.png"), size={"width": 2450, "height": 840})


if __name__ == "__main__":
    main()

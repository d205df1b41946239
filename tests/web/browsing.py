"""A patient's browser, watched: what the policy blocks, scripts trip over or another host is asked for is noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, Request

PHONE = {"width": 390, "height": 844}
SMALL = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}
# What a browser itself reports of answers like 503; everything else on the console is a fault.
_NETWORK = "Failed to load resource"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(kw_only=True)
class Patient:
    """One browser profile; `faults` must be empty in the end."""

    context: BrowserContext
    url: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        """Open a tab."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._note_console)
        page.on("dialog", self._note_dialog)
        page.on("request", self._note_request)
        page.goto(self.url + path)
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(_NETWORK):
            self.faults.append(f"console: {message.text}")

    def _note_dialog(self, dialog: Dialog) -> None:
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note_request(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", "localhost"}:
            self.faults.append(f"left the machine: {request.url}")


def patient(browser: Browser, url: str, **options: Any) -> Patient:  # noqa: ANN401 - Playwright's own
    """Return a new browser profile."""
    return Patient(context=browser.new_context(**({"viewport": PHONE} | options)), url=url)


def lines(page: Page) -> Locator:
    """Return the conversation's lines."""
    return page.locator("#log [data-number]")


def box(page: Page) -> Locator:
    """Return the box to write in."""
    return page.get_by_role("textbox", name="Your message")


def say(page: Page, text: str) -> None:
    """Write a message and wait for its answer."""
    before = lines(page).count()
    box(page).fill(text)
    box(page).press("Enter")
    expect(lines(page)).to_have_count(before + 2)


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 A and AA."""
    return chromium.violations(page, _RULES)

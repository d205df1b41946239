"""A real Chromium, and what axe finds on its pages."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it ships no types
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
]


# A busy machine is slow, not wrong: an expectation waits this long before it fails.
expect.set_options(timeout=20_000)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Run it; its driver's event loop must end before asynchronous tests of others."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


def violations(page: Page, rules: list[str]) -> list[str]:
    """Return what axe finds against the rules, and where. The context must let it in past the page's policy."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "iframes": False}
    found = _axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@cache
def _axe() -> Axe:
    return Axe()

"""A desk on loopback and a real Chromium, one of each for a module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from bot.settings import Settings
from tests.web.browsing import Patient, patient
from tests.web.client import Client
from tests.web.site import Site, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    """Serve the page over a desk by hand."""
    with running(Settings(_env_file=None)) as site:
        yield site


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """Return the served page with a desk in good health."""
    yield served
    served.desk.heal()


@pytest.fixture
def visitor(site: Site) -> Client:
    """Return a visitor who has opened the page."""
    client = Client(url=site.url)
    client.get("/")
    return client


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Start Chromium once a module: its driver's event loop must end before asynchronous tests of others."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def patients(chromium: Browser, site: Site) -> Iterator[Callable[..., Patient]]:
    """Return what makes patients' browsers; afterwards none of them may have found a fault."""
    made: list[Patient] = []

    def make(**options: Any) -> Patient:  # noqa: ANN401 - Playwright's own
        made.append(patient(chromium, **({"url": site.url} | options)))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
        assert one.faults == []


@pytest.fixture
def page(patients: Callable[..., Patient]) -> Page:
    """Return the page, just opened, on a telephone."""
    return patients().open()

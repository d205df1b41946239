"""A desk on loopback and a real Chromium, one of each for a module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.settings import Settings
from tests.chromium import running_chromium
from tests.web.browsing import Patient, patient
from tests.web.client import Client
from tests.web.site import Site, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page


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
    """Start Chromium once a module."""
    with running_chromium() as browser:
        yield browser


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

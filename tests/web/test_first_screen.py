from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import Settings
from tests.web.canned import GREETING, PERSON
from tests.web.client import Client
from tests.web.site import running

if TYPE_CHECKING:
    from tests.web.site import Site


def test_the_first_screen(site: Site) -> None:
    """Before the first message: whose desk it is, that it is automated, no place for emergencies, and the lines."""
    page = Client(url=site.url).get("/").text
    assert "<h1>Harbor Example Clinic</h1>" in page
    assert "<strong>automated assistant</strong>" in page
    assert "Not for emergencies" in page
    assert 'href="tel:988"' in page
    assert 'href="tel:911"' in page
    assert "Sample content, not clinically reviewed" in page
    assert all(f'value="{choice.text}"' in page for choice in (*GREETING.related, PERSON))


def test_opening_the_page_stores_nothing(site: Site) -> None:
    """A visitor who says nothing leaves nothing."""
    before = len(site.desk.stored)
    Client(url=site.url).get("/")
    assert len(site.desk.stored) == before


def test_a_desk_without_a_clinic_has_a_page() -> None:
    """The smallest FAQ names no clinic: the page still stands."""
    with running(Settings(_env_file=None)) as site:
        site.desk.faq = site.desk.faq.__class__(entries=())
        assert "<h1>Front desk</h1>" in Client(url=site.url).get("/").text

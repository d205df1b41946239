"""Under an answer the page asks whether it was helpful."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.web.browsing import say, violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.browsing import Patient
    from tests.web.client import Client
    from tests.web.site import Site

ASKED = "Was this helpful?"


@pytest.mark.browser
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no-script"])
def test_an_answer_can_be_rated(patients: Callable[..., Patient], site: Site, *, has_script: bool) -> None:
    """One press is kept, for exactly that line; a script thanks at once."""
    page = patients(java_script_enabled=has_script).open()
    page.locator("#message").fill("how long is it")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    page.get_by_role("button", name="Yes", exact=True).click()
    if has_script:
        expect(page.get_by_text("Thank you. If you would rather ask a person")).to_be_visible()
    else:
        page.wait_for_url(f"**/#line-{len(site.desk.stored)}")
    answer = site.desk.stored[-1]
    assert site.desk.rated[-1] == (answer.conversation, answer.number, True)


@pytest.mark.browser
def test_only_the_last_answer_asks(patients: Callable[..., Patient]) -> None:
    """An older answer no longer asks, nor does anything above a crisis; nothing of it fails axe."""
    page = patients().open()
    say(page, "how long is it")
    assert violations(page) == []
    say(page, "and again")
    assert [one.is_visible() for one in page.get_by_text(ASKED).all()] == [False, True]
    say(page, "crisis now")
    assert not any(one.is_visible() for one in page.get_by_text(ASKED).all())


@pytest.mark.parametrize(
    "fields", [{}, {"line": "2"}, {"line": "2", "helpful": "maybe"}, {"line": "x", "helpful": "yes"}], ids=str
)
def test_what_the_page_never_sends_is_refused(visitor: Client, site: Site, fields: dict[str, str]) -> None:
    """Nothing is noted."""
    before = list(site.desk.rated)
    assert visitor.form("/rate", fields).status == 400
    assert site.desk.rated == before

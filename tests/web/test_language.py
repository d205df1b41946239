"""The page is in its browser's language, or in the one that the site around it has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from bot.model import Language
from bot.wording.labels import LABELS, labels, script_labels
from tests.web.browsing import violations

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.browsing import Patient
    from tests.web.client import Client
    from tests.web.site import Site


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/", "", "en"),
        ("/", "es-MX,es;q=0.9,en;q=0.8", "es"),
        ("/", "en-US,en;q=0.9,es;q=0.8", "en"),
        ("/", "fr-FR, es;q=0.4, en;q=0.3", "es"),
        ("/", "en;q=0.1, es", "es"),
        ("/", "fr, de", "en"),
        ("/", ";q=,,es;q=x", "es"),
        ("/?lang=es", "en", "es"),
        ("/embed?lang=es-US", "en", "es"),
        ("/?lang=tlh", "es", "es"),
        ("/end", "es", "es"),
    ],
)
def test_the_page_is_in_the_language_that_is_asked_for(
    visitor: Client, path: str, accepted: str, language: str
) -> None:
    """The address wins over the browser's list, of which the first that there is counts; else it is English."""
    page = visitor.get(path, **{"accept-language": accepted}).text
    assert f'<html lang="{language}">' in page
    assert LABELS["end"][Language(language)] in page


def test_a_form_is_answered_in_the_page_s_language(visitor: Client) -> None:
    """Also what is wrong with it, and where the address asks for the language the way back does too."""
    spanish = {"accept-language": "es"}
    assert LABELS["empty"][Language.SPANISH] in visitor.form("/messages", {"text": " "}, **spanish).text
    assert LABELS["too_long"][Language.SPANISH] in visitor.form("/messages", {"text": "a" * 10_001}, **spanish).text
    assert visitor.form("/embed/messages?lang=es", {"text": "hola"}).headers["location"] == "/embed?lang=es#latest"
    assert "Usted:" in visitor.get("/transcript?lang=es").text


def test_every_label_is_in_both_languages() -> None:
    """None is empty or left in English, and both fill in the same words."""
    assert labels(Language.ENGLISH).keys() == labels(Language.SPANISH).keys()
    assert {name for name, words in LABELS.items() if len(set(words.values())) < 2} == set()
    braces = [[text.count("{") for text in words.values()] for words in LABELS.values()]
    assert [pair for pair in braces if pair[0] != pair[1]] == []
    assert set(script_labels(Language.SPANISH)) < set(LABELS)


@pytest.mark.browser
def test_a_spanish_browser_reads_no_english(patients: Callable[..., Patient], site: Site) -> None:
    """Labels, what the script says, states and times; the page stays accessible."""
    page = patients(locale="es-US").open()
    expect(page.get_by_role("button", name="Enviar")).to_be_visible()
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator("#hint")).to_have_text("Escriba primero un mensaje y luego envíelo.")
    page.locator("#message").fill("hola")
    page.keyboard.press("Enter")
    expect(page.locator("#log .line-patient .who")).to_have_text("Usted")
    site.desk.is_broken = True
    page.locator("#message").fill("¿hay alguien?")
    page.keyboard.press("Enter")
    expect(page.locator(".line-failed .state")).to_contain_text("No se envió. No pudimos guardarlo")
    expect(page.get_by_role("button", name="Intentar de nuevo")).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("#connection")).to_contain_text("No tiene conexión")
    assert violations(page) == []

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from bot.desk.ladder import Reach
from bot.errors import ConfigurationError
from bot.pages import Place
from bot.paging.notify import notifier, reach
from bot.paging.text import Text
from tests.store.paging import BACKUP, NURSE, REACH

if TYPE_CHECKING:
    from tests.paging.conftest import Urls
    from tests.paging.service import Service

TEXT = Text(title="CRISIS: someone may be in danger now", body="Web, 10:00 {x} <b> & 100 %.\nOpen https://x.example/1")
FIRST, SECOND = Place(role=NURSE, number=1), Place(role=NURSE, number=2)


def test_a_page_arrives_word_for_word(service: Service, urls: Urls) -> None:
    """The service of its place, and no other, gets title and body as they are."""
    assert notifier(urls).send(SECOND, TEXT) is None
    path, body = service.posts.get_nowait()
    assert (path, body["title"], body["message"]) == ("/nurse-2", TEXT.title, TEXT.body)
    assert service.posts.empty()


def test_a_service_that_refuses_is_a_failure(service: Service, urls: Urls, capfd: pytest.CaptureFixture[str]) -> None:
    """It has a name, and nothing is written about where the page was sent or what it said."""
    service.refuses = {"/nurse-1"}
    logging.getLogger("apprise").handlers.clear()
    assert notifier(urls).send(FIRST, TEXT) == "Failure"
    assert capfd.readouterr() == ("", "")


def test_a_service_that_does_not_answer_is_a_failure(service: Service, urls: Urls) -> None:
    """Nobody waits for it."""
    service.hangs = {"/nurse-1"}
    assert notifier(urls).send(FIRST, TEXT) == "Failure"


def test_a_service_that_is_not_there_is_a_failure() -> None:
    """Nothing listens at the address."""
    urls = {NURSE: (SecretStr("json://127.0.0.1:9/x?cto=1"),)}
    assert notifier(urls).send(FIRST, TEXT) == "Failure"


@pytest.mark.parametrize("urls", [{}, {BACKUP: (SecretStr("json://127.0.0.1:9/x"),)}], ids=["none", "another's"])
def test_a_place_without_an_address(urls: Urls) -> None:
    """Rows of an earlier setting are failures, not errors."""
    assert notifier(urls).send(FIRST, TEXT) == "NoDestination"


@pytest.mark.parametrize("address", ["no address", "nosuch://s3cret@127.0.0.1/x", "mailto://s3cret", ""])
def test_an_address_that_cannot_be_used_stops_the_start(address: str) -> None:
    """One line says whose it is and which, and never what it says."""
    with pytest.raises(ConfigurationError) as refusal:
        notifier({NURSE: (SecretStr("json://127.0.0.1:9/x"), SecretStr(address))})
    told = str(refusal.value)
    assert told.startswith("FRONTDESK_PAGING_URLS: apprise cannot use address 2 of on-call nurse")
    assert "\n" not in told
    assert "s3cret" not in told


def test_a_role_that_nobody_has_stops_the_start() -> None:
    """A slip of the pen would leave someone uncalled: the line names it and the roles there are."""
    with pytest.raises(ConfigurationError) as refusal:
        reach({"oncall nurse": (SecretStr("json://s3cret@127.0.0.1/x"),)}, REACH.clinic)
    assert '"oncall nurse" is no role of clinic.on_call' in str(refusal.value)
    assert "on-call nurse, backup nurse" in str(refusal.value)
    assert "s3cret" not in str(refusal.value)


def test_without_on_call_the_setting_says_who_it_is() -> None:
    """Another business's FAQ names nobody."""
    found = reach({"anyone": (SecretStr("json://127.0.0.1/x"),) * 2}, lambda: None)
    assert found.ladder().places == Reach(destinations={"anyone": 2}).ladder().places

"""From the reply to the patient's mailbox or phone: a real store, a real mail server, a real service."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.errors import ConfigurationError
from bot.paging.patients import Sender, sender
from bot.paging.teller import Teller
from bot.paging.text import Text
from bot.store import Store, open_store
from bot.waiting import Means
from tests.paging.mail import serving_mail
from tests.store.ledger.test_waiting import LEFT, TELLING, reply, waiting
from tests.store.paging import REACH

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Case
    from tests.paging.mail import Mail
    from tests.paging.service import Service
    from tests.store.parts import HandClock

LINK = "https://chat.clinic.example/"


@pytest.fixture
def mail() -> Iterator[Mail]:
    """Run a mail server."""
    with serving_mail() as mail:
        yield mail


@pytest.fixture
def store(folder: Path, clock: HandClock) -> Iterator[Store]:
    """Open an empty store of a desk that tells patients by e-mail."""
    store = open_store(folder, clock, reach=TELLING)
    yield store
    store.close()


@pytest.fixture
def case(store: Store, clock: HandClock) -> Case:
    """Return a case whose patient has closed the page, with a reply that has waited five minutes."""
    staff = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="x")
    found = waiting(store)
    reply(store, found, staff)
    clock.move(minutes=5)
    store.timers.fire()
    return found


def teller(store: Store, send: Sender) -> Teller:
    """Return what tells this store's patients."""
    return Teller(store.notices, send, clinic=REACH.clinic, link=LINK)


async def test_the_notice_arrives_by_mail(store: Store, case: Case, mail: Mail) -> None:
    """At the address that was left and no other, with a link and nothing of the talk, the name or the clinic."""
    url = f"mailto://127.0.0.1:{mail.port}?from=desk@clinic.example&mode=insecure&to={{address}}"
    send = sender({Means.EMAIL: SecretStr(url)}, public_url=LINK)
    await teller(store, send).send()
    to, message = mail.arrived.get(timeout=20)
    assert to == [LEFT.email]
    part = message.get_body(("plain", "html"))
    assert part is not None
    text = part.get_content()
    assert LINK in text
    told = f"{message['subject']} {text}"
    assert [word for word in ("covered", "Sample", "Rosa", "Hello") if word in told] == []
    assert [one.is_sent for one in store.notices.of_case(case.id)] == [True]
    await teller(store, send).send()
    assert mail.arrived.empty()


def test_the_notice_reaches_a_phone(service: Service) -> None:
    """The number stands in the service's address."""
    send = sender({Means.PHONE: SecretStr(service.url("/sms/{address}"))}, public_url=LINK)
    assert send.send(Means.PHONE, "+12025550142", text()) is None
    assert service.taken() == ["/sms/+12025550142"]


def test_there_is_no_way_that_is_not_set(service: Service) -> None:
    """Rows of an earlier setting are failures, not errors."""
    send = sender({Means.PHONE: SecretStr(service.url("/{address}"))}, public_url=LINK)
    assert send.send(Means.EMAIL, "sam@mail.example", text()) == "NoDestination"
    assert sender({}, public_url="").send(Means.EMAIL, "sam@mail.example", text()) == "NoDestination"


async def test_a_service_that_refuses_is_asked_again(
    store: Store, case: Case, service: Service, clock: HandClock
) -> None:
    """Half a minute later; the failure is logged by name, without an address."""
    service.refuses = {"/sam@mail.example"}
    send = sender({Means.EMAIL: SecretStr(service.url("/{address}"))}, public_url=LINK)
    with capture_logs() as logs:
        await teller(store, send).send()
    assert [(log["event"], log["error"]) for log in logs] == [("notice.failed", "Failure")]
    assert [word for word in ("s3cret", "sam@", "sam%40") if word in str(logs)] == []
    service.refuses = set()
    clock.move(seconds=30)
    await teller(store, send).send()
    assert service.taken() == ["/sam@mail.example"] * 2
    assert [one.is_sent for one in store.notices.of_case(case.id)] == [True]


class Raising:
    """A service that breaks in a way nobody foresaw, with an address in its error."""

    def send(self, means: Means, to: str, text: Text) -> str | None:
        """Break."""
        raise RuntimeError("json://desk:s3cret@127.0.0.1", means, to, text)


async def test_a_service_that_breaks_is_a_failure_by_name(store: Store, case: Case) -> None:
    """Only the error's name is kept."""
    await teller(store, Raising()).send()
    assert [one.error for one in store.notices.of_case(case.id)] == ["RuntimeError"]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        pytest.param("mailto://u:s3cret@mail.example", "write {address} once", id="no place for the patient's"),
        pytest.param("json://s3cret@x.example/{address}/{address}", "write {address} once", id="two places"),
        pytest.param("nosuch://s3cret@x.example/{address}", "apprise cannot use", id="no service"),
    ],
)
def test_an_address_that_cannot_be_used_stops_the_start(url: str, told: str) -> None:
    """One line says which, and never what it says."""
    with pytest.raises(ConfigurationError) as refusal:
        sender({Means.EMAIL: SecretStr(url)}, public_url=LINK)
    assert told in str(refusal.value)
    assert "of email" in str(refusal.value)
    assert "s3cret" not in str(refusal.value)


def test_a_notice_needs_a_page_to_lead_to() -> None:
    """An address of this machine is of no use to a patient."""
    with pytest.raises(ConfigurationError, match="FRONTDESK_PUBLIC_URL"):
        sender({Means.EMAIL: SecretStr("json://x.example/{address}")}, public_url="")


def text() -> Text:
    """Return a notice's text."""
    return Text(title="A reply waits for you", body=f"Open it: {LINK}")

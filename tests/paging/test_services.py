"""The ways out that clinics use, each as apprise sends it for real: over HTTP or SMTP to a server on this machine.

Where a service has one address in the whole world (Twilio, PagerDuty), the constant that holds it leads here instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from apprise.plugins import pagerduty, twilio
from pydantic import SecretStr

from bot.pages import Place
from bot.paging.notify import notifier
from bot.paging.patients import sender
from bot.paging.text import Text
from bot.waiting import Means
from tests.paging.mail import serving_mail
from tests.store.paging import NURSE

if TYPE_CHECKING:
    from tests.paging.service import Service

TEXT = Text(
    title="CRISIS: someone may be in danger now",
    body="Web, 10:00 EST, Nov 23. Nobody has seen it for 5 min.\n"
    "Open it and say that you have seen it, which ends these pages: https://desk.clinic.example/staff/cases/12",
)
FIRST = Place(role=NURSE, number=1)
TWILIO = f"twilio://AC{'0' * 32}:{'1' * 32}@12025550100"
ACCOUNT = f"/2010-04-01/Accounts/AC{'0' * 32}"


def page(address: str) -> str | None:
    """Send a page to the address."""
    return notifier({NURSE: (SecretStr(address),)}).send(FIRST, TEXT)


@pytest.fixture
def world(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """Return the service that Twilio's and PagerDuty's addresses lead to."""
    here = f"http://127.0.0.1:{service.port}"
    for name, end in (("notify_sms_url", "Messages"), ("notify_call_url", "Calls")):
        monkeypatch.setattr(twilio.NotifyTwilio, name, f"{here}/2010-04-01/Accounts/{{sid}}/{end}.json")
    monkeypatch.setitem(pagerduty.PAGERDUTY_API_LOOKUP, pagerduty.PagerDutyRegion.US, f"{here}/v2/enqueue")
    return service


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("json://{host}/page", "/page"),
        ("xml://{host}/page", "/page"),
        ("ntfy://{host}/on-call", "/"),
        ("signal://{host}/12025550100/12025550142", "/v2/send"),
    ],
    ids=lambda given: given.partition(":")[0],
)
def test_a_service_of_the_clinics_own_gets_the_page(service: Service, address: str, path: str) -> None:
    """Title and body whole, and the link with them; nothing is cut off."""
    assert page(address.format(host=f"127.0.0.1:{service.port}")) is None
    taken, body = service.posts.get_nowait()
    assert (taken, service.posts.empty()) == (path, True)
    assert TEXT.title in str(body)
    assert "https://desk.clinic.example/staff/cases/12" in str(body)


def test_an_e_mail_holds_the_page() -> None:
    """The title is the subject."""
    with serving_mail() as mail:
        address = f"mailto://127.0.0.1:{mail.port}?from=desk@clinic.example&to=nurse@clinic.example&mode=insecure"
        assert page(address) is None
        to, message = mail.arrived.get(timeout=20)
    assert (to, message["subject"]) == (["nurse@clinic.example"], TEXT.title)
    assert TEXT.body.splitlines()[-1] in message.get_content()


def test_twilio_sends_the_page_as_one_text_message(world: Service) -> None:
    """To the number, from the clinic's, with the link whole."""
    assert page(f"{TWILIO}/12025550142") is None
    path, form = world.posts.get_nowait()
    assert path == f"{ACCOUNT}/Messages.json"
    assert (form["From"], form["To"]) == ("+12025550100", "+12025550142")
    assert form["Body"].split() == f"{TEXT.title} {TEXT.body}".split()
    assert world.posts.empty()


def test_twilio_reads_the_page_out_on_the_phone(world: Service) -> None:
    """A call says title and body."""
    assert page(f"{TWILIO}/12025550142?method=call") is None
    path, form = world.posts.get_nowait()
    assert path == f"{ACCOUNT}/Calls.json"
    assert form["Twiml"].startswith(f"<Response><Say>{TEXT.title}</Say><Say>Web, 10:00 EST")


def test_pagerduty_opens_an_incident(world: Service) -> None:
    """With its key, and a summary that says what it is."""
    assert page(f"pagerduty://{'k' * 32}@{'a' * 20}/front-desk") is None
    path, event = world.posts.get_nowait()
    assert (path, event["event_action"]) == ("/v2/enqueue", "trigger")
    assert TEXT.title in event["payload"]["summary"]
    assert event["payload"]["severity"] == "critical"


def test_a_refusal_of_twilio_is_a_failure(world: Service) -> None:
    """What it does not take was not sent."""
    world.refuses = {f"{ACCOUNT}/Messages.json"}
    assert page(f"{TWILIO}/12025550142") == "Failure"


def test_a_patient_is_told_by_twilio(world: Service) -> None:
    """As the README's example sets it: the patient's number stands where the address has its place."""
    way = sender({Means.PHONE: SecretStr(f"{TWILIO}/{{address}}")}, public_url="https://desk.clinic.example")
    told = Text(title="A reply waits", body="A reply waits for you: https://desk.clinic.example/")
    assert way.send(Means.PHONE, "+12025550177", told) is None
    _, form = world.posts.get_nowait()
    assert form["To"] == "+12025550177"
    assert form["Body"].endswith("https://desk.clinic.example/")

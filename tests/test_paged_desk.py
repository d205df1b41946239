"""Paging over the whole way: a desk that serves, a service that takes pages, a person who has seen it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.store import open_store
from tests.paging.service import Service
from tests.paging.service import serving as serving_pages
from tests.serving import SMALL_FAQ, refused, serving, small_faq
from tests.store.parts import CANARY
from tests.web.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DYING = f"i want to die. {CANARY}"
CLINIC = """\
clinic:
  name: Sample Clinic
  phone: 555-0142
  address: 1 Sample Street
  time_zone: America/New_York
  hours: {monday: "09:00-17:00"}
  on_call: [{role: on-call nurse, name: Sample Nurse, phone: 555-0143}]
  paging: {test_at: "23:59"}
"""


@pytest.fixture
def service() -> Iterator[Service]:
    """Run a service that takes pages."""
    with serving_pages() as service:
        yield service


def faq(folder: Path) -> Path:
    """Return a FAQ with a clinic that has a nurse on call."""
    path = small_faq(folder)
    path.write_text(CLINIC + SMALL_FAQ)
    return path


def test_someone_in_danger_calls_a_person_who_answers(tmp_path: Path, service: Service) -> None:
    """The page arrives, leads to the case and holds no word; the person's acknowledgement reaches the open chat."""
    urls = json.dumps({"on-call nurse": [service.url("/nurse")]})
    address = "https://desk.clinic.example/"
    with serving(tmp_path, FAQ=faq(tmp_path), PAGING_URLS=urls, PUBLIC_URL=address) as served:
        patient = Client(url=served.url)
        assert "cannot be alerted" not in patient.get("/").text
        assert "I have sent an urgent alert" in patient.say(DYING).text
        _, page = service.posts.get(timeout=20)
        assert page["title"].startswith("CRISIS")
        assert "https://desk.clinic.example/staff/cases/1" in page["message"]
        store = open_store(tmp_path / "data")
        staff = store.accounts.add(username="rosa", name="Rosa Diaz", password_hash="x")
        store.cases.acknowledge(1, staff=staff)
        store.close()
        assert "Rosa Diaz from our staff has seen your message" in patient.get("/").text
        told = f"{page}{served.log}".lower()
        assert [word for word in ("canary", "kite", "s3cret") if word in told] == []


def test_a_desk_that_can_call_nobody_says_so_at_once(tmp_path: Path) -> None:
    """To who starts it, on the first screen and in the crisis reply."""
    with serving(tmp_path, FAQ=faq(tmp_path)) as served:
        patient = Client(url=served.url)
        assert "staff cannot be alerted from this chat" in patient.get("/").text
        said = patient.say(DYING).text
        assert "I could not reach our staff" in said
        assert "I have sent" not in said
        assert "Nobody can be paged: no destination is set (FRONTDESK_PAGING_URLS)." in served.log


@pytest.mark.parametrize(
    ("urls", "told"),
    [
        ('{"on-call nurse": ["nonsense://s3cret"]}', "apprise cannot use address 1 of on-call nurse"),
        ('{"nobody": ["json://s3cret@127.0.0.1/"]}', '"nobody" is no role of clinic.on_call'),
        ('{"on-call nurse": "json://s3cret@127.0.0.1/"}', "Input should be a valid tuple"),
        ("json://s3cret@127.0.0.1/", "write it as JSON"),
    ],
    ids=["no service", "no role", "no list", "no JSON"],
)
def test_a_wrong_setting_stops_the_start(tmp_path: Path, urls: str, told: str) -> None:
    """One line names the setting and the mend, never an address; nothing was opened."""
    ended = refused(tmp_path, FAQ=faq(tmp_path), PAGING_URLS=urls)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert told in ended.stderr
    assert "PAGING_URLS" in ended.stderr.upper()
    assert "s3cret" not in ended.stderr
    assert not (tmp_path / "data").exists()

"""The whole desk as a process on PostgreSQL: one or several of it, and a server that comes and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving import refused, serving, small_faq
from tests.store.places import PostgresqlPlace
from tests.web.client import Client

if TYPE_CHECKING:
    from pathlib import Path

    from tests.store.postgresql import Server

LENGTH = "how long is a session"
DYING = "i want to die"
SETTING = "FRONTDESK_DATABASE"


@pytest.fixture
def database(server: Server, tmp_path: Path) -> str:
    """Return the setting of an empty database."""
    return PostgresqlPlace(server, tmp_path).database


def test_a_server_that_goes_and_comes_back(server: Server, database: str, tmp_path: Path) -> None:
    """Nothing is acknowledged meanwhile: 503 with the crisis lines. Then the same message is taken, without a hand."""
    with serving(tmp_path, FAQ=small_faq(tmp_path), DATABASE=database) as served:
        patient = Client(url=served.url)
        assert patient.say(LENGTH).status == 200
        server.stop()
        refusal = patient.say(DYING, client_id="id-00000002")
        watched = (patient.get("/healthz").status, patient.get("/readyz").status)
        server.start()
        assert (refusal.status, *watched) == (503, 200, 503)
        assert "988" in refusal.json()["html"]
        assert patient.say(DYING, client_id="id-00000002").status == 200
        assert patient.get("/readyz").status == 200
        assert len(patient.say(LENGTH).json()["lines"]) == 4
    assert "canary" not in served.log


def test_two_processes_are_one_desk(database: str, tmp_path: Path) -> None:
    """What is said to one reaches the page that is open at the other, once."""
    faq = small_faq(tmp_path)
    with (
        serving(tmp_path, FAQ=faq, DATABASE=database) as one,
        serving(tmp_path, FAQ=faq, DATABASE=database) as other,
    ):
        patient = Client(url=one.url)
        patient.get("/")
        page = Client(url=other.url, cookies=patient.cookies)
        with page.opened("GET", "/events", None, {"last-event-id": "0"}) as stream:
            assert patient.say(LENGTH).status == 200
            assert next(line for line in iter(stream.readline, b"") if b"About two hours." in line)
        assert len(page.say(LENGTH).json()["lines"]) == 2


@pytest.mark.parametrize(
    ("address", "reason"),
    [("postgresql://u:canary@127.0.0.1:1/desk", "cannot be reached"), ("mysql://u:canary@127.0.0.1/desk", "write")],
)
def test_it_does_not_start_without_its_database(tmp_path: Path, address: str, reason: str) -> None:
    """One line names the setting and the mend, never the password; the exit is 2."""
    ended = refused(tmp_path, FAQ=small_faq(tmp_path), DATABASE=address)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{SETTING}: ")
    assert reason in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert "canary" not in ended.stderr

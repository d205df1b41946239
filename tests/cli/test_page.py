from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.paging.service import Service, serving
from tests.serving import SMALL_FAQ

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., Result]

CLINIC = """\
clinic:
  name: Sample Clinic
  phone: 555-0142
  address: 1 Sample Street
  time_zone: America/New_York
  hours: {monday: "09:00-17:00"}
  on_call:
    - {role: on-call nurse, name: Sample Nurse, phone: 555-0143}
    - {role: backup nurse, name: Sample Backup, phone: 555-0144, after_minutes: 3}
  paging: {repeat_minutes: 1}
"""


@pytest.fixture
def service() -> Iterator[Service]:
    """Run a service that takes pages."""
    with serving() as service:
        yield service


@pytest.fixture
def page(tmp_path: Path, service: Service, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs `page` for a clinic whose nurse has two addresses, and whose backup has none."""
    (tmp_path / "faq.yaml").write_text(CLINIC + SMALL_FAQ)
    monkeypatch.setenv("FRONTDESK_FAQ", str(tmp_path / "faq.yaml"))
    monkeypatch.setenv("FRONTDESK_DATA", str(tmp_path / "data"))
    urls = {"on-call nurse": [service.url("/one"), service.url("/two")]}
    monkeypatch.setenv("FRONTDESK_PAGING_URLS", json.dumps(urls))
    return lambda *arguments: CliRunner().invoke(main, ["page", *arguments], catch_exceptions=False)


def test_a_test_tells_which_place_took_it(page: Run, service: Service) -> None:
    """Each destination has its line; where one fails, the exit is 1, and the status keeps it until one arrives."""
    tested = page("test")
    assert (tested.exit_code, tested.stdout.splitlines()) == (
        0,
        ["ok        on-call nurse, destination 1", "ok        on-call nurse, destination 2"],
    )
    assert sorted(service.taken()) == ["/one", "/two"]
    service.refuses = {"/two"}
    failed = page("test")
    assert failed.exit_code == 1
    assert "failed (Failure) on-call nurse, destination 2" in failed.stdout
    assert page("status").exit_code == 1
    assert "s3cret" not in failed.output


def test_the_status_shows_the_ladder(page: Run) -> None:
    """Who, after how many minutes, where, and what became of the last page there."""
    before = page("status")
    assert before.exit_code == 0
    assert before.stdout.splitlines() == [
        "  0 min  on-call nurse",
        "         destination 1: never tried",
        "         destination 2: never tried",
        "  3 min  backup nurse",
        "         sees it on the staff page only: no destination is set",
        "Each is called again every 1 min; after 3 min the patient is told.",
    ]
    page("test")
    assert "destination 2: ok, 20" in page("status").stdout


def test_without_a_destination_nothing_works(page: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both say what is missing, and end with 1."""
    monkeypatch.delenv("FRONTDESK_PAGING_URLS")
    for command in ("test", "status"):
        ended = page(command)
        assert ended.exit_code == 1
        assert "FRONTDESK_PAGING_URLS" in ended.stderr

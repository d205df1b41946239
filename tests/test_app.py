"""The whole desk as a process: it starts, says where it is, serves, and ends; and why it does not start."""

from __future__ import annotations

import json
import re
import resource
import signal
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from tests.serving import Served, refused, serving, small_faq
from tests.store.parts import CANARY
from tests.web.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LENGTH = "how long is a session"
DYING = "i want to die"
JSON = {"sec-fetch-site": "same-origin", "content-type": "application/json"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the desk that most tests share."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """Serve the FAQ that comes with the desk."""
    with serving(folder) as served:
        yield served


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    """Serve a small FAQ, for a test that ends its desk."""
    with serving(tmp_path, FAQ=small_faq(tmp_path)) as served:
        yield served


def first_login(folder: Path) -> dict[str, str]:
    """Return what the file of the first login says."""
    rows = (folder / "data" / "first-login.txt").read_text().splitlines()
    return dict(row.split(": ") for row in rows)


def own_password(folder: Path) -> dict[str, str]:
    """Return the form that replaces the first password."""
    return {
        "current": first_login(folder)["password"],
        "new": "tin whistle under stairs",
        "again": "tin whistle under stairs",
    }


def failing(how: str) -> tuple[str, ...]:
    """Return the command of a desk that fails once, before the first outcome is kept."""
    return (sys.executable, "-m", "tests.failing_desk", how)


def words(page: str) -> str:
    """Return a page's text without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_it_says_where_it_is(served: Served, folder: Path) -> None:
    """The patients' page, the staff page, and, without a terminal, the file of the first login: never its password."""
    assert [line.split("  ")[0] for line in served.welcome.splitlines()] == [
        "Patients' page",
        "Staff page",
        "First login",
        "Ctrl-C stops the desk.",
    ]
    assert str(folder / "data" / "first-login.txt") in served.welcome
    assert first_login(folder)["password"] not in served.welcome


def test_only_the_owner_reads_what_is_kept(served: Served, folder: Path) -> None:
    """The folder, the database and the first password are closed to everybody else."""
    assert Client(url=served.url).get("/healthz").status == 200
    kept = [folder / "data", *(folder / "data").iterdir()]
    assert {path.name for path in kept} >= {"data", "first-login.txt", "frontdesk.sqlite3"}
    assert [path.name for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    assert stat.S_IMODE((folder / "data" / "first-login.txt").stat().st_mode) == 0o600


@pytest.mark.parametrize(("path", "status"), [("/healthz", "alive"), ("/readyz", "ready")])
def test_it_is_well(served: Served, path: str, status: str) -> None:
    """Those who watch over it learn that it lives and that it can take messages."""
    answer = Client(url=served.url).get(path)
    assert (answer.status, answer.json()) == (200, {"status": status})


def test_a_patient_is_answered_from_the_faq(served: Served) -> None:
    """The reply to a question is there in the answer to the request and on the page, once, however often it is sent."""
    patient = Client(url=served.url)
    first, again = patient.say(LENGTH), patient.say(LENGTH)
    assert (first.status, again.status) == (200, 200)
    assert "45 minutes" in first.text
    assert [line["number"] for line in first.json()["lines"]] == [line["number"] for line in again.json()["lines"]]
    assert words(patient.get("/").text).count("takes about 45 minutes") == 1


def test_staff_sign_in_and_find_the_crisis(served: Served, folder: Path) -> None:
    """With the first login a person gets in, and sees the case that a patient's words have opened."""
    assert "988" in Client(url=served.url).say(DYING).text
    staff = Client(url=served.url)
    assert staff.get("/staff").status == 303
    assert staff.form("/staff/login", first_login(folder)).status == 303
    assert staff.get("/staff").status == 303
    assert "Choose your own password" in staff.get("/staff/password").text
    assert staff.form("/staff/password", own_password(folder)).status == 303
    assert "Crisis" in words(staff.get("/staff").text)


def test_no_word_of_a_patient_reaches_the_log(served: Served) -> None:
    """Whatever is sent, well formed or not, standard error holds events and rules, and no words or tokens."""
    patient = Client(url=served.url)
    for number, text in enumerate((CANARY, f"{CANARY} {DYING}", f"{CANARY} " * 900, "\ud800" + CANARY)):
        patient.send("POST", "/messages", json.dumps({"client_id": f"id-0000000{number}", "text": text}).encode(), JSON)
    patient.send("POST", "/messages", f'{{"text": "{CANARY}'.encode(), JSON)
    patient.form("/messages", {"client_id": "id-00000009", "text": CANARY})
    patient.get("/canary-7f3a?text=canary-7f3a", referer="http://canary-7f3a/")
    assert "message.decided" in served.log
    secrets = ("canary", "7f3a", "kite", "attic", *patient.cookies.values(), patient.conversation)
    assert [secret for secret in secrets if secret in served.log.lower()] == []


def test_a_second_desk_does_not_take_the_port(served: Served, tmp_path: Path) -> None:
    """It says in one line that the port is taken and how to mend it, and opens nothing."""
    port = served.url.rpartition(":")[2]
    ended = refused(tmp_path, PORT=port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port} (Address already in use): " in ended.stderr
    assert "FRONTDESK_PORT" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("faq", "told"),
    [
        (None, [r"nowhere\.yaml: there is no such file: check the path"]),
        ("", [r"broken\.yaml: the file is empty.*"]),
        (
            "entries:\n- id: a b\n  question: Why?\n  anwser: So.\n",
            [r"broken\.yaml:2:\d+: .*", r"broken\.yaml:\d:\d.*"],
        ),
        ("entries: [\n", [r"broken\.yaml:\d:\d+: .*"]),
    ],
    ids=["missing", "empty", "wrong", "no YAML"],
)
def test_it_does_not_start_without_a_usable_faq(tmp_path: Path, faq: str | None, told: list[str]) -> None:
    """Every problem has its line with the place in the file; the exit is 2; no data folder is made."""
    path = tmp_path / ("nowhere.yaml" if faq is None else "broken.yaml")
    if faq is not None:
        path.write_text(faq)
    ended = refused(tmp_path, FAQ=path)
    lines = ended.stderr.replace(f"{tmp_path}/", "").splitlines()
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(lines) >= len(told)
    assert all(re.match(expected, line) for expected, line in zip(told, lines, strict=False))
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("name", ["file/data", "database"])
def test_it_does_not_start_where_it_cannot_keep_anything(tmp_path: Path, name: str) -> None:
    """A folder that cannot be made, or a file that is no database, is named in one line; the exit is 2."""
    (tmp_path / "file").touch()
    (tmp_path / "database").mkdir()
    (tmp_path / "database" / "frontdesk.sqlite3").write_bytes(b"no database at all, just some text " * 40)
    ended = refused(tmp_path, DATA=tmp_path / name, FAQ=small_faq(tmp_path))
    assert (ended.returncode, ended.stdout) == (2, "")
    assert str(tmp_path / name) in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(("setting", "value"), [("HOST", "host.invalid"), ("FRAME_ANCESTORS", '["no origin"]')])
def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path, setting: str, value: str) -> None:
    """One line says which it is, and the exit is 2."""
    ended = refused(tmp_path, FAQ=small_faq(tmp_path), **{setting: value})
    assert (ended.returncode, ended.stdout) == (2, "")
    assert setting.lower() in ended.stderr.lower()
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_it_is_told_to(small: Served, number: signal.Signals) -> None:
    """A page that is open, with its stream of lines, holds nothing up; the exit is 0 and nothing is said about it."""
    patient = Client(url=small.url)
    patient.say(LENGTH)
    with patient.opened("GET", "/events", None, {"last-event-id": "0"}) as stream:
        assert next(line for line in iter(stream.readline, b"") if b"About two hours." in line)
        assert small.end(number) == 0
        stream.read()
    assert "Traceback" not in small.log
    assert small.process.stdout
    assert small.process.stdout.read() == ""


def test_what_was_said_outlives_the_process(small: Served, tmp_path: Path) -> None:
    """Started again, the desk shows a patient the same conversation, and makes no second first login."""
    patient = Client(url=small.url)
    patient.say(LENGTH)
    assert small.end(signal.SIGTERM) == 0
    with serving(tmp_path, FAQ=tmp_path / "faq.yaml") as again:
        assert "About two hours." in words(Client(url=again.url, cookies=patient.cookies).get("/").text)
        assert "First login" not in again.welcome


def test_a_message_survives_a_kill_before_its_reply(tmp_path: Path) -> None:
    """Stored but not answered when the power failed, it has its reply, and staff their case, when the desk is back."""
    faq = small_faq(tmp_path)
    patient: dict[str, str] = {}
    with serving(tmp_path, command=failing("die"), FAQ=faq) as dying:
        victim = Client(url=dying.url, cookies=patient)
        victim.get("/")
        with pytest.raises(ConnectionError):
            victim.say(DYING)
        assert dying.process.wait(timeout=8) == -signal.SIGKILL
    with serving(tmp_path, FAQ=faq) as again:
        back = Client(url=again.url, cookies=patient)
        assert words(back.get("/transcript").text).count("988lifeline.org") == 1
        same = back.say(DYING).json()["lines"]
        assert len(same) == 2
        assert "988" in back.say(LENGTH, client_id="id-00000002").text
        staff = Client(url=again.url)
        staff.form("/staff/login", first_login(tmp_path))
        staff.form("/staff/password", own_password(tmp_path))
        assert "Crisis" in words(staff.get("/staff").text)


def test_an_outcome_that_could_not_be_kept_is_made_up_for(tmp_path: Path) -> None:
    """The patient reads that nobody was reached, and, a moment later and without asking again, the reply."""
    with serving(tmp_path, command=failing("refuse"), FAQ=small_faq(tmp_path)) as served:
        patient = Client(url=served.url)
        patient.get("/")
        assert patient.say(LENGTH).status == 503
        with patient.opened("GET", "/events", None, {"last-event-id": "0"}) as stream:
            assert next(line for line in iter(stream.readline, b"") if b"About two hours." in line)


def test_a_full_disk_refuses_messages_and_keeps_the_desk(small: Served) -> None:
    """Nothing is acknowledged: the answer is 503 with the crisis lines; with room again the same message is taken."""
    patient, limit = Client(url=small.url), resource.RLIMIT_FSIZE
    assert patient.say(LENGTH).status == 200
    resource.prlimit(small.process.pid, limit, (1, resource.RLIM_INFINITY))
    refusal = patient.say(DYING, client_id="id-00000002")
    page = patient.form("/messages", {"client_id": "id-00000003", "text": DYING})
    assert (refusal.status, page.status) == (503, 503)
    assert "988" in refusal.json()["html"]
    assert "could not reach our staff" in words(page.text)
    assert patient.get("/healthz").status == 200
    resource.prlimit(small.process.pid, limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    taken = patient.say(DYING, client_id="id-00000002")
    assert taken.status == 200
    assert patient.get("/readyz").status == 200
    assert len(patient.say(LENGTH).json()["lines"]) == 4


def test_an_address_of_the_newer_kind_is_written_as_browsers_read_it(tmp_path: Path) -> None:
    """An IPv6 address stands in brackets, and leads to the page."""
    with serving(tmp_path, HOST="::1", FAQ=small_faq(tmp_path)) as served:
        assert served.url.startswith("http://[::1]:")
        assert Client(url=served.url).get("/healthz").status == 200

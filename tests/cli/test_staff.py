from __future__ import annotations

import json
import os
import pty
import re
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.inbox.passwords import Passwords
from bot.model import Role
from bot.store import open_store
from tests.cli.parts import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

pytestmark = pytest.mark.usefixtures("quick_hashes")

ADA = ("add", "ada", "--name", "Ada Lund")
ROSA = ("add", "Rosa.Diaz", "--name", "Rosa Diaz", "--role", "agent")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder that the commands use."""
    monkeypatch.setenv("FRONTDESK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def staff(*arguments: str) -> Result:
    """Run `staff`; an error that nobody foresaw fails the test."""
    return CliRunner().invoke(main, ["staff", *arguments], catch_exceptions=False)


def listed() -> dict[str, dict[str, object]]:
    """Return what `staff list --json` prints, by username."""
    return {row["username"]: row for row in json.loads(staff("list", "--json").stdout)}


def password_in(path: str, username: str) -> str:
    """Return the one-time password that a private file holds."""
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the path as it was printed
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600
        first, second = file.read().splitlines()
    assert first == f"username: {username}"
    return second.removeprefix("password: ")


def fits(data: Path, username: str, password: str) -> bool:
    """Tell whether the password opens the account."""
    store = open_store(data)
    known = store.accounts.password_hash(username)
    store.close()
    return known is not None and Passwords().is_right(password, known[1])


def test_the_first_account_is_an_admin(data: Path) -> None:
    """Somebody must be able to add the others: without a role it becomes admin, and no other role is taken."""
    refused = staff(*ROSA)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "the first account must have the role admin" in refused.stderr
    assert not list(data.glob("one-time-*"))
    assert staff(*ADA).exit_code == 0
    assert listed()["ada"]["role"] == "admin"


def test_an_added_account_gets_a_one_time_password(data: Path) -> None:
    """Without a terminal it stands in a private file, whose path is all that standard output holds."""
    staff(*ADA)
    added = staff(*ROSA)
    path = str(data / "one-time-rosa.diaz.txt")
    assert (added.exit_code, added.stdout) == (0, f"{path}\n")
    assert added.stderr.startswith("rosa.diaz (agent) has an account. Hand the password over in person")
    assert fits(data, "rosa.diaz", password_in(path, "rosa.diaz"))
    row = listed()["rosa.diaz"]
    assert (row["name"], row["role"]) == ("Rosa Diaz", "agent")
    assert (row["must_change_password"], row["is_disabled"]) == (True, False)


def test_on_a_terminal_the_password_is_printed(data: Path) -> None:
    """It stands alone on standard output, and in no file."""
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "staff", *ADA]
    environment = {"PATH": "/usr/bin:/bin", "FRONTDESK_DATA": str(data)}
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=theirs, stderr=subprocess.PIPE, timeout=100, check=True
    )
    os.close(theirs)
    printed = os.read(mine, 1000).decode().split()
    os.close(mine)
    assert len(printed) == 1
    assert fits(data, "ada", printed[0])
    assert printed[0] not in ended.stderr.decode()
    assert not list(data.glob("*.txt"))


def test_a_reset_gives_another_one_time_password(data: Path) -> None:
    """The old one is worth nothing from then on."""
    old = password_in(staff(*ADA).stdout.strip(), "ada")
    new = password_in(staff("reset", "ada").stdout.strip(), "ada")
    assert old != new
    assert fits(data, "ada", new)
    assert not fits(data, "ada", old)


def test_an_account_is_disabled_and_enabled(data: Path) -> None:
    """A disabled one cannot be signed in to; enabled again, it has the password it had."""
    staff(*ADA)
    password = password_in(staff(*ROSA).stdout.strip(), "rosa.diaz")
    assert staff("disable", "rosa.diaz").stderr.startswith("rosa.diaz cannot sign in any more")
    assert listed()["rosa.diaz"]["is_disabled"] is True
    assert not fits(data, "rosa.diaz", password)
    assert staff("enable", "ROSA.DIAZ").stderr == "rosa.diaz can sign in again.\n"
    assert fits(data, "rosa.diaz", password)


@pytest.mark.parametrize("role", Role)
def test_a_role_is_changed(data: Path, role: Role) -> None:
    """To any of the three."""
    assert not data.exists()
    staff(*ADA)
    staff(*ROSA)
    assert staff("role", "rosa.diaz", role.value).exit_code == 0
    assert listed()["rosa.diaz"]["role"] == role


@pytest.mark.parametrize("change", [("disable", "ada"), ("role", "ada", "lead"), ("role", "ada", "agent")])
def test_the_last_admin_stays(data: Path, change: tuple[str, ...]) -> None:
    """Whoever is the last that can sign in as admin is neither disabled nor demoted; with a second admin."""
    staff(*ADA)
    staff("add", "ben", "--name", "Ben", "--role", "admin")
    staff("disable", "ben")
    refused = staff(*change)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "ada is the last admin: give another account the role admin first\n"
    assert fits(data, "ada", password_in(str(data / "one-time-ada.txt"), "ada"))
    staff("enable", "ben")
    assert staff(*change).exit_code == 0


@pytest.mark.parametrize("command", ["disable", "enable", "reset", "role"])
def test_an_unknown_name_is_told(data: Path, command: str) -> None:
    """One line names it; nothing is made, and no password file is left behind."""
    staff(*ADA)
    refused = staff(command, "nobody", *(["lead"] if command == "role" else []))
    assert (refused.exit_code, refused.stdout, refused.stderr) == (2, "", "there is no account nobody\n")
    assert [file.name for file in data.glob("*.txt")] == ["one-time-ada.txt"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "ada", "--name", "Another"), "there is an account ada already"),
        (("add", " ADA ", "--name", "Another"), "there is an account ada already"),
        (("add", "../ada", "--name", "Ada"), "a username is 1 to 32 letters"),
        (("add", "", "--name", "Ada"), "a username is 1 to 32 letters"),
        (("add", "ädä", "--name", "Ada"), "a username is 1 to 32 letters"),
        (("reset", "../../etc"), "a username is 1 to 32 letters"),
        (("add", "ben", "--name", " "), "a name has 1 to 60 characters"),
        (("add", "ben", "--name", "x" * 61), "a name has 1 to 60 characters"),
        (("add", "ben", "--name", "Ben\u202eneB"), "a name has 1 to 60 characters"),
        (("add", "ben"), "--name"),
        (("add", "ben", "--name", "Ben", "--role", "king"), "'king' is not one of 'agent', 'lead', 'admin'"),
        (("role", "ada", "king"), "'king' is not one of 'agent', 'lead', 'admin'"),
    ],
)
def test_what_cannot_be_is_refused(data: Path, arguments: tuple[str, ...], told: str) -> None:
    """The reason stands on standard error, the exit is 2, and the accounts stay as they were."""
    staff(*ADA)
    before = listed(), sorted(data.glob("*.txt"))
    refused = staff(*arguments)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert told in refused.stderr
    assert (listed(), sorted(data.glob("*.txt"))) == before


def test_the_list_is_a_table_for_people(data: Path) -> None:
    """By username, with each account's role and state; no password, no hash."""
    staff(*ADA)
    staff(*ROSA)
    staff("disable", "rosa.diaz")
    printed = staff("list")
    assert data.exists()
    lines = [re.split(r"  +", line.strip()) for line in printed.stdout.splitlines()]
    assert lines[0] == ["username", "name", "role", "state", "acts as"]
    assert lines[1][:3] == ["ada", "Ada Lund", "admin"]
    assert lines[1][3].startswith("one-time password, until ")
    assert lines[2] == ["rosa.diaz", "Rosa Diaz", "agent", "disabled"]
    assert "argon" not in printed.output + staff("list", "--json").output


def test_a_desk_without_accounts_lists_none(data: Path) -> None:
    """An empty list is a list."""
    assert not data.exists()
    assert json.loads(staff("list", "--json").stdout) == []


def test_every_subcommand_has_its_help() -> None:
    """`staff -h` names them, and each says what it does."""
    told = staff("-h").stdout
    for name in ("add", "list", "disable", "enable", "reset", "role", "link", "unlink"):
        assert f"\n  {name} " in told
        assert staff(name, "-h").stdout.startswith(f"Usage: main staff {name} ")


def test_a_person_of_another_platform_is_linked(data: Path) -> None:
    """The list shows who acts as whom; an ended link is gone, and ending it twice says so."""
    staff(*ADA)
    assert "U1 of slack acts as ada (admin)" in staff("link", "ada", "slack", "U1").stderr
    staff("link", "ada", "discord", "7")
    assert listed()["ada"]["links"] == "discord:7 slack:U1"
    staff("unlink", "slack", "U1")
    assert listed()["ada"]["links"] == "discord:7"
    refused = CliRunner().invoke(main, ["staff", "unlink", "slack", "U1"])
    assert data.exists()
    assert refused.exit_code == 2
    assert "nobody is linked to U1 of slack" in refused.stderr

"""A throw-away PostgreSQL of Debian's, in a folder of its own and on a socket in it; for a test, an empty database."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import unquote

import psycopg

from bot.store.engine.opening import open_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator

USER: Final = "frontdesk"
PASSWORD: Final = "canary-pass%2Fword"
"""As it stands in a URL; every connection needs it."""

_SETTINGS: Final = {
    "listen_addresses": "''",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "max_wal_size": "64MB",
    "autovacuum": "off",
    "dynamic_shared_memory_type": "mmap",
    "checkpoint_timeout": "1h",
}


class Server:
    """One server. Its disk is memory where the machine has some: what it syncs there costs nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)
        self._made: list[str] = []
        self._ready: str | None = None

    def url(self, database: str) -> str:
        """Return the address of a database, as an operator would set it."""
        return f"postgresql://{USER}:{PASSWORD}@/{database}?host={self.folder}"

    def run(self, statement: str, *, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement beside the desk, as an operator would."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def ready(self) -> str:
        """Return the name of a database with the newest schema and no rows, to make others of: migrated once."""
        if self._ready is None:
            self.run("CREATE DATABASE ready TEMPLATE template1")
            open_postgresql(self.url("ready")).dispose()
            self._ready = "ready"
        return self._ready

    def new(self, *, template: str = "template1") -> str:
        """Return the name of a new database that is what the template is."""
        name = f"desk{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._made.append(name)
        return name

    def drop(self) -> None:
        """Remove the databases that were made, whoever is still connected."""
        while self._made:
            self.run(f"DROP DATABASE {self._made.pop()} WITH (FORCE)")

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
        self.control(
            "start", "-l", str(self.folder / "log"), "-o", f"{options} -c unix_socket_directories={self.folder}"
        )

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """Stop it: fast cuts every connection, immediate is a crash."""
        self.control("stop", "-m", mode)

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """Stop and start it."""
        self.stop(mode)
        self.start()

    def control(self, *arguments: str) -> None:
        """Let pg_ctl do something and wait for its end."""
        run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-s", *arguments)


@contextlib.contextmanager
def server(*, is_on_disk: bool = False) -> Iterator[Server]:
    """Make, start and in the end remove a server; on a real disk where what it syncs is to cost what it costs."""
    where = None if is_on_disk else _memory()
    with tempfile.TemporaryDirectory(prefix="desk", dir=where, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _make(folder)
        made = Server(folder)
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")


def run(program: str, *arguments: str) -> None:
    """Run a program of the server's as a user that is not root, whom PostgreSQL refuses."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": ()} if os.geteuid() == 0 else {}
    command = [str(_programs() / program), *arguments]
    # To a file, not a pipe: the server inherits it, and a pipe would be read until the server ends.
    with tempfile.TemporaryFile() as said:
        ended = subprocess.run(command, stdout=said, stderr=said, cwd="/", check=False, **user)  # type: ignore[call-overload]
        said.seek(0)
        assert ended.returncode == 0, said.read().decode()


def _programs() -> Path:
    """Return the folder of the newest server's programs, which Debian keeps out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    assert found or on_path, "PostgreSQL is missing. Run this, then try again:  sudo apt-get install -y postgresql"
    return found[-1].parent if found else Path(str(on_path)).parent


def _memory() -> str | None:
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > 500_000_000
    return str(memory) if has_room else None


def _make(folder: Path) -> None:
    secret = folder / "password"
    secret.write_text(unquote(PASSWORD))
    if os.geteuid() == 0:
        for path in (folder, secret):
            shutil.chown(path, "postgres", "postgres")
    sign_in = ("--username", USER, "--pwfile", str(secret), "--auth", "scram-sha-256")
    what = ("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--wal-segsize", "1")
    run("initdb", "--pgdata", str(folder / "data"), *sign_in, *what)

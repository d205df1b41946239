"""`serve`: one process with the patients' page and the staff page."""

from __future__ import annotations

import signal
import socket
import sys
from typing import TYPE_CHECKING

import click

from bot.app import build
from bot.cli.understand import learning
from bot.errors import ConfigurationError
from bot.http.serve import Server
from bot.inbox.first_login import ensure_first_account
from bot.meaning.installed import LACKING, is_installed
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.inbox.first_login import FirstLogin


@click.command()
def serve() -> None:
    """Serve the patients' page and the staff page until stopped."""
    _end_well()
    settings = Settings()
    listener = _listen(settings.host, settings.port)
    if not is_installed():
        click.echo(LACKING)
    with learning() as tell:
        desk = build(settings, tell=tell)
    problem = desk.store.pages.health().problem
    if problem:
        click.echo(problem, err=True)
    first = ensure_first_account(desk.store.accounts, data=settings.data, is_terminal=sys.stdout.isatty())
    host, port = listener.getsockname()[:2]
    click.echo(_welcome(f"http://{_address(host, port)}", first))
    Server(desk.web, host=host, port=port, live=desk.live).run(sockets=[listener])


def _end_well() -> None:
    """Let a signal to stop end with 0: uvicorn raises it once more when everything is finished and closed."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is opened, so that two desks never share a database by slip."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        why = (error.strerror or "").partition(" (while")[0]
        mend = "stop what uses it, or set FRONTDESK_HOST and FRONTDESK_PORT"
        raise ConfigurationError(f"cannot listen on {_address(host, port)} ({why}): {mend}") from error


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _welcome(address: str, first: FirstLogin | None) -> str:
    rows = [f"Patients' page  {address}/", f"Staff page      {address}/staff"]
    if first and first.password:
        rows += [f"First login     {first.username}", f"Password        {first.password}   (shown only this once)"]
    elif first:
        rows.append(f"First login     in {first.path}, readable by you alone; delete the file once you have signed in")
    return "\n".join([*rows, "Ctrl-C stops the desk."])

"""`serve`: one process with the patients' page and the staff page."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import click

from bot import logs
from bot.app import build
from bot.errors import ConfigurationError
from bot.http.serve import Server
from bot.inbox.first_login import ensure_first_account
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.inbox.first_login import FirstLogin


@click.command()
def serve() -> None:
    """Serve the patients' page and the staff page until stopped."""
    logs.configure()
    settings = Settings()
    listener = _listen(settings.host, settings.port)
    desk = build(settings)
    first = ensure_first_account(desk.store.accounts, data=settings.data, is_terminal=sys.stdout.isatty())
    host, port = listener.getsockname()[:2]
    click.echo(_welcome(f"http://{host}:{port}", first))
    Server(desk.web, host=host, port=port, live=desk.live).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is opened, so that two desks never share a database by slip."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = f"{host}:{port} cannot be listened on ({error.strerror}): stop what uses it, or set FRONTDESK_PORT"
        raise ConfigurationError(reason) from error


def _welcome(address: str, first: FirstLogin | None) -> str:
    rows = [f"Patients' page  {address}/", f"Staff page      {address}/staff"]
    if first and first.password:
        rows += [f"First login     {first.username}", f"Password        {first.password}   (shown only this once)"]
    elif first:
        rows.append(f"First login     in {first.path}, readable by you alone; delete the file once you have signed in")
    return "\n".join([*rows, "Ctrl-C stops the desk."])

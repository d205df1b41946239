"""A thousand patients' pages open at one desk, twenty messages a second: how long the reply takes, what a page costs.

python -m bench.pages [--pages 1000] [--rate 20] [--seconds 20]

One process serves, by the shipped FAQ with its decision recorded, on SQLite; another holds the pages open and writes.
Every page is one live stream. At most: p99 to the reply, in the answer and on the open page, 1 s.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench.desk import Recorded
from bench.phrasings import ROOT, SHIPPED
from bot import logs
from bot.app import build
from bot.http.serve import Server
from bot.learning.ready import prepare
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

HOST = "127.0.0.1"
SAME_ORIGIN = "sec-fetch-site: same-origin\r\n"
QUESTION = "How long does a session take?"
_COOKIE = re.compile(r"frontdesk_visitor=[^;]+")


@dataclass(slots=True)
class Patient:
    """One browser at an address of its own: its cookie, its live stream, how long each of its messages took."""

    port: int
    address: str
    cookie: str = ""
    sent: dict[str, float] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    number: int = 0

    async def arrive(self) -> None:
        """Write the first message, so that there is a conversation."""
        head, _ = await self._post(QUESTION)
        found = _COOKIE.search(head)
        self.cookie = found[0] if found else ""

    async def watch(self) -> None:
        """Hold the page open, and note when each reply is shown on it."""
        reader, writer = await asyncio.open_connection(HOST, self.port, local_addr=(self.address, 0))
        writer.write(f"GET /events HTTP/1.1\r\nhost: {HOST}\r\ncookie: {self.cookie}\r\n\r\n".encode())
        while line := await reader.readline():
            if b"line-desk" in line and self.sent:
                self.shown.append(time.perf_counter() - self.sent.pop(next(iter(self.sent))))
        writer.close()

    async def write(self) -> None:
        """Send a message, and note when its reply is there."""
        began = time.perf_counter()
        self.sent[f"m{self.number}"] = began
        await self._post(QUESTION)
        self.answered.append(time.perf_counter() - began)

    async def _post(self, text: str) -> tuple[str, str]:
        self.number += 1
        body = json.dumps({"client_id": f"message-{self.number:08}", "text": text, "after": 999999999}).encode()
        reader, writer = await asyncio.open_connection(HOST, self.port, local_addr=(self.address, 0))
        head = f"POST /messages HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\ncontent-type: application/json\r\n"
        cookie = f"cookie: {self.cookie}\r\n" if self.cookie else ""
        writer.write(f"{head}{SAME_ORIGIN}{cookie}content-length: {len(body)}\r\n\r\n".encode() + body)
        answer = (await reader.read()).decode()
        writer.close()
        status, _, rest = answer.partition("\r\n")
        if " 200 " not in status:
            raise RuntimeError(status)
        head, _, said = rest.partition("\r\n\r\n")
        return head, said


async def load(port: int, child: int, *, pages: int, rate: float, seconds: float) -> None:
    """Open the pages, write at the rate, and print what was seen."""
    patients = [Patient(port, f"127.0.{1 + n // 250}.{1 + n % 250}") for n in range(pages)]
    for begin in range(0, pages, 20):
        await asyncio.gather(*(patient.arrive() for patient in patients[begin : begin + 20]))
    before = _resident(child)
    streams = [asyncio.create_task(patient.watch()) for patient in patients]
    await asyncio.sleep(5)
    held = _resident(child) - before
    chance, writing = random.Random(1), set()
    for patient in chance.sample(patients, min(pages, int(rate * seconds))):
        writing.add(asyncio.create_task(patient.write()))
        await asyncio.sleep(1 / rate)
    await asyncio.gather(*writing)
    await asyncio.sleep(3)
    for stream in streams:
        stream.cancel()
    answered = [one for patient in patients for one in patient.answered]
    shown = [one for patient in patients for one in patient.shown]
    print(
        f"{pages} open pages, {len(answered)} messages at {rate:g} a second: "
        f"reply p50 {_share(answered, 0.5):.0f} ms, p99 {_share(answered, 0.99):.0f} ms; "
        f"on the page {len(shown)}, p50 {_share(shown, 0.5):.0f} ms, p99 {_share(shown, 0.99):.0f} ms; "
        f"{held / pages * 1024:.0f} KiB an open page"
    )


def _share(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] * 1000 if values else float("nan")


def _resident(process: int) -> float:
    """Return a process's resident MiB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def _serve(folder: Path) -> None:
    """Be the desk; print the port."""
    logs.configure()
    listener = socket.create_server((HOST, 0), backlog=2048)
    settings = Settings(_env_file=None, data=folder, faq=SHIPPED)
    desk = build(settings)
    prepared = prepare(SHIPPED, folder)
    desk.frontdesk._understanding = Recorded(prepared.school.understanding(prepared.shelves))  # type: ignore[assignment]  # noqa: SLF001
    print(listener.getsockname()[1], flush=True)
    Server(desk.web, host=HOST, port=0, live=desk.live).run(sockets=[listener])


@click.command()
@click.option("--pages", default=1000)
@click.option("--rate", default=20.0)
@click.option("--seconds", default=20.0)
@click.option("--serve", "folder", hidden=True, type=click.Path(path_type=Path))
def main(pages: int, rate: float, seconds: float, folder: Path | None) -> None:
    """Serve in one process, open the pages from this one."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if folder:
        _serve(folder)
        return
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "bench.pages", "--serve", name]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            port = int(child.stdout.readline() if child.stdout else "")
            asyncio.run(load(port, child.pid, pages=pages, rate=rate, seconds=seconds))
        finally:
            child.terminate()
            child.wait()


if __name__ == "__main__":
    main()

"""`page`: who is called when someone is in danger, and whether that works."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import anyio
import click

from bot.clock import SystemClock
from bot.faq.load import load
from bot.paging.notify import notifier, reach
from bot.paging.pager import SECONDS, Pager
from bot.settings import Settings
from bot.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.desk.ladder import Ladder, Rung
    from bot.pages import Page, Place
    from bot.ports import Pages

_WAITS: Final = 90
"""Seconds for a test page that another process has taken over."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def page() -> None:
    """Page those who are on call: test, status.

    Exit status: 0 it works, 1 it does not, 2 it cannot be tried; why stands on standard error.
    """


@page.command()
@click.pass_context
def test(ctx: click.Context) -> None:
    """Send a page marked TEST to every destination now, and say which of them took it."""
    with _opened() as (pages, pager, _ladder):
        queued = pages.test()
        ended = anyio.run(_sent, pages, pager, queued)
        problem = pages.health().problem
    for one in ended:
        click.echo(f"{_state(one):<9} {_name(one.place)}")
    if not queued:
        click.echo(problem, err=True)
    ctx.exit(0 if queued and all(one.sent_at for one in ended) else 1)


@page.command()
@click.pass_context
def status(ctx: click.Context) -> None:
    """Show who is called after how many minutes, and what became of the last page to each destination."""
    with _opened() as (pages, _pager, ladder):
        last = {one.place: one for one in pages.last()}
        health = pages.health()
    for rung in ladder.rungs:
        click.echo(f"{rung.after:>3} min  {rung.role}")
        for line in _places(rung, last):
            click.echo(f"         {line}")
    click.echo(f"Each is called again every {ladder.repeat} min; after {ladder.last} min the patient is told.")
    click.echo(health.problem or "Paging works, as far as the last page to each destination tells.", err=True)
    ctx.exit(1 if health.problem else 0)


@contextmanager
def _opened() -> Iterator[tuple[Pages, Pager, Ladder]]:
    settings = Settings()
    notify = notifier(settings.paging_urls)
    faq = load(settings.faq)
    reached = reach(settings.paging_urls, lambda: faq.clinic)
    store = open_store(settings.data, SystemClock(), database=settings.database.get_secret_value(), reach=reached)
    try:
        pager = Pager(store.timers, store.pages, notify, clinic=reached.clinic, staff_page=settings.staff_page)
        yield store.pages, pager, reached.ladder()
    finally:
        store.close()


async def _sent(pages: Pages, pager: Pager, queued: Sequence[int]) -> Sequence[Page]:
    """Send what is queued until each test page was tried, here or by the desk that runs."""
    with anyio.move_on_after(_WAITS):
        while not all(one.sent_at or one.failed_at for one in pages.pages(queued)):
            await pager.send()
            await anyio.sleep(SECONDS / 10)
    return pages.pages(queued)


def _places(rung: Rung, last: dict[Place, Page]) -> Iterator[str]:
    if not rung.destinations:
        yield "sees it on the staff page only: no destination is set"
    for place in rung.places:
        tried = last.get(place)
        when = f", {tried.sent_at or tried.failed_at:%Y-%m-%d %H:%M} UTC" if tried else ""
        yield f"destination {place.number}: {_state(tried) if tried else 'never tried'}{when}"


def _name(place: Place) -> str:
    return f"{place.role}, destination {place.number}"


def _state(one: Page) -> str:
    if one.sent_at:
        return "ok"
    return f"failed ({one.error})" if one.failed_at else "waiting"

"""`doctor`: whether the desk's access to another platform is right, and what to mend."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import anyio
import click

from bot.errors import ConfigurationError
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_PACKAGES: Final = {"discord": "discord", "slack": "slack_sdk"}


@click.command()
@click.argument("platform", type=click.Choice(sorted(_PACKAGES)))
@click.pass_context
def doctor(ctx: click.Context, platform: str) -> None:
    """Examine the desk's access to PLATFORM, and say what to mend. Nothing is posted there.

    Exit status: 0 all is right, 1 something is to be mended, 2 it cannot be examined.
    """
    examine = _examination(platform)
    findings = anyio.run(examine, Settings())
    for finding in findings:
        click.echo(finding)
    if not findings:
        click.echo(f"{platform.capitalize()}: all is right.", err=True)
    ctx.exit(1 if findings else 0)


def _examination(platform: str) -> Callable[[Settings], Awaitable[tuple[str, ...]]]:
    """Return the channel's own `examine(settings)`. Raises ConfigurationError where its package is missing."""
    if find_spec(_PACKAGES[platform]) is None:
        raise ConfigurationError(f"`doctor {platform}` needs {platform}: pip install 'clinic-frontdesk[{platform}]'")
    examine: Callable[[Settings], Awaitable[tuple[str, ...]]] = import_module(f"bot.channels.{platform}.doctor").examine
    return examine

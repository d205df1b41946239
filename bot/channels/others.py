"""The channels of other platforms: each is an extra, and served where its token is set."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from bot.deliver import Deliverer
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from starlette.routing import Route

    from bot.frontdesk import FrontDesk
    from bot.settings import Settings
    from bot.store import Store
    from bot.surface import Surface


def deliverers(settings: Settings, frontdesk: FrontDesk, store: Store) -> tuple[Deliverer, ...]:
    """Return what serves each platform that has a token. Raises ConfigurationError where its package is missing."""
    return tuple(_served(settings, frontdesk, store))


@runtime_checkable
class Called(Protocol):
    """A platform that may call the desk's own web server. It proves who it is by itself, not as a page does."""

    def routes(self) -> Sequence[Route]:
        """Return the addresses that the platform calls."""
        ...


def called(found: Iterable[Deliverer]) -> tuple[Route, ...]:
    """Return every address that a platform calls."""
    return tuple(route for one in found if isinstance(one.surface, Called) for route in one.surface.routes())


def _served(settings: Settings, frontdesk: FrontDesk, store: Store) -> Iterator[Deliverer]:
    if settings.slack_bot_token.get_secret_value():
        surface = _surface("slack", "slack_bolt", settings, frontdesk, store)
        yield Deliverer(surface, store.deliveries, store.cards if settings.slack_staff_channel else None)
    if settings.discord_token.get_secret_value():
        surface = _surface("discord", "discord", settings, frontdesk, store)
        yield Deliverer(surface, store.deliveries, store.cards if settings.discord_staff_forum else None)


def _surface(name: str, package: str, *parts: object) -> Surface:
    """Return the channel's own `surface(settings, frontdesk, store)`."""
    if find_spec(package) is None:
        raise ConfigurationError(f"FRONTDESK_{name.upper()}_… is set: pip install 'clinic-frontdesk[{name}]'")
    made: Surface = import_module(f"bot.channels.{name}").surface(*parts)
    return made

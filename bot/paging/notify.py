"""The way out to those on call. The addresses, which hold passwords, go no further than this room."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol, cast

from bot.desk.ladder import Reach, roles
from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pydantic import SecretStr

    from bot.faq.content import Clinic
    from bot.pages import Place
    from bot.paging.text import Text

SETTING: Final = "FRONTDESK_PAGING_URLS"


class Notifier(Protocol):
    """Sends one page to one place. Synchronous, safe to use from many threads, done within seconds."""

    def send(self, place: Place, text: Text) -> str | None:
        """Return None where it was sent, else what went wrong: a name, never an address."""
        ...


class Nowhere:
    """Sends nothing: no destination is set."""

    def send(self, place: Place, text: Text) -> str | None:
        """Say that there is no such place."""
        del place, text
        return "NoDestination"


def notifier(urls: Mapping[str, Sequence[SecretStr]]) -> Notifier:
    """Return what sends to these destinations. Raises ConfigurationError, in one line that holds no address."""
    if not urls:
        return Nowhere()
    if find_spec("apprise") is None:
        raise ConfigurationError(f"{SETTING} needs apprise: pip install 'clinic-frontdesk[paging]'")
    make = import_module("bot.paging.by_apprise").ByApprise
    return cast("Notifier", make(urls))


def reach(urls: Mapping[str, Sequence[SecretStr]], clinic: Callable[[], Clinic | None]) -> Reach:
    """Return whom the desk can call. Raises ConfigurationError where a role is none of the FAQ's `on_call`."""
    known = roles(clinic())
    unknown = [role for role in urls if known and role not in known]
    if unknown:
        raise ConfigurationError(
            f'{SETTING}: "{unknown[0]}" is no role of clinic.on_call in the FAQ, which has: {", ".join(known)}'
        )
    return Reach(clinic=clinic, destinations={role: len(addresses) for role, addresses in urls.items()})

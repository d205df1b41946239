"""The way out to patients: an address with `{address}` in it, one for e-mail and one for phones, each by apprise.

Whatever a patient typed is checked (`bot.waiting.address`) and quoted before it becomes part of an address.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol, cast

from bot.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

    from bot.paging.text import Text
    from bot.waiting import Means

SETTING: Final = "FRONTDESK_NOTICE_URLS"
PLACE: Final = "{address}"
"""Where in an address the patient's own stands."""


class Sender(Protocol):
    """Sends one text to one patient. Synchronous, safe to use from many threads, done within seconds."""

    def send(self, means: Means, to: str, text: Text) -> str | None:
        """Return None where it was sent, else what went wrong: a name, never an address."""
        ...


class Nothing:
    """Sends nothing: no address is set."""

    def send(self, means: Means, to: str, text: Text) -> str | None:
        """Say that there is no such way."""
        del means, to, text
        return "NoDestination"


def sender(urls: Mapping[Means, SecretStr], *, public_url: str) -> Sender:
    """Return what sends to patients. Raises ConfigurationError, in one line that holds no address."""
    if not urls:
        return Nothing()
    if not public_url:
        raise ConfigurationError(f"{SETTING} needs FRONTDESK_PUBLIC_URL: a notice leads patients to their chat")
    for means, url in urls.items():
        if url.get_secret_value().count(PLACE) != 1:
            raise ConfigurationError(f"{SETTING}: write {PLACE} once in the address of {means}")
    if find_spec("apprise") is None:
        raise ConfigurationError(f"{SETTING} needs apprise: pip install 'clinic-frontdesk[paging]'")
    make = import_module("bot.paging.patients_by_apprise").PatientsByApprise
    return cast("Sender", make(urls))

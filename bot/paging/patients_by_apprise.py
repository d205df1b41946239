"""Notices to patients by apprise: their address is put, quoted, where the setting's address has its place for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from apprise import Apprise, NotifyFormat, NotifyType

from bot.errors import ConfigurationError
from bot.paging.by_apprise import ASSET
from bot.paging.patients import PLACE, SETTING
from bot.waiting import Means

if TYPE_CHECKING:
    from collections.abc import Mapping

    from apprise import NotifyBase
    from pydantic import SecretStr

    from bot.paging.text import Text

_TRIED_WITH: Final = {Means.EMAIL: "patient@clinic.example", Means.PHONE: "+12025550142"}


class PatientsByApprise:
    """Sends a text to one patient. Raises ConfigurationError for an address that apprise cannot use."""

    def __init__(self, urls: Mapping[Means, SecretStr]) -> None:
        self._urls = urls
        for means in urls:
            if self._service(means, _TRIED_WITH[means]) is None:
                raise ConfigurationError(
                    f"{SETTING}: apprise cannot use the address of {means}: see its list of services"
                )

    def send(self, means: Means, to: str, text: Text) -> str | None:
        """Return None where the service took the notice, else what went wrong."""
        service = self._service(means, to) if means in self._urls else None
        if service is None:
            return "NoDestination"
        one = Apprise(asset=ASSET)
        one.add(service)
        result = one.notify(
            title=text.title, body=text.body, notify_type=NotifyType.INFO, body_format=NotifyFormat.TEXT
        )
        return None if result else result.status.name.capitalize()

    def _service(self, means: Means, to: str) -> NotifyBase | None:
        """Return what sends to exactly this patient."""
        url = self._urls[means].get_secret_value().replace(PLACE, quote(to, safe=""))
        service = Apprise.instantiate(url, asset=ASSET)
        return service if service is not None and len(service) == 1 else None

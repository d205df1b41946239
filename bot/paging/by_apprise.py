"""Pages by apprise, which speaks SMS, e-mail, PagerDuty, ntfy and a hundred others, each by one address.

https://github.com/caronc/apprise/wiki lists them. What apprise logs may hold addresses: `bot.logs` writes no text of
other libraries.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from apprise import Apprise, AppriseAsset, NotifyFormat, NotifyType

from bot.errors import ConfigurationError
from bot.pages import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from apprise import NotifyBase
    from pydantic import SecretStr

    from bot.paging.text import Text

SECONDS: Final = 10
"""How long one page may take, far less than the time for which it is its sender's."""

ASSET: Final = AppriseAsset(
    app_id="Front desk",
    app_desc="Pages to staff on call",
    async_mode=False,
    storage_mode="memory",
    service_timeout=SECONDS,
    allow_templates=False,
)

# Its records quote what was sent and where to; ours say that it failed.
logging.getLogger("apprise").setLevel(logging.CRITICAL)


class ByApprise:
    """Sends a page to the address of its place."""

    def __init__(self, urls: Mapping[str, Sequence[SecretStr]]) -> None:
        self._services = dict(_services(urls))

    def send(self, place: Place, text: Text) -> str | None:
        """Return None where the service took the page, else what went wrong."""
        if place not in self._services:
            return "NoDestination"
        one = Apprise(asset=ASSET)
        one.add(self._services[place])
        result = one.notify(
            title=text.title, body=text.body, notify_type=NotifyType.FAILURE, body_format=NotifyFormat.TEXT
        )
        return None if result else result.status.name.capitalize()


def _services(urls: Mapping[str, Sequence[SecretStr]]) -> Iterator[tuple[Place, NotifyBase]]:
    for role, addresses in urls.items():
        for number, address in enumerate(addresses, start=1):
            service = Apprise.instantiate(address.get_secret_value(), asset=ASSET)
            if service is None:
                raise ConfigurationError(
                    f"FRONTDESK_PAGING_URLS: apprise cannot use address {number} of {role}: see its list of services"
                )
            yield Place(role=role, number=number), service

"""Slack's Web API, each refusal as the desk's own error. The SDK's retries are off: they post twice.

What Slack answers is a border: its objects are read here and in the modules beside, never further in.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refused, SurfaceError, SurfaceStopped, TryLater

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from slack_sdk.web.async_slack_response import AsyncSlackResponse

Json: TypeAlias = dict[str, Any]

TIMEOUT: Final = 10
"""Seconds for one call."""

NEVER: Final = frozenset(
    "channel_not_found is_archived not_in_channel user_not_found user_disabled cannot_dm_bot restricted_action "
    "restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel "
    "message_not_found thread_not_found cant_update_message edit_window_closed msg_too_long msg_blocks_too_long "
    "invalid_blocks invalid_blocks_format no_text invalid_arguments invalid_arg_name not_allowed view_too_large "
    "expired_trigger_id exchanged_trigger_id invalid_trigger_id hash_conflict not_found".split()
)
"""What will never be taken: the place is gone or closed, or what we sent is wrong."""

MENDS: Final = {
    "invalid_auth": "set FRONTDESK_SLACK_BOT_TOKEN and FRONTDESK_SLACK_APP_TOKEN to the app's tokens and start again",
    "not_authed": "set FRONTDESK_SLACK_BOT_TOKEN and start again",
    "token_revoked": "install the app to the workspace again, set the new token and start again",
    "token_expired": "install the app to the workspace again, set the new token and start again",
    "account_inactive": "install the app to the workspace again, set the new token and start again",
    "org_login_required": "the workspace is being moved: start again when Slack is done",
    "missing_scope": "`python -m bot doctor slack` names the scope that the app lacks",
    "not_allowed_token_type": "FRONTDESK_SLACK_BOT_TOKEN begins with xoxb-, FRONTDESK_SLACK_APP_TOKEN with xapp-",
    "no_permission": "`python -m bot doctor slack` names what the app lacks",
    "ekm_access_denied": "the workspace's key is locked: ask who keeps it",
}
"""What stops everything there, and how it is mended."""

_TOO_MANY: Final = 429
_DEFAULT_WAIT: Final = 30.0


def quiet() -> logging.Logger:
    """Return the logger for the SDK: at debug it writes whole requests, so that it never gets there."""
    logger = logging.getLogger("bot.slack.sdk")
    logger.setLevel(logging.ERROR)
    return logger


def web_client(token: str, base_url: str) -> AsyncWebClient:
    """Return the SDK's client, without its retries."""
    address = base_url.rstrip("/") + "/"
    return AsyncWebClient(token=token, base_url=address, timeout=TIMEOUT, retry_handlers=[], logger=quiet())


class Api:
    """Calls methods. Raises TryLater, Refused, SurfaceStopped, by Slack's name for what was wrong."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client

    async def post(self, method: str, **given: object) -> Json:
        """Call a method that takes JSON."""
        return _data(await self._called(method, http_verb="POST", json=_present(given)))

    async def get(self, method: str, **given: object) -> Json:
        """Call a method that only reads, and takes its arguments in the address."""
        return _data(await self._called(method, http_verb="GET", params=_present(given)))

    async def pages(self, method: str, key: str, **given: object) -> AsyncIterator[Json]:
        """Yield every object that a method lists, page by page."""
        cursor: str | None = None
        while cursor != "":
            page = await self.get(method, cursor=cursor, **given)
            for one in page.get(key, ()):
                yield one
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""

    async def scopes(self) -> frozenset[str]:
        """Return what the token may do, as Slack says beside every answer."""
        response = await self._called("auth.test", http_verb="POST")
        headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}
        return frozenset(scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip())

    async def _called(self, method: str, **given: Any) -> AsyncSlackResponse:  # noqa: ANN401 - as the SDK has it
        try:
            return await self.client.api_call(method, **given)
        except SlackApiError as error:
            raise surface_error(error) from None
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TryLater(type(error).__name__) from None


def surface_error(error: SlackApiError) -> SurfaceError:
    """Return the desk's word for what Slack answered. An answer that nobody knows is tried again."""
    response: Any = error.response
    status, data = getattr(response, "status_code", getattr(response, "status", 0)), getattr(response, "data", None)
    code = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == _TOO_MANY or code in {"ratelimited", "rate_limited"}:
        return TryLater("ratelimited", seconds=_wait(response))
    if code in MENDS:
        return SurfaceStopped(f"{code}: {MENDS[code]}")
    return Refused(code) if code in NEVER else TryLater(code or f"http_{status}")


def _wait(response: Any) -> float:  # noqa: ANN401 - as the SDK has it
    """Return the seconds that Slack asks to be left alone for, whole or not."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        return max(0.0, float(headers.get("retry-after", _DEFAULT_WAIT)))
    except ValueError:
        return _DEFAULT_WAIT


def _present(given: Mapping[str, object]) -> Json:
    return {name: value for name, value in given.items() if value is not None}


def _data(response: AsyncSlackResponse) -> Json:
    return response.data if isinstance(response.data, dict) else {}

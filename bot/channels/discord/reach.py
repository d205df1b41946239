"""Where Discord is: its own address, or another one for tests."""

from __future__ import annotations

from typing import Final

import discord
import yarl

API: Final = "https://discord.com/api/v10"


def reach(api: str) -> None:
    """Let discord.py ask at this address, and listen beside it; it need not speak of voice, which nobody wants here."""
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    discord.http.Route.BASE = api
    if api != API:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(api).with_scheme("ws").with_path("/gateway/")

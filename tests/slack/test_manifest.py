"""The app's manifest: what it asks for is what the desk uses, and nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.channels.slack.scopes import EVENTS, METHODS, needed
from bot.faq.load import load as load_faq
from bot.strict_yaml import load
from tests.serving import ROOT

ROOM = ROOT / "bot" / "channels" / "slack"
MANIFEST: Any = load((ROOT / "slack" / "manifest.yaml").read_bytes()).data


def test_the_manifest_asks_for_no_scope_that_nothing_needs() -> None:
    """Least privilege: each scope is for a method, an event or a feature that is used; none is forgotten."""
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": sorted(needed())}


def test_the_manifest_hears_what_the_desk_hears() -> None:
    """The subscribed events are those that the desk has listeners for."""
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    heard = set(re.findall(r'@app\.event\("(\w+)"\)', (ROOM / "listen.py").read_text()))
    assert {name.partition(".")[0] for name in EVENTS} == heard


def test_every_method_that_is_called_is_accounted_for() -> None:
    """A call of a method that the list of scopes does not know fails here."""
    source = "\n".join(path.read_text() for path in ROOM.glob("*.py") if path.name != "scopes.py")
    called = set(re.findall(r'"((?:apps|auth|chat|conversations|views|users|files|assistant)\.[\w.]+)"', source))
    assert called | {"apps.connections.open"} == set(METHODS)


def test_the_app_is_an_agent_over_socket_mode_with_a_home() -> None:
    """`agent_view`, both tabs of the App Home, buttons and `/desk`; no address of the desk is needed."""
    features, settings = MANIFEST["features"], MANIFEST["settings"]
    assert "not for emergencies" in features["agent_view"]["agent_description"]
    assert features["app_home"]["home_tab_enabled"]
    assert features["app_home"]["messages_tab_enabled"]
    assert [one["command"] for one in features["slash_commands"]] == ["/desk"]
    assert settings["socket_mode_enabled"]
    assert settings["interactivity"] == {"is_enabled": True}
    assert "url" not in str(MANIFEST)


@pytest.mark.parametrize("prompt", [one["message"] for one in MANIFEST["features"]["agent_view"]["suggested_prompts"]])
def test_suggested_prompts_lead_somewhere(prompt: str) -> None:
    """Each prompt is a question of the shipped FAQ, or asks for a person."""
    faq = load_faq(ROOT / "faq.yaml")
    asked = {phrasing for item in faq.items for wording in item.wordings.values() for phrasing in wording.phrasings}
    assert prompt in asked or prompt == "Talk to a person"

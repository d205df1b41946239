from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import StoreUnusable
from bot.model import (
    Choice,
    Concern,
    Contact,
    Decision,
    Dialogue,
    Disposition,
    Language,
    Match,
    Priority,
    Queue,
    Reply,
    Signal,
    Tone,
)
from bot.store.schema.rows import from_json, storable, to_json
from tests.store.parts import CANARY, CRISIS

texts = st.text(max_size=20)
several = st.lists(texts, max_size=3).map(tuple)
languages = st.sampled_from(Language)
dispositions = st.sampled_from(Disposition)
queues = st.none() | st.sampled_from(Queue)
choices = st.lists(st.builds(Choice, label=texts, text=texts), max_size=2).map(tuple)
dialogues = st.builds(
    Dialogue,
    recent=several,
    in_crisis=st.none() | dispositions,
    options=several,
    subject=several,
    waiting=queues,
    language=languages,
)
replies = st.builds(
    Reply,
    paragraphs=several,
    contacts=st.lists(st.builds(Contact, label=texts, href=texts), max_size=2).map(tuple),
    choices=choices,
    related=choices,
    tone=st.sampled_from(Tone),
    is_sample=st.booleans(),
    language=languages,
)
decisions = st.builds(
    Decision,
    disposition=dispositions,
    queue=queues,
    priority=st.sampled_from(Priority),
    entries=several,
    options=several,
    topics=several,
    ranked=st.lists(st.builds(Match, id=texts, probability=st.floats(0, 1)), max_size=3).map(tuple),
    confidence=st.floats(0, 1),
    signals=st.lists(
        st.builds(Signal, id=texts, concern=st.sampled_from(Concern), topic=st.none() | texts), max_size=3
    ).map(tuple),
    language=languages,
)


@given(value=dialogues | replies | decisions | several)
def test_a_value_survives_the_database(value: Dialogue | Reply | Decision | tuple[str, ...]) -> None:
    """What is read back is what was written, enums and tuples included."""
    kind: Any = tuple[str, ...] if isinstance(value, tuple) else type(value)
    assert from_json(kind, json.loads(json.dumps(to_json(value)))) == value


def test_keys_of_another_version_are_left_out() -> None:
    """A value written by a version that knew more, or less, is still read: what is missing has its default."""
    assert from_json(Dialogue, {"recent": ["a"], "mood": "blue"}) == Dialogue(recent=("a",))
    assert from_json(Reply, {"paragraphs": ["a"], "contacts": [{"label": "l", "href": "h", "x": 1}]}) == Reply(
        paragraphs=("a",), contacts=(Contact(label="l", href="h"),)
    )
    signal = {"id": "a", "concern": "desk", "weight": 3}
    stored = {"disposition": "handoff", "signals": [signal]}
    assert from_json(Decision, stored).signals == (Signal(id="a", concern=Concern.DESK),)


@pytest.mark.parametrize(
    ("kind", "stored"),
    [(Dialogue, {"recent": [CANARY], "waiting": CANARY}), (Reply, {"paragraphs": CANARY}), (Decision, CANARY)],
)
def test_an_impossible_value_is_refused_without_its_words(kind: type[Dialogue], stored: object) -> None:
    """Damage is named, what was stored is not."""
    with pytest.raises(StoreUnusable) as refused:
        from_json(kind, stored)
    assert CANARY not in str(refused.value)
    assert refused.value.__suppress_context__


@given(text=st.text(st.characters(codec=None, categories=None), max_size=30))
def test_storable_is_idempotent_and_encodable(text: str) -> None:
    """Every text becomes one that any database holds; one that is so already stays as it is."""
    stored = storable(text)
    assert stored.encode().decode() == stored
    assert "\0" not in stored
    assert storable(stored) == stored


def test_a_decision_is_readable_where_it_lies() -> None:
    """Rows are read by people too: enums are their words."""
    assert json.loads(json.dumps(to_json(CRISIS)))["disposition"] == "crisis"

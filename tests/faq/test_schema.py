"""Editors complete from the schema that the loader validates with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.check import check
from bot.faq.schema import json_schema

COMMITTED = Path(__file__).parents[2] / "faq.schema.json"


def test_the_committed_schema_is_the_one_in_use() -> None:
    """After a change of the format, `python -m bot check --schema > faq.schema.json` brings the file up to date."""
    result = CliRunner().invoke(check, ["--schema"])

    assert result.exit_code == 0
    assert result.stdout == COMMITTED.read_text()


@pytest.mark.parametrize(
    ("block", "keys"),
    [
        ("FaqFile", "clinic matching suggested sources entries desk clinical smalltalk offtopic canned"),
        ("EntryBlock", "id question asks answer source reviewed related must not es"),
        ("DeskBlock", "id question asks line queue es"),
        ("ClinicalBlock", "id question asks line es"),
        ("TopicBlock", "id question asks line es"),
        ("ClinicBlock", "name phone address time_zone country hours closures rules on_call paging es"),
        ("SpanishClinic", "rules"),
    ],
)
def test_the_schema_knows_the_keys_as_they_are_written(block: str, keys: str) -> None:
    """Names in the schema are the ones of the file, and no others are allowed."""
    schema = json_schema()
    found = schema if block == "FaqFile" else schema["$defs"][block]

    assert set(found["properties"]) == set(keys.split())
    assert found["additionalProperties"] is False


def test_what_may_be_left_blank_may_be_null() -> None:
    """`asks:` with nothing after it is no error in an editor either, nor is a date or a source as plain text."""
    entry = json_schema()["$defs"]["EntryBlock"]["properties"]
    word = {"type": "string", "minLength": 1}
    name = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}

    assert entry["asks"]["anyOf"] == [{"type": "array", "items": word}, {"type": "null"}]
    assert entry["source"]["anyOf"] == [name, {"type": "array", "items": name}, {"type": "null"}]
    assert entry["reviewed"]["anyOf"][0] == {"type": "string", "format": "date", "pattern": r"\d{4}-\d{2}-\d{2}"}


def test_the_schema_is_plain_json() -> None:
    """The schema holds nothing that JSON does not know."""
    assert json.loads(json.dumps(json_schema())) == json_schema()

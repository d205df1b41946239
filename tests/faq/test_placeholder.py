"""Placeholders are filled in where they are known, and found out where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.faq.placeholder import faults, fields, fill, literal

KNOWN = {"clinic.name": "Sample {Clinic}", "clinic.phone": "555-0142"}


@pytest.mark.parametrize(
    ("template", "filled", "left", "quoted"),
    [
        ("no field", "no field", "no field", ()),
        ("Call {clinic.phone}.", "Call 555-0142.", "Call .", ("clinic.phone",)),
        ("{clinic.name}{clinic.phone}", "Sample {Clinic}555-0142", "", ("clinic.name", "clinic.phone")),
        ("{{clinic.phone}}", "{clinic.phone}", "{clinic.phone}", ()),
        ("{{{clinic.phone}}}", "{555-0142}", "{}", ("clinic.phone",)),
        ("{{ and }}", "{ and }", "{ and }", ()),
    ],
)
def test_known_fields_are_filled_in(template: str, filled: str, left: str, quoted: tuple[str, ...]) -> None:
    """Values are inserted as they are, doubled braces become braces."""
    assert list(faults(template, KNOWN)) == []
    assert fill(template, KNOWN) == filled
    assert literal(template) == left
    assert fields(template) == quoted


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{", ["a stray `{`: write `{{` for the character itself"]),
        ("a } b", ["a stray `}`: write `}}` for the character itself"]),
        ("{}", ["unknown field `{}`; known fields: clinic.name, clinic.phone"]),
        (
            "{clinic.fone} {clinic.phone}",
            [
                (
                    "unknown field `{clinic.fone}`; perhaps you meant `clinic.phone`; known fields: "
                    "clinic.name, clinic.phone"
                )
            ],
        ),
        (
            "{ clinic.phone }",
            [
                (
                    "unknown field `{ clinic.phone }`; perhaps you meant `clinic.phone`; known fields: "
                    "clinic.name, clinic.phone"
                )
            ],
        ),
        (
            "{clinic.phone {x}",
            [
                "a stray `{`: write `{{` for the character itself",
                "unknown field `{x}`; known fields: clinic.name, clinic.phone",
            ],
        ),
    ],
)
def test_unknown_fields_and_stray_braces_are_faults(template: str, expected: list[str]) -> None:
    """Each fault is told in order, with what is known instead."""
    assert list(faults(template, KNOWN)) == expected


@given(st.text("{}ab. "))
def test_a_template_is_faulty_or_can_be_filled(template: str) -> None:
    """Whatever has no fault is filled in without an error."""
    known = {"a": "1", "b.a": "2"}

    assert list(faults(template, known)) or isinstance(fill(template, known), str)

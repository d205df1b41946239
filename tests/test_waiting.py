"""The address that a notice goes to: what a service takes, made of what a patient typed."""

from __future__ import annotations

import pytest

from bot.model import Language, PatientContact
from bot.waiting import Means, Telling, address
from bot.wording.waiting import reply_waits


@pytest.mark.parametrize(
    ("means", "typed", "expected"),
    [
        pytest.param(Means.EMAIL, "sam.o+x@mail.example", "sam.o+x@mail.example", id="e-mail"),
        pytest.param(Means.EMAIL, "a,b@mail.example", None, id="two addresses in one"),
        pytest.param(Means.EMAIL, "Sam<sam@mail.example>", None, id="a name"),
        pytest.param(Means.EMAIL, "sam@mail.example?bcc=x", None, id="a query"),
        pytest.param(Means.EMAIL, "sam%40evil.example@mail.example", None, id="quoted"),
        pytest.param(Means.EMAIL, "sam@mail.example\nBcc: x@y.example", None, id="a header"),
        pytest.param(Means.PHONE, "(202) 555-0142", "+12025550142", id="American"),
        pytest.param(Means.PHONE, "1 202.555.0142", "+12025550142", id="American with its 1"),
        pytest.param(Means.PHONE, "+49 (30) 5550142", "+49305550142", id="from abroad"),
        pytest.param(Means.PHONE, "555-0142", None, id="without its area"),
        pytest.param(Means.PHONE, "202-555-0142 x 12", None, id="an extension"),
        pytest.param(Means.PHONE, "٢٠٢٥٥٥٠١٤٢", None, id="other digits"),
    ],
)
def test_what_a_patient_typed_as_a_service_takes_it(means: Means, typed: str, expected: str | None) -> None:
    """A number becomes E.164; what could be read as something else is no address."""
    assert address(means, typed) == expected


def test_elsewhere_a_number_needs_its_country() -> None:
    """Ten digits mean something only in North America."""
    assert address(Means.PHONE, "202 555 0142", country="DE") is None
    assert address(Means.PHONE, "+1 202 555 0142", country="DE") == "+12025550142"


def test_a_desk_covers_what_it_has_a_way_to() -> None:
    """An e-mail address where there is one, else the phone number."""
    telling = Telling(means=frozenset({Means.EMAIL}))
    assert telling.covers(PatientContact(email="sam@mail.example"))
    assert not telling.covers(PatientContact(phone="202-555-0142"))


@pytest.mark.parametrize("language", list(Language))
def test_a_notice_says_only_that_a_reply_waits(language: Language) -> None:
    """A link, and nothing of who wrote to whom about what."""
    title, body = reply_waits(language, link="https://chat.example/")
    assert "https://chat.example/" in body
    told = f"{title} {body}".casefold()
    assert [
        word for word in ("clinic", "clínica", "ketamin", "doctor", "appointment", "name", "crisis") if word in told
    ] == []

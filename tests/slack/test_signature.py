from __future__ import annotations

from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.channels.slack.signature import Signatures

SECRET, NOW, BODY = "a-secret", 1_700_000_000, b'{"type":"event_callback"}'


def signed(timestamp: str, *, secret: str = SECRET, body: bytes = BODY) -> str:
    """Sign as Slack does, by the SDK's own hand."""
    made = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    assert made
    return made


@pytest.mark.parametrize(
    ("timestamp", "secret", "refused"),
    [
        (str(NOW), SECRET, None),
        (str(NOW - 299), SECRET, None),
        (str(NOW - 301), SECRET, HTTPStatus.UNAUTHORIZED),
        (str(NOW + 301), SECRET, HTTPStatus.UNAUTHORIZED),
        (str(NOW), "another", HTTPStatus.UNAUTHORIZED),
        ("soon", SECRET, HTTPStatus.BAD_REQUEST),
        ("", SECRET, HTTPStatus.BAD_REQUEST),
        ("-1", SECRET, HTTPStatus.BAD_REQUEST),
        ("1e9", SECRET, HTTPStatus.BAD_REQUEST),
        ("１７", SECRET, HTTPStatus.BAD_REQUEST),
        ("9" * 40, SECRET, HTTPStatus.BAD_REQUEST),
    ],
)
def test_who_is_let_in(timestamp: str, secret: str, refused: HTTPStatus | None) -> None:
    """Only what Slack has signed, and within five minutes."""
    checks = Signatures(SECRET, lambda: NOW)
    signature = signed(timestamp, secret=secret)
    assert checks.refusal(timestamp=timestamp, signature=signature, body=BODY) is refused


def test_a_signature_is_good_once() -> None:
    """What was taken is not taken again; what was not taken may come again (R4)."""
    checks = Signatures(SECRET, lambda: NOW)
    given = {"timestamp": str(NOW), "signature": signed(str(NOW)), "body": BODY}
    assert checks.refusal(**given) is None  # type: ignore[arg-type]
    assert checks.refusal(**given) is None  # type: ignore[arg-type]
    checks.use(signed(str(NOW)))
    assert checks.refusal(**given) is HTTPStatus.CONFLICT  # type: ignore[arg-type]


@given(st.text(), st.text(), st.binary())
def test_nothing_makes_it_fail(timestamp: str, signature: str, body: bytes) -> None:
    """Whatever is sent is refused, and raises nothing."""
    assert Signatures(SECRET, lambda: NOW).refusal(timestamp=timestamp, signature=signature, body=body)

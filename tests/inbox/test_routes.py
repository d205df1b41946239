from __future__ import annotations

import pytest

from tests.inbox.parts import BILLING, OWN, House, Visitor

PAGES = [
    *("/staff", "/staff/urgent", "/staff/mine", "/staff/unassigned", "/staff/snoozed", "/staff/done"),
    *("/staff/cases/1", "/staff/cases/1/resolve", "/staff/cases/1/faq"),
]
ACTS = ["claim", "release", "snooze", "assign", "take-over", "verify", "acknowledge", "contact", "viewing", "writing"]
ACTIONS = ["/staff/search", *(f"/staff/cases/1/{act}" for act in ("reply", "note", "resolve", "faq", *ACTS))]
NO_SESSION = ["", "x" * 43, "nonsense; DROP TABLE staff"]


@pytest.mark.parametrize("token", NO_SESSION)
def test_a_page_without_a_session_leads_to_the_login(stranger: Visitor, house: House, token: str) -> None:
    """Nothing of a case is shown; signing in leads back to the page."""
    house.say("a secret of mine", BILLING)
    stranger.cookies = {"frontdesk_staff": token}
    for path in PAGES:
        answer = stranger.get(path)
        assert answer.status == 303, path
        assert answer.location in {"/staff/login", f"/staff/login?next={path}"}
        assert "secret" not in answer.text


@pytest.mark.parametrize("token", NO_SESSION)
def test_an_action_without_a_session_does_nothing(stranger: Visitor, house: House, token: str) -> None:
    """The case stays as it is, nothing is said or kept, and what was typed is handed back to be copied."""
    before = house.wait_for("hello")
    stranger.cookies = {"frontdesk_staff": token}
    form = {"text": "typed <b>long</b>", "last_seen": "99", "confirmed": "yes", "resolution": "answered", "to": "1"}
    for path in ACTIONS:
        answer = stranger.post(path, form)
        assert answer.status == 401, path
        assert "typed &lt;b&gt;long" in answer.text
    assert house.case() == before
    assert len(house.texts()) == 2
    assert house.store.presence.here() == ()
    assert house.store.cases.notes(1) == ()


def test_the_live_stream_without_a_session_is_refused(stranger: Visitor) -> None:
    """A stream is no way around the login."""
    assert stranger.get("/staff/events").status == 401


def test_a_page_with_a_session_is_shown(rosa: Visitor, house: House) -> None:
    """Everyone on staff sees every page; none of them is kept by a cache or framed."""
    house.say("hello", BILLING)
    for path in PAGES:
        answer = rosa.get(path)
        assert answer.status == 200, path
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/staff/cases/99", "/staff/cases/99/resolve", f"/staff/cases/{10**30}"])
def test_a_case_that_is_not_there_is_not_found(rosa: Visitor, path: str) -> None:
    """A wrong number, however large, gets a page that leads back."""
    answer = rosa.get(path)
    assert answer.status == 404
    assert "There is no such case" in answer.text


@pytest.mark.parametrize("path", ["/staff/cases/99/reply", "/staff/cases/99/resolve"])
def test_nothing_can_be_done_to_a_case_that_is_not_there(rosa: Visitor, house: House, path: str) -> None:
    """A wrong number touches no other case."""
    house.say("hello", BILLING)
    assert rosa.post(path, {"text": "hi", "last_seen": "9"}).status == 404
    assert len(house.texts()) == 2


@pytest.mark.parametrize("path", ["/staff/cases/1/reply", "/staff/cases/1/resolve", "/staff/logout", "/staff/login"])
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1"},
        {},
    ],
    ids=["cross-site", "same-site", "foreign-origin", "null-origin", "contradiction", "nothing"],
)
def test_no_other_site_acts_in_staff_s_name(rosa: Visitor, house: House, path: str, headers: dict[str, str]) -> None:
    """A form posted from elsewhere is refused before anything is read; the session stays."""
    house.say("hello", BILLING)
    answer = rosa.post(path, {"text": "hi", "last_seen": "9", "confirmed": "yes"}, headers=headers)
    assert answer.status == 403
    assert len(house.texts()) == 2
    assert house.case().id == 1
    assert rosa.get("/staff").status == 200


def test_an_old_browser_is_known_by_its_origin(rosa: Visitor, house: House) -> None:
    """Without Sec-Fetch-Site our own Origin is enough."""
    case = house.wait_for("hello")
    own = {"origin": rosa.url}
    assert rosa.post(f"/staff/cases/{case.id}/reply", {"text": "hi", "last_seen": "9"}, headers=own).status == 303
    assert (
        rosa.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "9", "resolution": "answered"}, headers=OWN).status
        == 303
    )


@pytest.mark.parametrize("file", ["inbox.css", "inbox.js", "live.js"])
def test_style_and_script_need_no_session(stranger: Visitor, file: str) -> None:
    """The sign-in form is styled before anyone has signed in."""
    assert stranger.get(f"/staff/assets/{file}").status == 200

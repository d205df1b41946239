"""What a new password must be, and the page on which it is changed."""

from __future__ import annotations

import re

import pytest

from bot.inbox.password_rules import fault
from bot.inbox.passwords import Passwords
from tests.inbox.parts import PASSWORD, House, Visitor

NEW = "tin whistle under stairs"
NAMES = ("rosa.diaz", "Rosa Diaz", "Sample Clinic")


def change(visitor: Visitor, new: str = NEW, *, current: str = PASSWORD, again: str | None = None) -> int:
    """Send the form; return the status."""
    form = {"current": current, "new": new, "again": new if again is None else again}
    return visitor.post("/staff/password", form).status


@pytest.mark.parametrize(
    "password",
    [
        NEW,
        "aaaabbbbccccdddd!!eeee",
        "            twelve",
        "корова на крыше дома",
        "🐙🦑🦀🐡🐠🐟🐬🐳🐋🦈🐊🐅",
        "rosa likes tin whistles",
        "the clinic around the corner",
        "x7" * 3 + "kq92mz",
        "the word " * 110,
    ],
)
def test_any_long_password_is_taken(password: str) -> None:
    """Blanks, signs of every script, small letters only: there are no rules but length and not being guessed."""
    assert fault(password, names=NAMES) is None


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", "at least 12"),
        ("elevenchars", "at least 12"),
        ("🐙" * 11, "at least 12"),
        ("e\u0301" * 11, "at least 12"),
        ("word " * 200 + "!", "at most 1,000"),
        ("passwordpassword", "tried first"),
        ("Password2026!", "tried first"),
        ("P A S S W O R D 1 2 3", "tried first"),
        ("123456789012", "tried first"),
        ("aaaaaaaaaaaa", "tried first"),
        ("121212121212", "tried first"),
        ("qwertyuiop[]12", "tried first"),
        ("1q2w3e4r5t6y", "tried first"),
        ("!@#$%^&*()_+", "tried first"),
        ("Welcome-1234", "tried first"),
        ("Ketamine2026", "tried first"),
        ("Spring2026!!!", "tried first"),
        ("correct horse battery staple", "tried first"),
        ("ｐａｓｓｗｏｒｄ１２３４", "tried first"),
        ("rosa.diaz1234", "mostly your name"),
        ("RosaDiaz-Rosa", "mostly your name"),
        ("SampleClinic26", "mostly your name"),
        ("clinic sample!", "mostly your name"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, told: str) -> None:
    """Too short, too long, common, or made of names that everyone here knows; the sentence says which."""
    found = fault(password, names=NAMES)
    assert found is not None
    assert told in found


def test_without_names_nothing_is_taken_for_one() -> None:
    """A desk without a clinic's name refuses nothing for it."""
    assert fault("x" + NEW, names=("", "??")) is None


def test_a_password_is_the_same_however_it_is_typed() -> None:
    """One keyboard writes é as one sign, another as two; and nothing of a long password is cut off."""
    passwords = Passwords()
    assert passwords.is_right("cafe\u0301 au lait, s'il", passwords.hash("caf\u00e9 au lait, s'il"))
    assert not passwords.is_right("x" * 1_001, passwords.hash("x" * 1_000))


def test_a_changed_password_ends_every_other_session(rosa: Visitor, house: House) -> None:
    """The browser in which it was changed goes on with a new session; the old password is worth nothing."""
    elsewhere = house.signed_in(rosa.url)
    before = dict(rosa.cookies)
    answer = rosa.post("/staff/password", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert (answer.status, answer.location) == (303, "/staff/account?done=password")
    assert "Your password is changed" in rosa.get(answer.location).text
    assert elsewhere.get("/staff").status == 303
    assert Visitor(url=rosa.url, cookies=before).get("/staff").status == 303
    stranger = Visitor(url=rosa.url)
    assert stranger.sign_in().status == 401
    assert stranger.sign_in(password=NEW).status == 303


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"current": "wrong"}, "present password is not right"),
        ({"current": ""}, "present password is not right"),
        ({"again": f"{NEW}x"}, "new passwords differ"),
        ({"new": "short", "again": "short"}, "at least 12"),
        ({"new": "Rosa Diaz 2026", "again": "Rosa Diaz 2026"}, "mostly your name"),
        ({"new": "Sample Clinic 1", "again": "Sample Clinic 1"}, "mostly your name"),
        ({"current": NEW}, "is the present one"),
        ({"new": "", "again": ""}, "at least 12"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    rosa: Visitor, house: House, given: dict[str, str], told: str
) -> None:
    """The page says it above the form; no password stands in the page; the session goes on."""
    elsewhere = house.signed_in(rosa.url)
    answer = rosa.post("/staff/password", {"current": PASSWORD, "new": NEW, "again": NEW} | given)
    assert answer.status == 400
    assert told in answer.text
    assert not any(value in answer.text for value in (PASSWORD, NEW, *given.values()) if value)
    assert rosa.get("/staff").status == elsewhere.get("/staff").status == 200
    assert Visitor(url=rosa.url).sign_in().status == 303


def test_the_present_password_cannot_be_tried_at_leisure(rosa: Visitor, house: House) -> None:
    """Who sits at an open page gets as many tries as at the door, together."""
    assert {change(rosa, current="wrong") for _ in range(8)} == {400}
    assert change(rosa) == 429
    assert Visitor(url=rosa.url).sign_in().status == 429
    house.clock.move(seconds=31)
    assert change(rosa) == 303


def test_a_one_time_password_must_be_changed(house: House, url: str) -> None:
    """Until then every page leads to the form, nothing can be done, and signing out is possible."""
    case = house.wait_for("hello")
    ben = house.hand_out("ben", "Ben Ode")
    visitor = Visitor(url=url)
    assert visitor.sign_in("ben", ben).status == 303
    for path in ("/staff", "/staff/done", "/staff/account", f"/staff/cases/{case.id}", "/staff/events"):
        assert visitor.get(path).location == "/staff/password"
    answer = visitor.post(f"/staff/cases/{case.id}/reply", {"text": "hi", "last_seen": "9"})
    assert (answer.status, answer.location) == (303, "/staff/password")
    assert "hi" not in house.texts()
    assert "Choose your own password" in visitor.get("/staff/password").text
    assert change(visitor, ben, current=ben) == 400
    answer = visitor.post("/staff/password", {"current": ben, "new": NEW, "again": NEW})
    assert (answer.status, answer.location) == (303, "/staff")
    assert visitor.get("/staff").status == 200
    assert Visitor(url=url).sign_in("ben", ben).status == 401


def test_a_one_time_password_that_ran_out_is_a_wrong_one(house: House, url: str) -> None:
    """After its days the answer is the one that every wrong password gets."""
    password = house.hand_out("ben", "Ben Ode")
    house.clock.move(days=7)
    assert Visitor(url=url).sign_in("ben", password).status == 401


def test_password_managers_know_the_fields(rosa: Visitor) -> None:
    """Each field says what it is, the username is there for them, and nothing forbids pasting (WCAG 3.3.8)."""
    page = rosa.get("/staff/password").text
    kinds = dict(re.findall(r'<input id="(\w+)"[^>]*type="password" autocomplete="([\w-]+)"', page))
    assert kinds == {"current": "current-password", "new": "new-password", "again": "new-password"}
    assert re.search(r'name="username" value="rosa" autocomplete="username"', page)
    assert "onpaste" not in page
    assert "maxlength" not in page

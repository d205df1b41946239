from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from bot.inbox.login import onward_path
from bot.inbox.passwords import Passwords, random_password
from tests.inbox.parts import PASSWORD, House, Visitor

if TYPE_CHECKING:
    from bot.settings import Settings

COOKIE = "frontdesk_staff"


def test_signing_in_leads_to_the_queue(stranger: Visitor) -> None:
    """The right name and password give a session, in a cookie that scripts cannot read."""
    answer = stranger.sign_in()
    assert (answer.status, answer.location) == (303, "/staff")
    assert len(stranger.cookies[COOKIE]) >= 43
    flags = {part.strip().lower() for part in answer.cookies[0].split(";")[1:]}
    assert flags == {"httponly", "max-age=43200", "path=/", "samesite=lax"}
    assert "Rosa Diaz" in stranger.get("/staff").text


def test_over_https_the_cookie_is_bound_to_the_host(house: House) -> None:
    """`__Host-` needs Secure, the path / and no domain."""
    secure = replace(house, settings=_secure(house.settings))
    with secure.open() as url:
        visitor = Visitor(url=url)
        answer = visitor.sign_in()
        assert answer.cookies[0].startswith(f"__Host-{COOKIE}=")
        flags = {part.strip().lower() for part in answer.cookies[0].split(";")[1:]}
        assert flags == {"httponly", "max-age=43200", "path=/", "samesite=lax", "secure"}
        assert visitor.get("/staff").status == 200
        assert Visitor(url=url, cookies={COOKIE: visitor.cookies[f"__Host-{COOKIE}"]}).get("/staff").status == 303


@pytest.mark.parametrize(
    ("username", "password"),
    [("rosa", "wrong"), ("nobody", PASSWORD), ("nobody", "wrong"), ("", ""), ("rosa", ""), ("rosa", "\0\ufffd")],
)
def test_a_wrong_login_always_gets_the_same_answer(stranger: Visitor, username: str, password: str) -> None:
    """A name that does not exist cannot be told from a wrong password; nobody gets a session."""
    answer = stranger.sign_in(username, password)
    assert answer.status == 401
    assert "do not match" in answer.text
    assert answer.cookies == ()
    assert answer.text.replace(f'value="{username}"', "") == _refusal(stranger).replace('value="somebody"', "")


class Recording(PasswordHasher):
    """A hasher that remembers the cost of what it checked."""

    def __init__(self) -> None:
        super().__init__()
        self.checked: list[Parameters] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's name
        """Check, and remember."""
        self.checked.append(extract_parameters(str(hash)))
        return super().verify(hash, password)


@pytest.mark.parametrize("is_known", [True, False])
def test_an_unknown_name_costs_as_much_as_a_known_one(*, is_known: bool) -> None:
    """Each is checked once, against an argon2id hash of the same cost: time tells nothing."""
    hasher = Recording()
    passwords = Passwords(hasher)
    assert not passwords.is_right("wrong", passwords.hash(PASSWORD) if is_known else None)
    assert hasher.checked == [RFC_9106_LOW_MEMORY]


def test_a_password_costs_what_the_standard_asks() -> None:
    """What is stored was made at RFC 9106's second recommendation."""
    assert extract_parameters(Passwords().hash(PASSWORD)) == RFC_9106_LOW_MEMORY


def test_passwords_are_stored_as_argon2id(house: House) -> None:
    """The hash carries its own salt and cost; the password is not in it."""
    known = house.store.accounts.password_hash("rosa")
    assert known is not None
    assert known[1].startswith("$argon2id$")
    assert PASSWORD not in known[1]


def test_an_outdated_hash_is_replaced_at_login(house: House, stranger: Visitor) -> None:
    """A hash of lower cost becomes one of today's cost, and the password stays the same."""
    weak = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)
    house.store.accounts.add(username="old", name="Old Hand", password_hash=weak)
    assert stranger.sign_in("old").status == 303
    known = house.store.accounts.password_hash("old")
    assert known is not None
    assert not Passwords().needs_rehash(known[1])
    assert stranger.sign_in("old").status == 303


def test_a_login_takes_a_new_session_and_ends_the_old_one(stranger: Visitor) -> None:
    """A token that was in the browser before, planted or own, is worth nothing afterwards."""
    stranger.cookies = {COOKIE: "planted-by-someone-else"}
    stranger.sign_in()
    first = stranger.cookies[COOKIE]
    assert first != "planted-by-someone-else"
    stranger.sign_in()
    assert stranger.cookies[COOKIE] != first
    assert Visitor(url=stranger.url, cookies={COOKIE: first}).get("/staff").status == 303
    assert stranger.get("/staff").status == 200


def test_a_failed_login_keeps_the_session(rosa: Visitor) -> None:
    """A typing error in a second tab signs nobody out."""
    rosa.sign_in(password="wrong")
    assert rosa.get("/staff").status == 200


def test_a_session_ends_after_its_hours_used_or_not(rosa: Visitor, house: House) -> None:
    """Use does not prolong it."""
    for _ in range(house.settings.session_hours):
        assert rosa.get("/staff").status == 200
        house.clock.move(hours=1)
    assert rosa.get("/staff").status == 303


def test_signing_out_ends_the_session_on_the_server(rosa: Visitor) -> None:
    """The token is dead, not only gone from the browser."""
    token = rosa.cookies[COOKIE]
    answer = rosa.post("/staff/logout")
    assert (answer.status, answer.location) == (303, "/staff/login")
    assert "max-age=0" in answer.cookies[0].lower()
    assert Visitor(url=rosa.url, cookies={COOKIE: token}).get("/staff").status == 303


def test_signing_out_twice_is_signing_out_once(rosa: Visitor) -> None:
    """A second press of the button leads to the form too."""
    for _ in range(2):
        assert rosa.post("/staff/logout").location == "/staff/login"


def test_sessions_are_stored_by_their_hash_only(rosa: Visitor, house: House) -> None:
    """Who reads the database cannot use a session."""
    token = rosa.cookies[COOKIE].encode()
    files = house.settings.data.glob("frontdesk.sqlite3*")
    assert all(token not in file.read_bytes() for file in files)


def test_a_name_can_be_tried_eight_times_then_twice_a_minute(stranger: Visitor, house: House) -> None:
    """The right password does not help while the name is throttled; waiting does; other names are free."""
    house.hire("ben", "Ben Ode")
    assert {stranger.sign_in(password="wrong").status for _ in range(8)} == {401}
    refused = stranger.sign_in()
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) == 30
    assert "Wait 30 seconds" in refused.text
    assert stranger.sign_in("ben").status == 303
    house.clock.move(seconds=31)
    assert stranger.sign_in().status == 303


def test_spelling_a_name_otherwise_gives_no_more_tries(stranger: Visitor) -> None:
    """Blanks and capitals do not make another name of it."""
    for name in ["rosa", " rosa", "ROSA", "Rosa", "rosa ", "rOsa", "roSa", "rosA"]:
        stranger.sign_in(name, "wrong")
    assert stranger.sign_in("rosa", "wrong").status == 429


def test_an_unknown_name_is_throttled_like_a_known_one(stranger: Visitor) -> None:
    """The throttle does not tell which names exist."""
    statuses = [stranger.sign_in("nobody", "wrong").status for _ in range(9)]
    assert statuses == [401] * 8 + [429]


def test_an_address_can_try_twenty_names(stranger: Visitor, house: House) -> None:
    """Trying one password on many names ends too, until time has passed."""
    statuses = [stranger.sign_in(f"name{number}", "wrong").status for number in range(21)]
    assert statuses == [401] * 20 + [429]
    house.clock.move(seconds=7)
    assert stranger.sign_in().status == 303


@pytest.mark.parametrize(
    ("given", "onward"),
    [
        ("/staff", "/staff"),
        ("/staff/done", "/staff/done"),
        ("/staff/cases/12", "/staff/cases/12"),
        ("/staff/cases/12/resolve", "/staff/cases/12/resolve"),
        (None, "/staff"),
        ("", "/staff"),
        ("/", "/staff"),
        ("/staff/login", "/staff"),
        ("/staffing", "/staff"),
        ("//evil.example/staff", "/staff"),
        ("https://evil.example/staff", "/staff"),
        ("/staff/../admin", "/staff"),
        ("/staff//evil.example", "/staff"),
        ("/staff\\evil", "/staff"),
        ("/staff/done?x=1", "/staff"),
        ("/staff/done\r\nset-cookie: a=b", "/staff"),
        ("/staff/done\n", "/staff"),
        ("javascript:alert(1)", "/staff"),
        ("//[", "/staff"),
    ],
)
def test_only_paths_of_the_staff_page_are_returned_to(given: str | None, onward: str) -> None:
    """A login link cannot send staff elsewhere."""
    assert onward_path(given) == onward


def test_signing_in_leads_back_to_where_one_came_from(stranger: Visitor, house: House) -> None:
    """A link to a case, opened while signed out, ends at the case."""
    case = house.wait_for("hello")
    form = stranger.get(stranger.get(f"/staff/cases/{case.id}").location)
    answer = stranger.sign_in(next=form.field("next"))
    assert answer.location == f"/staff/cases/{case.id}"


def test_who_is_signed_in_already_goes_on(rosa: Visitor) -> None:
    """The form is not shown again."""
    assert rosa.get("/staff/login?next=/staff/done").location == "/staff/done"


def test_password_managers_may_fill_the_form(stranger: Visitor) -> None:
    """The fields say what they are, and nothing forbids pasting (WCAG 3.3.8)."""
    page = stranger.get("/staff/login").text
    assert re.search(r'<input id="username"[^>]*autocomplete="username"', page)
    assert re.search(r'<input id="password"[^>]*autocomplete="current-password"', page)
    assert "onpaste" not in page


def test_random_passwords_are_long_and_readable() -> None:
    """Twenty letters that cannot be mistaken for each other, never the same twice."""
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"(?:[a-hj-km-np-z2-9]{4}-){4}[a-hj-km-np-z2-9]{4}", password) for password in made)


def _secure(settings: Settings) -> Settings:
    return settings.model_copy(update={"is_secure": True})


def _refusal(stranger: Visitor) -> str:
    return stranger.sign_in("somebody", "wrong").text

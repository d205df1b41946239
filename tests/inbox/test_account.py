"""One's own account and sessions: where one is signed in, what ends a session, and when it ends by itself."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.inbox.browsers import browser_name
from bot.model import Role
from tests.inbox.test_events import event, listening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.inbox.parts import House, Visitor

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"


@contextmanager
def busy_house(house: House) -> Iterator[tuple[House, Visitor]]:
    """Serve the house with the idle time that a desk comes with."""
    settings = house.settings.model_copy(update={"session_idle_minutes": 60})
    quick = replace(house, settings=settings)
    with quick.open() as url:
        yield quick, quick.signed_in(url)


def sessions(visitor: Visitor) -> list[str]:
    """Return the sessions that can be ended on the page."""
    return re.findall(r'name="session" value="(\w+)"', visitor.get("/staff/account").text)


def test_the_sessions_are_listed_by_their_browser(stranger: Visitor, rosa: Visitor) -> None:
    """This one is marked and has no button; another says which browser it is; somebody else's is not there."""
    stranger.post("/staff/login", {"username": "rosa", "password": "x"}, {"user-agent": FIREFOX})
    form = {"username": "rosa", "password": "correct horse battery staple"}
    stranger.post("/staff/login", form, {"user-agent": FIREFOX, "sec-fetch-site": "same-origin"})
    page = rosa.get("/staff/account").text
    assert "Firefox on Windows" in page
    assert page.count("This one") == 1
    assert len(sessions(rosa)) == 1
    assert all(token not in page for token in (*rosa.cookies.values(), *stranger.cookies.values()))


def test_a_session_is_ended_from_another_browser(rosa: Visitor, house: House) -> None:
    """The ended one is signed out, this one goes on; nobody else's can be ended so."""
    house.hire("ben", "Ben Ode")
    ben, other = house.signed_in(rosa.url, "ben"), house.signed_in(rosa.url)
    theirs = sessions(house.signed_in(rosa.url, "ben"))[0]
    rosa.post("/staff/account/end", {"session": theirs})
    rosa.post("/staff/account/end", {"session": ""})
    assert ben.get("/staff").status == 200
    answer = rosa.post("/staff/account/end", {"session": sessions(rosa)[0]})
    assert (answer.status, answer.location) == (303, "/staff/account?done=ended")
    assert (other.get("/staff").status, rosa.get("/staff").status) == (303, 200)


def test_signing_out_everywhere_includes_here(rosa: Visitor, house: House) -> None:
    """Every browser of this person, and of nobody else."""
    house.hire("ben", "Ben Ode")
    ben, other = house.signed_in(rosa.url, "ben"), house.signed_in(rosa.url)
    answer = rosa.post("/staff/account/end-all")
    assert (answer.status, answer.location) == (303, "/staff/login")
    assert "max-age=0" in answer.cookies[0].lower()
    assert [visitor.get("/staff").status for visitor in (rosa, other, ben)] == [303, 303, 200]


def test_a_session_that_stands_idle_ends(house: House) -> None:
    """Each use begins the time anew; what an open page asks by itself is no use."""
    with busy_house(house) as (_, rosa):
        for _ in range(3):
            house.clock.move(minutes=59)
            assert rosa.get("/staff", {"sec-fetch-dest": "document"}).status == 200
        house.clock.move(minutes=59)
        assert rosa.get("/staff", {"sec-fetch-dest": "empty"}).status == 200
        house.clock.move(minutes=1)
        assert rosa.get("/staff").status == 303


def test_a_reply_by_the_page_s_script_is_a_use(house: House) -> None:
    """It is sent by a script too, but a person has pressed the button."""
    case = house.wait_for("hello")
    with busy_house(house) as (_, rosa):
        house.clock.move(minutes=59)
        own = {"sec-fetch-dest": "empty", "sec-fetch-site": "same-origin"}
        assert rosa.post(f"/staff/cases/{case.id}/reply", {"text": "hi", "last_seen": "9"}, own).status == 303
        house.clock.move(minutes=59)
        assert rosa.get("/staff").status == 200


def test_an_open_page_does_not_keep_a_session_alive(house: House) -> None:
    """The live stream asks on and on, and ends with the session all the same."""
    with busy_house(house) as (_, rosa), listening(rosa) as stream:
        for minutes in (30, 29):
            house.clock.move(minutes=minutes)
            house.wait_for("hello", conversation=f"c{minutes}")
            assert event(stream)["event"] == "changed"
        house.clock.move(minutes=2)
        house.say("more", conversation="c30")
        told = event(stream)
        while told["event"] == "changed":
            told = event(stream)
        assert told["event"] == "signed-out"


CHANGES: dict[str, Callable[[House], object]] = {
    "disabled": lambda house: house.store.accounts.disable("ben"),
    "reset": lambda house: house.store.accounts.set_password("ben", password_hash="-"),
    "another role": lambda house: house.store.accounts.set_role("ben", Role.LEAD),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_account_is_out_at_once(house: House, url: str, change: Callable[[House], object]) -> None:
    """The next request leads to the login, and an open page is told."""
    house.wait_for("hello")
    house.hire("ben", "Ben Ode")
    ben = house.signed_in(url, "ben")
    assert ben.get("/staff").status == 200
    with listening(ben) as stream:
        assert event(stream)["event"] == "changed"
        change(house)
        assert ben.get("/staff").status == 303
        assert ben.post("/staff/cases/1/reply", {"text": "hi", "last_seen": "9"}).status == 401
        house.say("more")
        assert event(stream)["event"] == "signed-out"
    assert "hi" not in house.texts()


def test_a_disabled_person_gets_the_answer_of_a_wrong_password(house: House, stranger: Visitor) -> None:
    """The door does not tell who has left."""
    house.hire("ben", "Ben Ode")
    house.store.accounts.disable("ben")
    answer = stranger.sign_in("ben")
    assert answer.status == 401
    assert answer.text.replace('value="ben"', "") == stranger.sign_in("nobody").text.replace('value="nobody"', "")


def test_a_username_is_typed_with_any_capitals(stranger: Visitor) -> None:
    """A phone's keyboard begins with a capital."""
    assert stranger.sign_in(" Rosa ").status == 303


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15", "Safari on Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(said: str, name: str) -> None:
    """By the most particular of the names it gives itself, and nothing else of it is kept."""
    assert browser_name(said) == name

"""Everyone's accounts: what admins do on the page, and what nobody else can."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from bot.inbox.routes import VIEWS
from bot.model import Role
from tests.inbox.parts import House, Visitor

ABOVE_AGENT = {
    ("GET", "/staff/accounts"): Role.ADMIN,
    ("POST", "/staff/accounts"): Role.ADMIN,
    ("GET", "/staff/accounts/{account_id:int}"): Role.ADMIN,
    ("POST", "/staff/accounts/{account_id:int}/role"): Role.ADMIN,
    ("POST", "/staff/accounts/{account_id:int}/reset"): Role.ADMIN,
    ("POST", "/staff/accounts/{account_id:int}/disable"): Role.ADMIN,
    ("POST", "/staff/accounts/{account_id:int}/enable"): Role.ADMIN,
}
STREAM = "/staff/events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """An admin (rosa), a lead, an agent, and someone (ben) whom things are done to."""

    house: House
    url: str

    def of(self, role: Role) -> Visitor:
        """Return the person with this role, signed in."""
        return self.house.signed_in(self.url, {Role.ADMIN: "rosa"}.get(role, role.value))

    def ben(self) -> tuple[Role, bool, bool]:
        """Return ben's role, whether the account is disabled, and whether the password must be changed."""
        found = next(each for each in self.house.store.accounts.everyone() if each.staff.username == "ben")
        return found.staff.role, found.disabled_at is not None, found.staff.must_change_password


@pytest.fixture
def crew(house: House, url: str) -> Crew:
    """Hire them; ben's id is 4."""
    house.hire("lead", "Lea Lead", role=Role.LEAD)
    house.hire("agent", "Al Agent", role=Role.AGENT)
    house.hire("ben", "Ben Ode", role=Role.AGENT)
    return Crew(house=house, url=url)


def address(path: str) -> str:
    """Return a route's path with numbers of rows that are there: case 1, and ben."""
    return path.replace("{case_id:int}", "1").replace("{account_id:int}", "4")


def ask(visitor: Visitor, method: str, path: str) -> int:
    """Use a route with a form that it would act on; return the status."""
    if method == "GET":
        return visitor.get(path).status
    form = {"username": "new", "name": "New One", "role": "lead", "text": "hi", "last_seen": "9"}
    return visitor.post(path, form).status


def test_the_table_says_who_may_do_what() -> None:
    """Every route has its least role; what is more than an agent's is named here too, so that no slip lowers it."""
    table = {(method, path): least for method, path, least, _ in VIEWS}
    assert len(table) == len(VIEWS)
    assert {key: table.get(key) for key in ABOVE_AGENT} == ABOVE_AGENT
    assert {path for (_, path), least in table.items() if least is Role.AGENT and "accounts" in path} == set()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "path", "least"), [(m, p, r) for m, p, r, _ in VIEWS if p != STREAM], ids=str)
def test_every_route_asks_for_its_role(crew: Crew, role: Role, method: str, path: str, least: Role) -> None:
    """A lesser role gets 403 and changes nothing; the others get through; nobody signed in gets nothing."""
    crew.house.wait_for("hello")
    before = crew.ben(), len(crew.house.store.accounts.everyone()), crew.house.texts()
    status = ask(crew.of(role), method, address(path))
    if role.covers(least):
        assert status not in {401, 403}
    else:
        assert status == 403
        assert (crew.ben(), len(crew.house.store.accounts.everyone()), crew.house.texts()) == before
    assert ask(Visitor(url=crew.url), method, address(path)) == (303 if method == "GET" else 401)


@pytest.mark.parametrize(("method", "path"), [key for key in ABOVE_AGENT if key[0] == "POST"])
@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_a_role_removed_between_page_and_press_counts(crew: Crew, role: Role, method: str, path: str) -> None:
    """The role is read anew at every request: the page was an admin's, the press is not. The row alone decides."""
    admin = crew.of(Role.ADMIN)
    assert admin.get("/staff/accounts/4").status == 200
    crew.house.run("UPDATE staff SET role = ? WHERE username = 'rosa'", role.value)
    before = crew.ben()
    assert ask(admin, method, address(path)) == 403
    assert crew.ben() == before
    assert len(crew.house.store.accounts.everyone()) == 4


def test_demoting_someone_signs_them_out(crew: Crew) -> None:
    """Done in the ordinary way, the press of an admin who no longer is one leads to the login."""
    crew.house.store.accounts.set_role("ben", Role.ADMIN)
    ben = crew.house.signed_in(crew.url, "ben")
    assert ben.get("/staff/accounts/3").status == 200
    assert crew.of(Role.ADMIN).post("/staff/accounts/4/role", {"role": "agent"}).status == 303
    assert ben.post("/staff/accounts/3/disable").status == 401
    assert ben.get("/staff/accounts").location == "/staff/login?next=/staff/accounts"


def test_an_added_person_can_sign_in_once(crew: Crew) -> None:
    """The password is shown on the page that answers, and nowhere afterwards."""
    admin = crew.of(Role.ADMIN)
    form = {"username": "Mia.Berg", "name": "  Mia   Berg ", "role": "lead"}
    page = admin.post("/staff/accounts", form)
    assert page.status == 200
    password = secret(page.text)
    assert "Mia Berg has an account" in page.text
    assert page.headers["cache-control"] == "no-store"
    mia = Visitor(url=crew.url)
    assert mia.sign_in("mia.berg", password).status == 303
    assert mia.get("/staff").location == "/staff/password"
    assert password not in admin.get("/staff/accounts").text
    assert "has a one-time password until" in admin.get("/staff/accounts").text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"username": "ben", "name": "Ben", "role": "agent"}, "There is an account ben already"),
        ({"username": "../x", "name": "Ben", "role": "agent"}, "A username is 1 to 32 letters"),
        ({"username": "new", "name": "", "role": "agent"}, "A name has 1 to 60 characters"),
        ({"username": "new", "name": "New", "role": "king"}, "Choose one of the roles"),
        ({}, "Choose one of the roles"),
    ],
)
def test_what_cannot_be_added_is_said(crew: Crew, form: dict[str, str], told: str) -> None:
    """Nobody is added, and what was typed stands in the form."""
    page = crew.of(Role.ADMIN).post("/staff/accounts", form)
    assert page.status == 409
    assert told in page.text
    assert f'name="username" value="{form.get("username", "")}"' in page.text
    assert len(crew.house.store.accounts.everyone()) == 4


def test_what_was_typed_is_only_text(crew: Crew) -> None:
    """A name that looks like markup is shown as it was typed."""
    admin = crew.of(Role.ADMIN)
    admin.post("/staff/accounts", {"username": "eve", "name": "<b>Eve</b>", "role": "agent"})
    assert "&lt;b&gt;Eve&lt;/b&gt;" in admin.get("/staff/accounts").text
    assert "<b>Eve" not in admin.get("/staff/accounts").text


def test_a_lost_password_is_replaced(crew: Crew) -> None:
    """The old one and every session end; the new one is for one use."""
    ben = crew.house.signed_in(crew.url, "ben")
    page = crew.of(Role.ADMIN).post("/staff/accounts/4/reset")
    assert page.status == 200
    assert ben.get("/staff").status == 303
    assert crew.ben() == (Role.AGENT, False, True)
    fresh = Visitor(url=crew.url)
    assert fresh.sign_in("ben").status == 401
    assert fresh.sign_in("ben", secret(page.text)).status == 303


def test_roles_and_access_are_changed(crew: Crew) -> None:
    """Each change leads back to the account and says what happened."""
    admin = crew.of(Role.ADMIN)
    for action, form, after, told in (
        ("role", {"role": "lead"}, (Role.LEAD, False, False), "The role is changed"),
        ("disable", {}, (Role.LEAD, True, False), "cannot sign in any more"),
        ("enable", {}, (Role.LEAD, False, False), "can sign in again"),
    ):
        answer = admin.post(f"/staff/accounts/4/{action}", form)
        assert answer.status == 303
        assert told in admin.get(answer.location).text
        assert crew.ben() == after


@pytest.mark.parametrize("action", ["role", "reset", "disable"])
def test_nobody_shuts_oneself_out_by_a_slip(crew: Crew, action: str) -> None:
    """One's own account has no such buttons, and a press from elsewhere does nothing."""
    admin = crew.of(Role.ADMIN)
    page = admin.get("/staff/accounts/1").text
    assert f"/staff/accounts/1/{action}" not in page
    answer = admin.post(f"/staff/accounts/1/{action}", {"role": "agent"})
    assert answer.status == 409
    assert "This is your own account" in answer.text
    assert admin.get("/staff/accounts").status == 200


@pytest.mark.parametrize("action", ["", "/role", "/reset", "/disable", "/enable"])
@pytest.mark.parametrize("number", [99, 10**30])
def test_an_account_that_is_not_there_is_not_found(crew: Crew, action: str, number: int) -> None:
    """A wrong number, however large, changes nobody."""
    admin = crew.of(Role.ADMIN)
    path = f"/staff/accounts/{number}{action}"
    answer = admin.post(path, {"role": "lead"}) if action else admin.get(path)
    assert answer.status == 404
    assert "There is no such account" in answer.text


@pytest.mark.parametrize("role", [Role.AGENT, Role.LEAD])
def test_the_way_to_the_accounts_is_shown_to_admins_only(crew: Crew, role: Role) -> None:
    """Nobody is led to a page that refuses them."""
    assert 'href="/staff/accounts"' in crew.of(Role.ADMIN).get("/staff/account").text
    assert 'href="/staff/accounts"' not in crew.of(role).get("/staff/account").text


def secret(page: str) -> str:
    """Return the one-time password that a page shows."""
    found = re.search(r'class="secret">([^<]+)<', page)
    assert found
    return found[1]


@pytest.mark.parametrize("sent", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}], ids=str)
def test_no_other_site_presses_any_button(crew: Crew, sent: dict[str, str]) -> None:
    """Whatever route is posted to from elsewhere, with an admin's cookie: 403, nothing changed, still signed in."""
    admin = crew.of(Role.ADMIN)
    before = crew.ben()
    for path in sorted({path for method, path, _, _ in VIEWS if method == "POST"}):
        assert admin.post(address(path), {"role": "lead"}, headers=sent).status == 403
    assert crew.ben() == before
    assert admin.get("/staff/accounts").status == 200

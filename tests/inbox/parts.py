"""What the staff page's tests are made of: a desk on loopback, a browser without a screen, and patients who write."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from starlette.applications import Starlette

from bot.faq.content import Canned, Clinic, Entry, Faq, OpeningHours, Wording
from bot.http.pages import SHARED
from bot.http.problems import Problems
from bot.http.stack import middleware
from bot.inbox.first_login import handing_out
from bot.inbox.passwords import Passwords
from bot.inbox.routes import staff_routes
from bot.inbox.sessions import NAME, Sessions
from bot.live import Live
from bot.model import Concern, Decision, Dialogue, Disposition, Language, Message, Priority, Queue, Reply, Signal
from bot.pages import Health
from bot.store import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.model import Case, Role
    from bot.ports import Cases
    from bot.settings import Settings
    from bot.store import Store
    from tests.inbox.stage import Stage
    from tests.store.parts import HandClock

PASSWORD = "correct horse battery staple"
OWN = {"sec-fetch-site": "same-origin"}
CANARY = "canary-4d1e the tin whistle is under the stairs"

CRISIS = Decision(
    disposition=Disposition.CRISIS,
    queue=Queue.CLINICAL,
    priority=Priority.PAGED,
    signals=(Signal(id="crisis.wish-to-die", concern=Concern.CRISIS),),
)
EMERGENCY = Decision(
    disposition=Disposition.EMERGENCY,
    queue=Queue.CLINICAL,
    priority=Priority.PAGED,
    signals=(Signal(id="emergency.chest-pain", concern=Concern.EMERGENCY),),
)
POSSIBLE = Decision(
    disposition=Disposition.HANDOFF,
    queue=Queue.CLINICAL,
    priority=Priority.URGENT,
    signals=(Signal(id="crisis-possible", concern=Concern.CRISIS_POSSIBLE),),
)
CLINICAL = Decision(
    disposition=Disposition.HANDOFF,
    queue=Queue.CLINICAL,
    signals=(Signal(id="clinical.own-drug", concern=Concern.CLINICAL),),
)
BILLING = Decision(
    disposition=Disposition.HANDOFF,
    queue=Queue.BILLING,
    signals=(Signal(id="desk.cost", concern=Concern.DESK, topic="cost"),),
)
PERSON = Decision(disposition=Disposition.HANDOFF, queue=Queue.PERSON)
RECEIPT = Reply(paragraphs=("I have passed this to our staff.", "**A person** will answer here."))
LINES = Reply(paragraphs=("Call or text **988**. " * 20,))

NO_HOURS = OpeningHours(time_zone="America/New_York", weekly=((),) * 7)
VISIT = Wording(question="How long is a visit?", asks=(), text="About two hours.")
CALL = {Language.ENGLISH: "Please call us at 555-0142.", Language.SPANISH: "Por favor llámenos al 555-0142."}
FAQ = Faq(
    entries=(Entry(id="visit-length", wordings={Language.ENGLISH: VISIT}),),
    canned=(Canned(id="call-us", label="Please call us", texts=CALL),),
    clinic=Clinic(
        name="Sample Clinic",
        phone="555-0142",
        address="1 Sample Street",
        country="US",
        hours=NO_HOURS,
        hours_text="by appointment",
    ),
)


@cache
def _hashed() -> str:
    """Return the password's hash, made once: hashing is slow on purpose."""
    return Passwords().hash(PASSWORD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    text: str

    @property
    def location(self) -> str:
        """Return where it leads."""
        return self.headers.get("location", "")

    @property
    def title(self) -> str:
        """Return the page's title."""
        found = re.search(r"<title>(.*?)</title>", self.text)
        return found[1] if found else ""

    def field(self, name: str) -> str:
        """Return a hidden field's value."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, name
        return found[1]


@dataclass(slots=True, kw_only=True)
class Visitor:
    """A browser without a screen: keeps cookies, says that it is the same site, follows nothing."""

    url: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, headers=headers or {})

    def post(
        self, path: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a form."""
        typed = {"content-type": "application/x-www-form-urlencoded", **(OWN if headers is None else headers)}
        return self._ask("POST", path, headers=typed, body=urlencode(form or {}))

    def sign_in(self, username: str = "rosa", password: str = PASSWORD, **more: str) -> Answer:
        """Sign in."""
        return self.post("/staff/login", {"username": username, "password": password, **more})

    def reply(self, case: Case, text: str, **changed: str) -> Answer:
        """Open the case, type a reply and send it."""
        page = self.get(f"/staff/cases/{case.id}")
        fields = {"last_seen": page.field("last_seen"), "key": page.field("key"), "text": text}
        return self.post(f"/staff/cases/{case.id}/reply", fields | changed)

    def _ask(self, method: str, path: str, *, headers: Mapping[str, str], body: str | None = None) -> Answer:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        sent = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        connection.request(method, path, body=body, headers=sent)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        given = tuple(response.headers.get_all("set-cookie") or ())
        self._keep(given)
        return Answer(status=response.status, headers=dict(response.getheaders()), cookies=given, text=text)

    def _keep(self, given: tuple[str, ...]) -> None:
        for cookie in given:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A store, its clock, and what patients do."""

    stage: Stage
    store: Store
    clock: HandClock
    settings: Settings

    def hire(self, username: str = "rosa", name: str = "Rosa Diaz", *, role: Role | None = None) -> None:
        """Give someone an account; the first is an admin's."""
        self.store.accounts.add(username=username, name=name, password_hash=_hashed(), role=role)

    def hand_out(self, username: str, name: str) -> str:
        """Give someone an account with a one-time password, and return that."""
        return handing_out(self.store.accounts).add(username, name=name).password

    def run(self, statement: str, *values: str) -> None:
        """Change a row beside the desk, as an operator would."""
        connection = sqlite3.connect(self.settings.data / FILE_NAME)
        with connection:
            connection.execute(statement, values)
        connection.close()

    def signed_in(self, url: str, username: str = "rosa") -> Visitor:
        """Return someone with a session, without the slow check of a password."""
        known = self.store.accounts.password_hash(username)
        assert known is not None
        sessions = Sessions(
            accounts=self.store.accounts,
            clock=self.clock,
            hours=self.settings.session_hours,
            idle_minutes=self.settings.session_idle_minutes,
        )
        return Visitor(url=url, cookies={NAME: sessions.open(known[0])})

    def say(self, text: str, decision: Decision | None = None, *, conversation: str = "c1") -> int:
        """Let a patient write, and the desk decide, where a decision is given; return the line's number."""
        client_id = f"m{self.store.conversations.latest()}"
        sent = Message(
            conversation=conversation, client_id=client_id, text=text, channel="web", sent_at=self.clock.now()
        )
        line = self.store.inbox.accept(sent).line
        if decision:
            reply = LINES if decision.priority is Priority.PAGED else RECEIPT
            self.store.conversations.record(line, decision=decision, reply=reply, dialogue=Dialogue())
        return line.number

    def case(self, conversation: str = "c1") -> Case:
        """Return the conversation's open case."""
        return next(case for case in self.store.cases.open_cases() if case.conversation == conversation)

    def wait_for(self, text: str, decision: Decision = BILLING, *, conversation: str = "c1") -> Case:
        """Let a patient write what staff get, and return the case."""
        self.say(text, decision, conversation=conversation)
        return self.case(conversation)

    def texts(self, conversation: str = "c1") -> list[str]:
        """Return what the conversation holds."""
        return [line.text for line in self.store.conversations.lines(conversation)]

    def app(self, live: Live, cases: Cases | None = None, problem: str = "") -> Starlette:
        """Return the staff page as an application, with everything around it that the desk has."""
        problems = Problems(lambda: RECEIPT)
        routes = staff_routes(
            cases=cases or self.store.cases,
            accounts=self.store.accounts,
            tries=self.store.tries,
            conversations=self.store.conversations,
            presence=self.store.presence,
            patients=self.store.patients,
            deliveries=self.store.deliveries,
            notices=self.store.notices,
            live=live,
            clock=self.clock,
            settings=self.settings,
            faq=lambda: FAQ,
            alerts=lambda: Health(problem=problem),
        )
        return Starlette(
            routes=[SHARED.route(), *routes],
            middleware=middleware(self.settings, problems),
            exception_handlers=problems.handlers(),
        )

    @contextmanager
    def open(self, cases: Cases | None = None, problem: str = "") -> Iterator[str]:
        """Serve the page on loopback; yield its address."""
        live = Live(self.store.growth, interval=0.05)
        with self.stage.showing(self.app(live, cases, problem), live) as url:
            yield url

"""How a conversation looks: the page, one line of it, and the transcript."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.channels.web.posted import LONGEST
from bot.channels.web.reach import LONGEST as LONGEST_REACH
from bot.http.assets import Assets
from bot.http.pages import environment
from bot.http.problems import urgent
from bot.model import Author, Language
from bot.wording import sentences
from bot.wording.labels import labels, script_labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.channels.web.desk import Desk
    from bot.channels.web.standing import Standing
    from bot.channels.web.visitor import Visitor
    from bot.faq.content import Clinic
    from bot.model import Line, Reply

_HERE = Path(__file__).parent
ASSETS = Assets(prefix="/static", folder=_HERE / "static")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What goes back into the box when a message was not taken, and why: a hint, or a card with the crisis lines."""

    text: str = ""
    form_id: str = ""
    hint: str = ""
    card: Reply | None = None


class View:
    """Renders for one place and language: `base` is "" for the page, "/embed" for the page in a frame.

    `query` is what keeps the language where it stands in the address: "" or "?lang=es".
    """

    def __init__(
        self, desk: Desk, *, base: str, ancestors: tuple[str, ...], language: Language, query: str = ""
    ) -> None:
        self.say = labels(language)
        self.language = language
        self._query = query
        self._desk = desk
        self._base = base
        self._ancestors = ancestors
        self._pages = environment(_HERE / "templates")
        self._pages.globals |= {"asset": ASSETS.url, "key": lambda: secrets.token_urlsafe(16)}
        self._pages.filters["clock"] = self._clock

    def page(self, visitor: Visitor, lines: Sequence[Line], draft: Draft, *, standing: Standing | None = None) -> str:
        """Return the whole page."""
        greeting, last_resort = self._desk.greeting(self.language), urgent(self._desk.cannot_store(self.language))
        return self._pages.get_template("page.html").render(
            self._common(),
            lines=lines,
            answers=self._desk.answers(lines),
            ratings=_RATINGS,
            draft=draft,
            standing=standing,
            marker=visitor.marker,
            greeting=replace(greeting, contacts=()),
            contacts=greeting.contacts or last_resort.contacts,
            last_resort=last_resort,
            person=self._desk.person(self.language),
            longest=LONGEST,
            ancestors=self._ancestors if self._base else (),
        )

    def lines(self, lines: Sequence[Line]) -> Sequence[tuple[int, str]]:
        """Return lines, each with its number, as the page and the live stream show them."""
        template, answers = self._pages.get_template("line.html"), self._desk.answers(lines)
        return [(one.number, template.render(self._common(), **_rated(one, answers))) for one in lines]

    def standing(self, standing: Standing | None) -> str:
        """Return where the case stands, as the page and the live stream show it; "" where nobody is waited for."""
        return self._pages.get_template("standing.html").render(self._common(), standing=standing)

    def ending(self) -> str:
        """Return the page that asks whether to end the chat, for browsers without scripts."""
        return self._pages.get_template("end.html").render(self._common())

    def transcript(self, lines: Sequence[Line]) -> str:
        """Return the conversation as plain text."""
        clinic = self._desk.faq.clinic
        title = self.say["title"].format(clinic=clinic.name if clinic else self.say["front_desk"])
        said = (f"[{self._clock(line.at)}] {self._who(line)}:\n{_words(line)}" for line in lines)
        return "\n\n".join([title, *said]) + "\n"

    def _common(self) -> dict[str, object]:
        clinic = self._desk.faq.clinic
        return {
            "say": self.say,
            "script": script_labels(self.language),
            "language": self.language.value,
            "query": self._query,
            "base": self._base,
            "longest_reach": LONGEST_REACH,
            "home": self._base or "/",
            "action": f"{self._base}/messages",
            "clinic_name": clinic.name if clinic else self.say["front_desk"],
            "phone": clinic.phone if clinic else "",
            "phone_href": phone_href(clinic),
        }

    def _clock(self, at: datetime) -> str:
        clinic = self._desk.faq.clinic
        local = at.astimezone(ZoneInfo(clinic.hours.time_zone) if clinic else UTC)
        if self.language is Language.SPANISH:
            return f"{local.day}/{local.month}/{local:%Y}, {local:%H:%M}"
        return f"{local:%b} {local.day}, {local:%Y}, {local:%H:%M}"

    def _who(self, line: Line) -> str:
        match line.author:
            case Author.PATIENT:
                return self.say["you"]
            case Author.DESK:
                return self.say["assistant"]
            case Author.STAFF:
                staff = self.say["staff"]
                return f"{line.staff_name} ({staff[:1].lower()}{staff[1:]})" if line.staff_name else staff


_RATING = {"asked": sentences.HELPFUL, "yes": sentences.YES, "no": sentences.NO, "thanks": sentences.RATED}
_RATINGS = {language: {name: words[language] for name, words in _RATING.items()} for language in Language}


def _rated(line: Line, answers: frozenset[int]) -> dict[str, object]:
    language = line.reply.language if line.reply else Language.ENGLISH
    return {"line": line, "can_rate": line.number in answers, "rating": _RATINGS[language]}


def phone_href(clinic: Clinic | None) -> str:
    """Return the clinic's number to tap."""
    return "tel:" + re.sub(r"[^+\d]", "", clinic.phone) if clinic else ""


def _words(line: Line) -> str:
    if line.reply is None:
        return line.text
    contacts = (f"{contact.label}: {contact.href}" for contact in line.reply.contacts)
    choices = (f"- {choice.label}" for choice in line.reply.choices)
    return "\n".join([*(p.replace("**", "") for p in line.reply.paragraphs), *contacts, *choices])

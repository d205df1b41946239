"""Make an FAQ entry of a case: the YAML to copy. Nothing is written anywhere; a maintainer pastes and reviews it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from anyio import to_thread

from bot.inbox.casefile import case_of, missing
from bot.inbox.forms import read_form
from bot.model import Author

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.responses import Response

    from bot.inbox.room import Visit
    from bot.model import Case, Decision, Line

MOST_ASKS: Final = 20
LONGEST_ID: Final = 40
_NO_ID: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as staff have edited it: the question, how patients ask it (one a line), the answer."""

    question: str
    asks: str
    answer: str


def yaml_of(draft: Draft) -> str:
    """Return the entry as it goes under `entries:`; JSON's strings are YAML's too. Braces are doubled, as there."""
    asks = [" ".join(line.split()) for line in draft.asks.splitlines() if line.strip()][:MOST_ASKS]
    head = [f"  - id: {_id(draft.question)}", f"    question: {_quoted(draft.question)}", "    asks:"]
    answer = _quoted(draft.answer.replace("{", "{{").replace("}", "}}"))
    tail = [f"    answer: {answer}", "    # reviewed: YYYY-MM-DD    the day a clinician approved the answer"]
    return "\n".join([*head, *(f"      - {_quoted(line)}" for line in asks), *tail]) + "\n"


def draft_of(lines: Sequence[Line], decisions: Sequence[tuple[Line, Decision]] = ()) -> Draft:
    """Return a first draft: the words that were handed over, to be edited, and the last reply of staff."""
    said = [line.text for line in lines if line.author is Author.PATIENT]
    asked = [line.text for line, decision in decisions if decision.escalates] or said
    replied = [line.text for line in lines if line.author is Author.STAFF]
    asks = [" ".join(text.split()) for text in asked]
    return Draft(question=asks[0] if asks else "", asks="\n".join(asks), answer=replied[-1] if replied else "")


async def show(visit: Visit) -> Response:
    """Show the form, filled with the conversation's words."""
    case = await case_of(visit)
    if case is None:
        return await missing(visit)
    return await _page(visit, case, await to_thread.run_sync(_draft, visit, case))


async def prepare(visit: Visit) -> Response:
    """Show the YAML of what was edited; it comes in a form, so that no address holds it."""
    case, form = await case_of(visit), await read_form(visit.request)
    if case is None:
        return await missing(visit)
    draft = Draft(question=_line(form, "question"), asks=_text(form, "asks"), answer=_text(form, "answer").strip())
    return await _page(visit, case, draft, yaml_of(draft))


def _draft(visit: Visit, case: Case) -> Draft:
    said = visit.room.conversations
    return draft_of(said.lines(case.conversation), said.decisions(case.conversation))


async def _page(visit: Visit, case: Case, draft: Draft, yaml: str = "") -> Response:
    return await visit.page("suggest.html", {"view": "case-page", "case": case, "draft": draft, "yaml": yaml})


def _text(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").replace("\r\n", "\n")


def _line(form: Mapping[str, str], name: str) -> str:
    return " ".join(_text(form, name).split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _id(question: str) -> str:
    return _NO_ID.sub("-", question.lower()).strip("-")[:LONGEST_ID].strip("-") or "new-entry"

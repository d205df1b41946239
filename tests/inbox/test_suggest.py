"""A case's words as a draft FAQ entry: what is copied loads, and nothing is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.faq.load import load
from bot.inbox.suggest import Draft, yaml_of
from bot.model import Decision, Disposition, Language

if TYPE_CHECKING:
    from pathlib import Path

    from tests.inbox.parts import House, Visitor

ODD = 'say "yes": no # not {clinic.phone} \\ 100%'


@pytest.mark.parametrize("text", ["At nine.", ODD, "- a list\n- of two", "ja, natürlich 🙂", "yes", "12"])
def test_what_is_copied_loads_as_it_was_typed(tmp_path: Path, text: str) -> None:
    """Whatever signs it holds, the entry comes back word for word; a placeholder's braces are text."""
    path = tmp_path / "faq.yaml"
    path.write_text("entries:\n" + yaml_of(Draft(question=ODD, asks=f"{ODD}\n\n  when  is it?  ", answer=text)))
    (entry,) = load(path).entries
    wording = entry.wordings[Language.ENGLISH]
    assert (wording.question, wording.asks, wording.text) == (ODD, (ODD, "when is it?"), text)
    assert entry.reviewed is None


def test_a_question_without_letters_has_an_id_too() -> None:
    """The maintainer gives it a better one."""
    assert "- id: new-entry\n" in yaml_of(Draft(question="???", asks="", answer="x"))


def test_the_page_prepares_and_keeps_nothing(rosa: Visitor, house: House) -> None:
    """The form begins with the patient's words and the last reply; the result stands on the page only."""
    case = house.wait_for("how much is it, I am <b>Ann</b>?")
    rosa.reply(case, "About two hours.")
    page = rosa.get(f"/staff/cases/{case.id}/faq").text
    assert "how much is it, I am &lt;b&gt;Ann&lt;/b&gt;?" in page
    assert "About two hours.</textarea>" in page
    assert "Take out everything personal" in page
    before = house.store.growth(None)
    form = {"question": "How long\r\nis it?", "asks": "how long", "answer": "Two hours."}
    answer = rosa.post(f"/staff/cases/{case.id}/faq", form)
    assert "- id: how-long-is-it\n" in answer.text
    assert "# reviewed: YYYY-MM-DD" in answer.text
    assert house.store.growth(None) == before


def test_the_question_is_what_was_handed_over(rosa: Visitor, house: House) -> None:
    """A greeting before it, and thanks after it, are no question."""
    house.say("hello there", Decision(disposition=Disposition.SMALLTALK))
    case = house.wait_for("can you bill my work?")
    house.say("thanks a lot", Decision(disposition=Disposition.SMALLTALK))
    page = rosa.get(f"/staff/cases/{case.id}/faq").text
    assert 'value="can you bill my work?"' in page
    assert "hello there" not in page
    assert "thanks a lot" not in page

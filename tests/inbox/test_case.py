from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from bot.errors import StaleView, StoreError
from bot.inbox.problem import LONGEST as LONGEST_REPLY
from bot.model import Author, CaseState
from tests.inbox.parts import CRISIS, EMERGENCY, POSSIBLE, House, Visitor

if TYPE_CHECKING:
    from bot.model import Line
    from bot.ports import Cases

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "</p></li></ol><h1>hello",
    "&lt;b&gt; & &amp;",
    "**<b>bold</b>**",
]


def test_a_reply_is_stored_for_the_patient(rosa: Visitor, house: House) -> None:
    """It carries the writer's name, leads back to the new line, and is shown as staff's."""
    case = house.wait_for("how much is it?")
    answer = rosa.reply(case, "  We will call you today.\r\nRosa  ")
    line = house.store.conversations.lines("c1")[-1]
    assert (line.author, line.staff_name, line.text) == (Author.STAFF, "Rosa Diaz", "We will call you today.\nRosa")
    assert (answer.status, answer.location) == (303, f"/staff/cases/{case.id}#line-{line.number}")
    assert f'id="line-{line.number}"' in rosa.get(f"/staff/cases/{case.id}").text


def test_a_reply_reaches_its_own_patient_only(rosa: Visitor, house: House) -> None:
    """With five conversations answered in turn, each holds its own reply and no other."""
    names = [f"c{number}" for number in range(5)]
    cases = {name: house.wait_for(f"question of {name}", conversation=name) for name in names}
    for name in reversed(names):
        assert rosa.reply(cases[name], f"answer to {name}").status == 303
    for name in names:
        staff_lines = [line.text for line in house.store.conversations.lines(name) if line.author is Author.STAFF]
        assert staff_lines == [f"answer to {name}"]


def test_a_form_of_one_case_cannot_write_into_another(rosa: Visitor, house: House) -> None:
    """The case in the address decides; the other case's form id changes nothing there."""
    one, other = house.wait_for("one", conversation="c1"), house.wait_for("other", conversation="c2")
    key = rosa.get(f"/staff/cases/{one.id}").field("key")
    rosa.reply(one, "for one", key=key)
    rosa.reply(other, "for the other", key=key)
    assert house.texts("c1")[-1] == "for one"
    assert house.texts("c2")[-1] == "for the other"


def test_the_same_form_twice_is_one_reply(rosa: Visitor, house: House) -> None:
    """A double click, or a resend after a lost answer, says it once and gets the same answer."""
    case = house.wait_for("hello")
    page = rosa.get(f"/staff/cases/{case.id}")
    form = {"text": "Hi there", "last_seen": page.field("last_seen"), "key": page.field("key")}
    first, second = (rosa.post(f"/staff/cases/{case.id}/reply", form) for _ in range(2))
    assert (first.status, first.location) == (second.status, second.location)
    assert house.texts().count("Hi there") == 1


def test_the_same_form_twice_is_one_reply_even_when_the_patient_wrote_between(rosa: Visitor, house: House) -> None:
    """It was sent already: there is nothing to ask again."""
    case = house.wait_for("hello")
    page = rosa.get(f"/staff/cases/{case.id}")
    form = {"text": "Hi there", "last_seen": page.field("last_seen"), "key": page.field("key")}
    rosa.post(f"/staff/cases/{case.id}/reply", form)
    house.say("thanks")
    assert rosa.post(f"/staff/cases/{case.id}/reply", form).status == 303
    assert house.texts().count("Hi there") == 1


def test_the_same_words_from_two_forms_are_two_replies(rosa: Visitor, house: House) -> None:
    """Saying "yes" twice is meant."""
    case = house.wait_for("hello")
    for _ in range(2):
        rosa.reply(case, "Yes")
    assert house.texts().count("Yes") == 2


def test_a_reply_to_an_outdated_view_is_not_sent(rosa: Visitor, house: House) -> None:
    """The page shows what is new, keeps what was typed, and sending it then works."""
    case = house.wait_for("hello")
    seen = rosa.get(f"/staff/cases/{case.id}").field("last_seen")
    house.say("forget it, I feel worse")
    conflict = rosa.reply(case, "Your bill is <b>paid</b>", last_seen=seen)
    assert conflict.status == 409
    assert "New message since you opened this" in conflict.text
    assert "forget it, I feel worse" in conflict.text
    assert conflict.text.count('<span class="tag">New</span>') == 1
    assert "Your bill is &lt;b&gt;paid&lt;/b&gt;</textarea>" in conflict.text
    assert "Your bill" not in " ".join(house.texts())
    again = {"text": "I read it", "last_seen": conflict.field("last_seen"), "key": conflict.field("key")}
    assert rosa.post(f"/staff/cases/{case.id}/reply", again).status == 303
    assert house.texts()[-1] == "I read it"


@pytest.mark.parametrize("last_seen", ["", "0", "-1", "nine", "٣", "1e9", "9" * 40])
def test_a_view_that_cannot_be_read_is_the_oldest_one(rosa: Visitor, house: House, last_seen: str) -> None:
    """A broken form is never taken for an up-to-date one."""
    case = house.wait_for("hello")
    assert rosa.reply(case, "Hi", last_seen=last_seen).status == 409


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * (LONGEST_REPLY + 1)], ids=["nothing", "blanks", "too-long"])
def test_an_unfit_reply_is_not_sent(rosa: Visitor, house: House, text: str) -> None:
    """The page says why; what was typed stays."""
    case = house.wait_for("hello")
    answer = rosa.reply(case, text)
    assert answer.status == 400
    assert 'role="alert"' in answer.text
    assert len(house.texts()) == 2
    assert text.strip() in answer.text


def test_line_ends_do_not_make_a_reply_too_long(rosa: Visitor, house: House) -> None:
    """A browser posts each as two characters; the box counted one."""
    case = house.wait_for("hello")
    assert rosa.reply(case, "a\r\n" * (LONGEST_REPLY // 2)).status == 303


def test_a_resolved_case_takes_no_reply(rosa: Visitor, house: House) -> None:
    """A tab left open cannot write into a closed conversation; what was typed stays to be copied."""
    case = house.wait_for("hello")
    page = rosa.get(f"/staff/cases/{case.id}")
    rosa.post(f"/staff/cases/{case.id}/resolve", {"last_seen": page.field("last_seen"), "resolution": "answered"})
    form = {"text": "one more thing", "last_seen": page.field("last_seen"), "key": page.field("key")}
    answer = rosa.post(f"/staff/cases/{case.id}/reply", form)
    assert answer.status == 409
    assert "one more thing</textarea>" in answer.text
    assert 'id="reply"' not in answer.text
    assert "one more thing" not in house.texts()


def test_a_reply_that_cannot_be_stored_says_so(house: House) -> None:
    """Nobody is left thinking that it was sent; what was typed stays."""
    case = house.wait_for("hello")
    with house.open(cast("Cases", FullDisk(house.store.cases))) as url:
        visitor = Visitor(url=url)
        visitor.sign_in()
        answer = visitor.reply(case, "typed at length")
    assert answer.status == 503
    assert "Nothing was sent" in answer.text
    assert "typed at length</textarea>" in answer.text


def test_a_routine_case_is_resolved_at_once(rosa: Visitor, house: House) -> None:
    """It leaves the queue, stands under Done with who closed it, and the queue says so."""
    case = house.wait_for("hello")
    answer = rosa.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "99", "resolution": "answered"})
    assert (answer.status, answer.location) == (303, f"/staff?resolved={case.id}")
    assert f"Case {case.id} is resolved" in rosa.get(answer.location).text
    assert f'id="case-{case.id}"' not in rosa.get("/staff").text
    done = rosa.get("/staff/done").text
    assert f'id="case-{case.id}"' in done
    assert "by Rosa Diaz" in done


@pytest.mark.parametrize("decision", [CRISIS, EMERGENCY], ids=["crisis", "emergency"])
def test_danger_is_closed_only_after_a_second_question(rosa: Visitor, house: House, decision: object) -> None:
    """The first press asks, the second closes; the question says when closing is right."""
    case = house.wait_for("…", CRISIS if decision is CRISIS else EMERGENCY)
    asked = rosa.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "99", "resolution": "answered"})
    assert asked.status == 200
    assert "has reached the person" in asked.text
    assert house.case().state is not CaseState.RESOLVED
    form = {"last_seen": asked.field("last_seen"), "confirmed": asked.field("confirmed"), "resolution": "spoke"}
    assert rosa.post(f"/staff/cases/{case.id}/resolve", form).status == 303
    assert house.store.cases.open_cases() == ()


@pytest.mark.parametrize("decision", [CRISIS, POSSIBLE], ids=["crisis", "possible"])
def test_a_case_is_not_closed_over_an_unread_message(rosa: Visitor, house: House, decision: object) -> None:
    """Who presses Resolve while the patient writes is shown the message first."""
    case = house.wait_for("hello", CRISIS if decision is CRISIS else POSSIBLE)
    seen = rosa.get(f"/staff/cases/{case.id}").field("last_seen")
    house.say("please help")
    answer = rosa.post(
        f"/staff/cases/{case.id}/resolve", {"last_seen": seen, "confirmed": "yes", "resolution": "answered"}
    )
    assert answer.status == 409
    assert "please help" in answer.text
    assert house.case().state is not CaseState.RESOLVED


def test_resolving_twice_is_resolving_once(rosa: Visitor, house: House) -> None:
    """The second press, or a colleague's, keeps the first one's name."""
    case = house.wait_for("hello")
    for _ in range(2):
        assert rosa.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "99", "resolution": "answered"}).status == 303
    assert rosa.get(f"/staff/cases/{case.id}/resolve").location == f"/staff/cases/{case.id}"
    assert len(house.store.cases.resolved_cases()) == 1


@pytest.mark.parametrize("text", MARKUP)
def test_what_a_patient_writes_is_text(rosa: Visitor, house: House, text: str) -> None:
    """Markup and template code are shown as they were typed, in the queue, the case and the list of what is done."""
    case = house.wait_for(text)
    pages = [rosa.get(path).text for path in ("/staff", f"/staff/cases/{case.id}")]
    rosa.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "99", "resolution": "answered"})
    pages.append(rosa.get("/staff/done").text)
    for page in pages:
        assert _escaped(text) in page
        assert text not in page.replace(_escaped(text), "")


def test_who_wrote_is_told_by_words(rosa: Visitor, house: House) -> None:
    """Patient, desk and staff are told apart without color; the desk's bold is bold."""
    case = house.wait_for("hello there")
    rosa.reply(case, "hello back")
    page = rosa.get(f"/staff/cases/{case.id}").text
    for speaker in ("Patient", "Front desk (automated)", "Rosa Diaz"):
        assert f"<strong>{speaker}</strong>" in page
    assert "<strong>A person</strong> will answer here." in page


def test_a_case_says_why_it_is_here_and_that_nobody_was_identified(rosa: Visitor, house: House) -> None:
    """Queue, what the desk noticed, what to do, and the warning not to trust the name."""
    case = house.wait_for("…", CRISIS)
    page = rosa.get(f"/staff/cases/{case.id}").text
    for words in ("Someone may be in danger now", "Crisis: wish to die", "Clinical", "Identity not verified", "988"):
        assert words in page


class FullDisk:
    """Cases that can be read and take no reply."""

    def __init__(self, real: Cases) -> None:
        self._real = real

    def __getattr__(self, name: str) -> object:
        """Read as ever."""
        return getattr(self._real, name)

    def reply(self, case_id: int, **_: object) -> Line:
        """Fail as a full disk does."""
        raise StoreError(f"case {case_id}: no space")


def test_the_store_keeps_one_line_for_each_client_id(house: House) -> None:
    """Also when two requests carry it; another case may use the same id; a stale view is refused only for new ones."""
    staff = house.store.accounts.password_hash("rosa")
    assert staff is not None
    one, other = house.wait_for("a", conversation="c1"), house.wait_for("b", conversation="c2")
    send = house.store.cases.reply
    first = send(one.id, staff=staff[0], text="x", last_seen=99, client_id="k")
    house.say("more")
    assert send(one.id, staff=staff[0], text="x", last_seen=0, client_id="k") == first
    assert send(other.id, staff=staff[0], text="x", last_seen=99, client_id="k").number != first.number
    with pytest.raises(StaleView):
        send(one.id, staff=staff[0], text="x", last_seen=0, client_id="k2")


def _escaped(text: str) -> str:
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;")):
        text = text.replace(letter, entity)
    return text

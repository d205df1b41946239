"""What staff do to a case beside talking: who may, what comes of it, and who loses a race."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.model import CaseState, Decision, Disposition, Match, Queue, Resolution, Role
from tests.inbox.parts import BILLING, CLINICAL, CRISIS, House, Visitor

if TYPE_CHECKING:
    from bot.model import Case


@pytest.fixture
def omar(url: str, house: House) -> Visitor:
    """Return a colleague who is an agent, signed in."""
    house.hire("omar", "Omar Haddad", role=Role.AGENT)
    return house.signed_in(url, "omar")


def act(visitor: Visitor, case: Case, name: str, **form: str) -> int:
    """Press a button of the case's page; return the status."""
    return visitor.post(f"/staff/cases/{case.id}/{name}", form).status


def now(house: House, case: Case) -> Case:
    """Return the case as it is now."""
    found = house.store.cases.case(case.id)
    assert found
    return found


def test_a_claim_makes_the_case_one_s_own(rosa: Visitor, house: House) -> None:
    """It stands in the views of whoever has it, with the owner's name for colleagues."""
    case = house.wait_for("hello")
    assert f'id="case-{case.id}"' in rosa.get("/staff/unassigned").text
    assert act(rosa, case, "claim") == 303
    assert "You have it" in rosa.get("/staff/mine").text
    assert f'id="case-{case.id}"' not in rosa.get("/staff/unassigned").text


def test_who_loses_a_claim_sees_who_won(rosa: Visitor, omar: Visitor, house: House) -> None:
    """409 with the colleague's name and the way to take it over; the case stays where it is."""
    case = house.wait_for("hello")
    act(omar, case, "claim")
    lost = rosa.post(f"/staff/cases/{case.id}/claim")
    assert lost.status == 409
    assert "Omar Haddad has this case" in lost.text
    assert f'href="/staff/cases/{case.id}/take-over"' in lost.text
    assert now(house, case).owner == "Omar Haddad"


def test_a_reply_to_a_colleague_s_case_is_kept_and_not_sent(rosa: Visitor, omar: Visitor, house: House) -> None:
    """What was typed while the colleague was faster stands there to be copied."""
    case = house.wait_for("hello")
    page = rosa.get(f"/staff/cases/{case.id}")
    act(omar, case, "claim")
    form = {"text": "half an answer", "last_seen": page.field("last_seen"), "key": page.field("key")}
    lost = rosa.post(f"/staff/cases/{case.id}/reply", form)
    assert lost.status == 409
    assert "Omar Haddad has this case" in lost.text
    assert "half an answer</textarea>" in lost.text
    assert "half an answer" not in house.texts()


def test_taking_over_names_the_colleague_first(rosa: Visitor, omar: Visitor, house: House) -> None:
    """The question says from whom; a yes to an outdated question changes nothing."""
    case = house.wait_for("hello")
    act(omar, case, "claim")
    asked = rosa.get(f"/staff/cases/{case.id}/take-over")
    assert f"Take case {case.id} over from Omar Haddad?" in asked.text
    assert act(rosa, case, "take-over", **{"from": "99"}) == 409
    assert act(rosa, case, "take-over", **{"from": asked.field("from")}) == 303
    assert now(house, case).owner == "Rosa Diaz"
    assert rosa.get(f"/staff/cases/{case.id}/take-over").location == f"/staff/cases/{case.id}"


def test_only_a_lead_gives_cases_to_others(rosa: Visitor, omar: Visitor, house: House) -> None:
    """The menu and the act are a lead's; an agent is refused whatever the form says."""
    case = house.wait_for("hello")
    omar_id = str(next(one.staff.id for one in house.store.accounts.everyone() if one.staff.username == "omar"))
    assert "Assign to" in rosa.get(f"/staff/cases/{case.id}").text
    assert "Assign to" not in omar.get(f"/staff/cases/{case.id}").text
    assert act(omar, case, "assign", to=omar_id) == 403
    assert now(house, case).owner is None
    assert act(rosa, case, "assign", to=omar_id) == 303
    assert now(house, case).owner == "Omar Haddad"


@pytest.mark.parametrize("to", ["", "99", "nobody"])
def test_a_case_is_given_to_a_person_who_can_sign_in(rosa: Visitor, house: House, to: str) -> None:
    """Nobody else can be chosen, whatever the form says."""
    case = house.wait_for("hello")
    assert act(rosa, case, "assign", to=to) == 409
    assert now(house, case).owner is None


def test_a_released_case_is_nobody_s(rosa: Visitor, house: House) -> None:
    """It goes back into its queue."""
    case = house.wait_for("hello")
    act(rosa, case, "claim")
    assert act(rosa, case, "release") == 303
    assert now(house, case).state is CaseState.OPEN


def test_a_case_is_put_off_and_comes_back(rosa: Visitor, house: House) -> None:
    """It leaves the open cases, stands among the snoozed with its time, and the patient's next words bring it back."""
    case = house.wait_for("hello")
    assert act(rosa, case, "snooze", until="1h") == 303
    assert now(house, case).snoozed_until == house.clock.now() + timedelta(hours=1)
    assert "Put off until today, 11:00 AM" in rosa.get("/staff/snoozed").text
    assert "Rosa Diaz put it off until today, 11:00 AM" in rosa.get(f"/staff/cases/{case.id}").text
    assert f'id="case-{case.id}"' not in rosa.get("/staff").text
    house.say("still there?", BILLING)
    assert now(house, case).state is CaseState.CLAIMED


def test_danger_is_never_put_off(rosa: Visitor, house: House) -> None:
    """The page does not offer it, and the act is refused."""
    case = house.wait_for("I want to die", CRISIS)
    assert "Put off…" not in rosa.get(f"/staff/cases/{case.id}").text
    assert act(rosa, case, "snooze", until="1h") == 409
    assert now(house, case).state is CaseState.PAGED


@pytest.mark.parametrize("until", ["", "yesterday", "date"])
def test_a_time_that_is_no_choice_is_refused(rosa: Visitor, house: House, until: str) -> None:
    """The page says what can be chosen."""
    case = house.wait_for("hello")
    answer = rosa.post(f"/staff/cases/{case.id}/snooze", {"until": until})
    assert answer.status == 409
    assert "Choose a day after today" in answer.text


def test_danger_is_acknowledged_from_every_page(rosa: Visitor, house: House) -> None:
    """The red bar stands on every staff page until a person says that they have seen it; contacting is its own step."""
    case = house.wait_for("I want to die", CRISIS)
    for path in ("/staff/done", "/staff/mine", "/staff/account", f"/staff/cases/{case.id}"):
        assert f'data-alarm="{case.id}"' in rosa.get(path).text
    assert act(rosa, case, "acknowledge") == 303
    assert "data-alarm" not in rosa.get("/staff/done").text
    assert now(house, case).acknowledged_by == "Rosa Diaz"
    assert "I am contacting the person" in rosa.get(f"/staff/cases/{case.id}").text
    assert act(rosa, case, "contact") == 303
    assert now(house, case).contacted_at == house.clock.now()
    assert "I am contacting the person" not in rosa.get(f"/staff/cases/{case.id}").text


def test_a_note_is_among_staff(rosa: Visitor, house: House) -> None:
    """It stands beside the case, and nothing of it is in the conversation that the patient is sent."""
    case = house.wait_for("hello")
    assert act(rosa, case, "note", text=" her mother called ") == 303
    assert "her mother called" in rosa.get(f"/staff/cases/{case.id}").text
    assert [one.text for one in house.store.cases.notes(case.id)] == ["her mother called"]
    assert "her mother called" not in " ".join(house.texts())


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001], ids=["nothing", "blanks", "too long"])
def test_an_unfit_note_is_handed_back(rosa: Visitor, house: House, text: str) -> None:
    """In the note's box, never in the reply's."""
    case = house.wait_for("hello")
    answer = rosa.post(f"/staff/cases/{case.id}/note", {"text": text})
    assert answer.status == 400
    assert 'id="note-problem"' in answer.text
    reply_box = answer.text.split('id="text"')[1].split("</textarea>")[0]
    assert "xxx" not in reply_box


def test_an_identity_is_ticked_and_unticked(rosa: Visitor, house: House) -> None:
    """The mark stands in the head of the case until somebody has made sure."""
    case = house.wait_for("hello")
    assert "Identity not verified" in rosa.get(f"/staff/cases/{case.id}").text
    act(rosa, case, "verify", is_verified="yes")
    assert "Identity not verified" not in rosa.get(f"/staff/cases/{case.id}").text
    act(rosa, case, "verify", is_verified="no")
    assert not now(house, case).is_verified


def test_a_case_is_closed_with_an_outcome_and_never_without(rosa: Visitor, house: House) -> None:
    """A form without one gets the question; with one, the history and the list say how it ended."""
    case = house.wait_for("hello")
    asked = rosa.post(f"/staff/cases/{case.id}/resolve", {"last_seen": "99"})
    assert "How did it end?" in asked.text
    assert act(rosa, case, "resolve", last_seen="99", resolution="handed-back") == 303
    assert now(house, case).resolution is Resolution.HANDED_BACK
    assert "Rosa Diaz closed it: hand back to the front desk" in rosa.get(f"/staff/cases/{case.id}").text
    assert "Resolved by Rosa Diaz" in rosa.get("/staff/done").text


def test_the_case_tells_what_came_nearest(rosa: Visitor, house: House) -> None:
    """The desk's own probabilities of that message; what today's FAQ no longer has is left out."""
    ranked = (Match(id="gone", probability=0.5), Match(id="visit-length", probability=0.3))
    house.wait_for("how long?", Decision(disposition=Disposition.HANDOFF, queue=Queue.UNKNOWN, ranked=ranked))
    page = rosa.get("/staff/cases/1").text
    assert "How long is a visit?" in page
    assert "30%" in page
    assert "50%" not in page


def test_earlier_cases_and_the_history_stand_beside_it(rosa: Visitor, house: House, url: str) -> None:
    """Who opens a case sees what was done before, also in the case before it."""
    first = house.wait_for("hello")
    act(rosa, first, "resolve", last_seen="99", resolution="spoke")
    house.clock.move(hours=60)
    second = house.wait_for("hello again")
    page = house.signed_in(url).get(f"/staff/cases/{second.id}").text
    assert f'href="/staff/cases/{first.id}"' in page
    assert "Resolved by Rosa Diaz: spoke with them" in page
    assert "The desk handed it over" in page


FOUND = {
    "tin whistle": [1],
    "TIN WHISTLE": [1],
    "cuanto": [4],
    "¿CUÁNTO": [4],
    "manana": [4],
    "We will look": [2],
    "her mother": [3],
    "passed this to our staff": [],
    "2": [2],
    "case 2": [2],
    "#3": [3],
    "100%": [],
    "_": [],
    "\\": [],
    "nowhere": [],
    " ": [],
}


def test_search_reads_people_s_words_and_numbers(rosa: Visitor, house: House) -> None:
    """Patients', staff's and notes' words, not the desk's own; signs stand for themselves."""
    house.wait_for("the tin whistle is under the stairs", conversation="a")
    rosa.reply(house.wait_for("hi", conversation="b"), "We will look.")
    act(rosa, house.wait_for("hey", conversation="c"), "note", text="her mother called")
    house.wait_for("¿cuánto cuesta? Llamo MAÑANA", conversation="d")
    answers = {wanted: rosa.post("/staff/search", {"text": wanted}).text for wanted in FOUND}
    shown = {
        wanted: [number for number in (1, 2, 3, 4) if f'id="case-{number}"' in answers[wanted]] for wanted in FOUND
    }
    assert shown == FOUND


def test_a_view_of_one_queue_says_so_when_it_is_empty(rosa: Visitor, house: House) -> None:
    """Nobody takes a filtered list for the whole one."""
    house.wait_for("hello", CLINICAL)
    assert 'id="case-1"' in rosa.get("/staff?queue=clinical").text
    empty = rosa.get("/staff?queue=billing").text
    assert "Nothing from Billing here" in empty
    assert 'id="case-1"' in rosa.get("/staff?queue=nonsense").text


def test_who_is_here_is_shown_to_colleagues(rosa: Visitor, omar: Visitor, house: House) -> None:
    """Viewing, writing, gone; a page that was not heard of for half a minute is taken for closed."""
    case = house.wait_for("hello")
    assert act(omar, case, "viewing") == 204
    assert "Omar Haddad is viewing this too" in rosa.get(f"/staff/cases/{case.id}").text
    act(omar, case, "writing")
    assert "Omar Haddad is writing" in rosa.get("/staff").text
    house.clock.move(seconds=31)
    assert "Omar Haddad is" not in rosa.get("/staff").text
    act(omar, case, "writing")
    act(omar, case, "leaving")
    assert "Omar Haddad is" not in rosa.get(f"/staff/cases/{case.id}").text


@pytest.mark.parametrize("name", ["claim", "release", "viewing", "leaving", "note", "take-over", "faq"])
def test_an_unknown_case_is_not_found(rosa: Visitor, house: House, name: str) -> None:
    """A wrong number touches nothing."""
    assert rosa.post(f"/staff/cases/99/{name}", {"text": "x"}).status == 404
    assert house.store.presence.here() == ()


def test_what_the_patient_s_page_has_shown_is_told(rosa: Visitor, house: House) -> None:
    """A reply is sent, then seen."""
    case = house.wait_for("hello")
    rosa.reply(case, "hi")
    assert "Sent, not seen yet" in rosa.get(f"/staff/cases/{case.id}").text
    house.store.patients.show("c1", house.store.conversations.latest())
    assert "Shown to the patient" in rosa.get(f"/staff/cases/{case.id}").text


def test_what_is_wrong_with_calling_staff_stands_on_every_page(house: House) -> None:
    """In red, in the words of who knows."""
    house.hire("lena", "Lena Novak")
    with house.open(problem="The test page to the on-call nurse did not go out.") as url:
        assert "The test page to the on-call nurse did not go out." in house.signed_in(url, "lena").get("/staff").text

"""What a patient or a colleague reads on Discord: every word of it, and nothing that formats, links or pings."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.discord import ids, limits
from bot.channels.discord.bubbles import SAMPLE, bubbles, offered
from bot.channels.discord.markdown import foreign, ours, spans
from bot.channels.discord.split import messages
from bot.desk.card import Act
from bot.model import Author, Choice, Contact, Language, Line, Reply, Tone
from bot.wording import person

PERSON = person()
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NASTY = "*_~|`[]()<>#@:\\-+.!/ \nab1é😀"
PIECE = st.text(alphabet=NASTY, max_size=60)
GIANT = st.builds(
    lambda piece, times: (piece * times)[:40_000], st.text(alphabet=NASTY, min_size=1), st.integers(0, 900)
)
_SPACE = re.compile(r"\s+")


def shown(message: str) -> str:
    """Return what Discord shows of a message of ours, without the spaces: escapes and bold are gone."""
    read = re.sub(r"\\([^0-9A-Za-z\s])|(\*\*)", lambda found: found[1] or "", message)
    return _SPACE.sub("", read)


def meant(paragraphs: list[str]) -> str:
    """Return what the paragraphs say, without the spaces and the bold."""
    return _SPACE.sub("", "".join(text for paragraph in paragraphs for _, text in spans(paragraph)))


@given(st.lists(PIECE | GIANT, max_size=4))
def test_every_word_arrives(paragraphs: list[str]) -> None:
    """Messages of at most 2,000 characters, read one after the other, say what was to be said: nothing more or less."""
    said = messages(paragraphs)
    assert all(0 < limits.size(one) <= limits.MESSAGE for one in said)
    assert all(one == one.strip() for one in said)
    assert "".join(map(shown, said)) == meant(paragraphs)


@given(st.lists(st.text(alphabet="ab. ", min_size=1, max_size=1_999).map(str.strip).filter(bool), max_size=8))
def test_whole_paragraphs_stay_whole(paragraphs: list[str]) -> None:
    """What fits into a message is never cut: a message ends where a paragraph ends."""
    said = messages(paragraphs)
    assert "\n\n".join(said) == "\n\n".join(paragraphs)
    assert all(limits.size(one) + limits.size(other) > limits.MESSAGE // 2 for one, other in pairwise(said))


def test_a_giant_paragraph_is_cut_after_a_sentence() -> None:
    """A paragraph that no message holds goes on after the end of a sentence."""
    said = messages(["**Bold one.** " + "This is a sentence that is said again and again. " * 100])
    assert len(said) > 1
    assert said[0].startswith("**Bold one.** This")
    assert all(one.endswith(".") for one in said)


@given(PIECE | st.sampled_from(("@everyone", "<@&1>", "<#1>", "[a](http://b.c)", "||x||", "# x", "> x", "- x", "1. x")))
def test_our_text_reads_as_it_stands(text: str) -> None:
    """Nothing in an answer formats; addresses are left to be tapped."""
    assert re.sub(r"\\([^0-9A-Za-z\s])", r"\1", ours(text)) == text


@given(PIECE | st.sampled_from(("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</a:1>", "[a](http://b.c)")))
def test_a_strangers_text_is_inert(text: str) -> None:
    """A patient's words that staff see ping nobody, link nowhere and format nothing (R43)."""
    safe = foreign(text)
    assert not re.search(r"<[@#!/:a-z]|@(?:everyone|here|&|!|\d)|https?:/", safe)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~|`\[\]]", safe)
    assert re.sub(r"\\([^0-9A-Za-z\s])|\u200b", lambda found: found[1] or "", safe) == text


def test_an_address_of_ours_can_be_tapped() -> None:
    """An address keeps its underscores bare."""
    assert ours("see https://clinic.test/a_b or a_b") == r"see https://clinic.test/a_b or a\_b"


def reply(**fields: object) -> Line:
    """Return a line of the desk's."""
    made = Reply(**{"paragraphs": ("A session takes *two* hours.",), **fields})  # type: ignore[arg-type]
    return Line(number=77, conversation="discord:1", author=Author.DESK, text="", at=NOON, reply=made)


def test_a_reply_has_its_choices_as_buttons() -> None:
    """Choices, further questions and a person are buttons that say which line and which choice they are."""
    options = (Choice(label="How long?", text="how long"), Choice(label="x" * 200, text="x"))
    (one,) = bubbles(reply(choices=options), person=PERSON)
    assert one.content == r"A session takes \*two\* hours."
    assert [(b.label, b.id) for b in one.buttons] == [("How long?", "say:77:0"), ("x" * 79 + "…", "say:77:1")]
    (plain,) = bubbles(reply(related=options[:1]), person=PERSON)
    assert [b.label for b in plain.buttons] == ["How long?", PERSON.label]


def test_an_urgent_reply_names_where_to_call() -> None:
    """The contacts stand below, and nothing distracts from them."""
    contacts = (Contact(label="Call 988", href="tel:988"), Contact(label="Call 911", href="tel:911"))
    (one,) = bubbles(reply(contacts=contacts, tone=Tone.URGENT), person=PERSON)
    assert one.content.endswith("\n\nCall 988 · Call 911")
    assert one.buttons == ()


def test_a_sample_says_so() -> None:
    """Text that nobody has reviewed is marked."""
    (one,) = bubbles(reply(is_sample=True), person=PERSON)
    assert one.content.endswith(SAMPLE[Language.ENGLISH])


def test_a_person_answers_under_their_name() -> None:
    """What staff wrote arrives under the name of who wrote it, its stars as stars."""
    text = "See you **at 9**.\n\n" + "q" * 2_500
    line = Line(number=1, conversation="discord:1", author=Author.STAFF, text=text, at=NOON, staff_name="Dana_R")
    first, *more = bubbles(line, person=PERSON)
    assert first.content.startswith(r"**Dana\_R:** See you \*\*at 9\*\*.")
    assert sum(one.content.count("q") for one in (first, *more)) == 2_500


def test_no_more_buttons_than_discord_takes() -> None:
    """Twenty-five buttons are all."""
    many = tuple(Choice(label=str(n), text=str(n)) for n in range(40))
    assert len(offered(Reply(paragraphs=("x",), related=many), PERSON)) == limits.BUTTONS


@given(st.integers(0, 2**63 - 1), st.integers(0, 10_000))
def test_a_send_is_named_shortly(line: int, part: int) -> None:
    """A nonce is never longer than the 25 characters that Discord keeps; it says the line and the part (R17)."""
    assert len(ids.nonce(line, part)) <= limits.NONCE
    assert ids.nonce(line, part) != ids.nonce(line, part + 1)
    assert ids.nonce(line, part) != ids.nonce(line + 1, part)


@pytest.mark.parametrize("act", Act)
def test_a_button_is_known_again(act: Act) -> None:
    """A button of a card, and the form that it opens, carry the case, the act and what had been seen."""
    one = ids.Pressed(case=2**63 - 1, act=act, seen=2**63 - 1)
    found, form = ids.PRESS.fullmatch(ids.press_id(one)), ids.FORM.fullmatch(ids.form_id(one))
    assert found
    assert form
    assert ids.pressed(found) == ids.pressed(form) == one


def test_what_discord_would_refuse_is_never_sent() -> None:
    """A name that is too long is our mistake, and is told as such."""
    with pytest.raises(ValueError, match="longer than the 100"):
        ids.choice_id(10**120, 1)

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.slack.blocks import of_reply, of_staff
from bot.channels.slack.text import escape, pieces
from bot.faq.load import load
from bot.model import Choice, Contact, Language, Reply, Tone
from tests.serving import ROOT
from tests.slack.fake_limits import broken
from tests.slack.reading import buttons, everything, paragraphs

if TYPE_CHECKING:
    from tests.slack.shapes import Shape

LIVE = ("<!", "<@", "<#", "<subteam")
PERSON = Choice(label="Talk to a person", text="I want to talk to a person")
WRITTEN = st.text(max_size=40_000) | st.text(alphabet="<!@#here|>*_~`&a \n.", min_size=1, max_size=400)
PARAGRAPH = WRITTEN.filter(lambda text: "**" not in text and text.strip() != "")


def sent(reply: Reply) -> list[Shape]:
    """Return the messages of a reply, as JSON."""
    return [{**asdict(post), "blocks": list(post.blocks)} for post in of_reply(reply, further=(PERSON,))]


@given(st.lists(PARAGRAPH, min_size=1, max_size=60))
def test_a_reply_is_said_word_for_word_however_long(said: list[str]) -> None:
    """What the blocks hold, put together again, is the reply; no limit of Slack's is passed."""
    posts = sent(Reply(paragraphs=tuple(said), choices=(PERSON,)))
    assert paragraphs(posts) == tuple(said)
    assert [broken(post["blocks"]) for post in posts] == [""] * len(posts)
    assert all(0 < len(post["text"]) <= 40_000 for post in posts)


@given(WRITTEN, WRITTEN)
def test_no_text_can_ping_or_format(one: str, two: str) -> None:
    """Nothing that Slack would act on is left in anything it looks at, whoever wrote it."""
    reply = Reply(paragraphs=(one,), choices=(Choice(label=two or "?", text=two),))
    posts = sent(reply) + [
        {"text": p.text, "blocks": list(p.blocks)} for p in of_staff(two, one, language=Language.ENGLISH)
    ]
    for text in everything(posts):
        assert not any(mark in text for mark in LIVE)
        assert "<" not in text


def test_bold_is_bold_and_an_awkward_paragraph_is_plain() -> None:
    """`**bold**` is kept; where a character would be taken for markup, the paragraph is shown letter by letter."""
    reply = Reply(paragraphs=("**Call or text 988**, or wait", "snake_case and a * star", "a > b & c"))
    first, second, third = (block["text"] for block in sent(reply)[0]["blocks"][:3])
    assert first == {"type": "mrkdwn", "text": "*Call or text 988*, or wait", "verbatim": True}
    assert second == {"type": "plain_text", "text": "snake_case and a * star", "emoji": False}
    assert third["text"] == "a &gt; b &amp; c"


def test_a_long_answer_goes_on_in_another_message_at_the_end_of_a_paragraph() -> None:
    """Two messages, each with whole paragraphs; the buttons stand under the last."""
    reply = Reply(paragraphs=("a" * 2_900, "b" * 2_900, "c" * 2_900, "d" * 2_900, "e" * 2_900), choices=(PERSON,))
    posts = sent(reply)
    assert [len([b for b in post["blocks"] if b["type"] == "section"]) for post in posts] == [4, 1]
    assert buttons(posts[:1]) == []
    assert [button["value"] for button in buttons(posts)] == [PERSON.text, PERSON.text]


@given(st.text(max_size=9_000), st.integers(min_value=1, max_value=3_000))
def test_pieces_join_to_the_text(text: str, longest: int) -> None:
    """Cutting loses nothing."""
    cut = list(pieces(text, longest=longest))
    assert "".join(cut) == text
    assert all(0 < len(piece) <= longest for piece in cut)


def test_choices_are_buttons_that_send_their_text() -> None:
    """A chip is a button; one that is too long for a button is told in full above it."""
    short = Choice(label="How long?", text="How long is a session?")
    long = Choice(label="x" * 90, text="y" * 90)
    posts = sent(Reply(paragraphs=("Did you mean",), choices=(short, long)))
    assert [button["value"] for button in buttons(posts)] == [short.text, long.text, PERSON.text]
    options = next(block for block in posts[0]["blocks"] if block.get("block_id") == "options")
    assert "2. " + "x" * 90 in options["text"]["text"]


def test_an_urgent_reply_has_its_lines_to_tap_and_no_chips_of_ours() -> None:
    """Contacts are links; nothing distracts from them."""
    call = Contact(label="Call 988", href="tel:988")
    posts = sent(Reply(paragraphs=("Call now.",), contacts=(call,), tone=Tone.URGENT))
    assert {"type": "mrkdwn", "text": "<tel:988|Call 988>", "verbatim": True} in [
        b.get("text") for b in posts[0]["blocks"]
    ]
    assert buttons(posts) == []


def test_sample_content_says_so() -> None:
    """What no clinician has approved is marked."""
    marked = sent(Reply(paragraphs=("x",), is_sample=True))[0]["blocks"][-1]
    assert marked["elements"][0]["text"] == "[sample content, not clinically reviewed]"


@pytest.mark.parametrize("language", Language)
def test_every_reviewed_answer_is_shown_word_for_word(language: Language) -> None:
    """Each answer of the shipped FAQ comes out of the blocks as it went in."""
    faq = load(ROOT / "faq.yaml")
    texts = [entry.wordings[language].text for entry in faq.entries if language in entry.wordings]
    assert texts
    for text in texts:
        whole = tuple(text.split("\n\n"))
        assert paragraphs(sent(Reply(paragraphs=whole))) == tuple(part.replace("**", "") for part in whole)


def test_staff_are_named_above_their_words() -> None:
    """A patient sees that a person wrote, and who."""
    post = of_staff("Rosa <M>", "We *will* call <@U1>", language=Language.SPANISH)[0]
    assert post.text == "Rosa &lt;M&gt; (personal de la clínica): We *will* call &lt;@U1&gt;"
    assert [block.get("text") for block in post.blocks[1:]] == [
        {"type": "plain_text", "text": "We *will* call <@U1>", "emoji": False}
    ]


def test_escaping_is_slacks() -> None:
    """Three characters, the ampersand first."""
    assert escape("<!here> & <@U1>") == "&lt;!here&gt; &amp; &lt;@U1&gt;"

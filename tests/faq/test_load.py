"""What a file says becomes what the desk may say, complete and final."""

from __future__ import annotations

import json
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from bot.errors import FaqError
from bot.faq.content import Clinic, Entry, Faq, OnCall, OpeningHours, Source, Topic, TopicKind, Wording
from bot.faq.load import load
from bot.model import Language, Queue

if TYPE_CHECKING:
    from collections.abc import Callable

    Loaded: TypeAlias = Callable[[str | bytes], Faq]
    Write: TypeAlias = Callable[[str | bytes], Path]
    WriteMore: TypeAlias = Callable[[str, str | bytes], Path]

SMALLEST = """\
entries:
  - id: opening
    question: When do you open?
    asks: [what time do you open, opening hours]
    answer: At nine.
"""

WHOLE = """\
# yaml-language-server: $schema=faq.schema.json
clinic:
  name: Sample Clinic
  phone: 555-0142
  address: 1 Sample Street, Sampletown
  time_zone: America/New_York
  hours:
    monday: "09:00-17:00"
    tuesday: "09:00-12:00, 13:00-17:00"
    wednesday: closed
    saturday: ["10:00-14:00"]
  closures: [{date: 2026-12-25, name: Christmas Day}]
  rules: {driving: "We ask you not to drive that day."}
  on_call: [{role: on-call nurse, name: Sample Nurse, phone: 555-0143}]
suggested: [length]
sources:
  - {id: article-1, title: Sessions, facts: [A session lasts 45 minutes.]}
  - {id: article-2, title: Visits}
entries:
  - id: length
    question: How long is a session?
    asks: [how long does it take]
    answer: >
      45 minutes. {clinic.rules.driving}
      Call {clinic.phone}, {clinic.name}, {clinic.address}: {clinic.hours}. {{x}}
    source: [article-1, article-2]
    reviewed: 2026-11-22
    related: [rhythm]
    must: [how many minutes]
    not: [how many sessions]
    es: {question: ¿Cuánto dura?, asks: [cuánto tarda], answer: "{clinic.hours}."}
  - id: rhythm
    question: How often?
    answer: |
      Two

      paragraphs.
    source: article-2
    reviewed: null
desk:
  - {id: cost, queue: billing, question: What does it cost?, asks: [price], line: "Call {clinic.phone}.",
     es: {question: ¿Precio?, line: Llame.}}
clinical:
  - {id: own-medicines, question: My medicines, es: {question: Mis medicinas}}
  - {id: symptom, question: I have a symptom, line: We will call you.}
smalltalk:
  - {id: greeting, question: Hello, asks: [hi], line: Hello.}
offtopic:
  - {id: off, question: Weather, line: I only know this clinic.}
"""


def wording(question: str, text: str, *asks: str) -> Wording:
    """Return a wording."""
    return Wording(question=question, asks=asks, text=text)


ENGLISH_HOURS = "Monday 9 am to 5 pm, Tuesday 9 am to noon and 1 pm to 5 pm, Saturday 10 am to 2 pm"
ANSWER = (
    "45 minutes. We ask you not to drive that day. Call 555-0142, Sample Clinic, 1 Sample Street, Sampletown: "
    f"{ENGLISH_HOURS}. {{x}}"
)
SPANISH_HOURS = "lunes de 9:00 a 17:00, martes de 9:00 a 12:00 y de 13:00 a 17:00, sábado de 10:00 a 14:00."
MORNING, AFTERNOON = (time(9), time(12)), (time(13), time(17))

IN_WHOLE = Faq(
    clinic=Clinic(
        name="Sample Clinic",
        phone="555-0142",
        address="1 Sample Street, Sampletown",
        country="US",
        hours=OpeningHours(
            time_zone="America/New_York",
            weekly=(((time(9), time(17)),), (MORNING, AFTERNOON), (), (), (), ((time(10), time(14)),), ()),
            closures=((date(2026, 12, 25), "Christmas Day"),),
        ),
        hours_text=ENGLISH_HOURS,
        rules={"driving": "We ask you not to drive that day."},
        on_call=(OnCall(role="on-call nurse", name="Sample Nurse", phone="555-0143"),),
    ),
    suggested=("length",),
    sources=(
        Source(id="article-1", title="Sessions", facts=("A session lasts 45 minutes.",)),
        Source(id="article-2", title="Visits", facts=()),
    ),
    entries=(
        Entry(
            id="length",
            wordings={
                Language.ENGLISH: wording("How long is a session?", ANSWER, "how long does it take"),
                Language.SPANISH: wording("¿Cuánto dura?", SPANISH_HOURS, "cuánto tarda"),
            },
            sources=("article-1", "article-2"),
            reviewed=date(2026, 11, 22),
            related=("rhythm",),
            must=("how many minutes",),
            not_=("how many sessions",),
        ),
        Entry(
            id="rhythm",
            wordings={Language.ENGLISH: wording("How often?", "Two\n\nparagraphs.")},
            sources=("article-2",),
        ),
    ),
    topics=(
        Topic(
            id="cost",
            kind=TopicKind.DESK,
            wordings={
                Language.ENGLISH: wording("What does it cost?", "Call 555-0142.", "price"),
                Language.SPANISH: wording("¿Precio?", "Llame."),
            },
            queue=Queue.BILLING,
        ),
        Topic(
            id="own-medicines",
            kind=TopicKind.CLINICAL,
            wordings={
                Language.ENGLISH: wording("My medicines", ""),
                Language.SPANISH: wording("Mis medicinas", ""),
            },
            queue=Queue.CLINICAL,
        ),
        Topic(
            id="symptom",
            kind=TopicKind.CLINICAL,
            wordings={Language.ENGLISH: wording("I have a symptom", "We will call you.")},
            queue=Queue.CLINICAL,
        ),
        Topic(id="greeting", kind=TopicKind.SMALLTALK, wordings={Language.ENGLISH: wording("Hello", "Hello.", "hi")}),
        Topic(
            id="off",
            kind=TopicKind.OFFTOPIC,
            wordings={Language.ENGLISH: wording("Weather", "I only know this clinic.")},
        ),
    ),
    digest=sha256(WHOLE.encode()).hexdigest(),
)


def test_the_smallest_file(loaded: Loaded) -> None:
    """One entry with id, question, phrasings and answer is a whole FAQ."""
    said = wording("When do you open?", "At nine.", "what time do you open", "opening hours")

    assert loaded(SMALLEST) == Faq(
        entries=(Entry(id="opening", wordings={Language.ENGLISH: said}),),
        digest=sha256(SMALLEST.encode()).hexdigest(),
    )


@pytest.mark.parametrize("asks", ["", "    asks: []\n", "    asks:\n", "    asks: null\n"])
def test_phrasings_may_be_left_out(loaded: Loaded, asks: str) -> None:
    """An entry without phrasings is known by its question alone."""
    faq = loaded(f"entries:\n  - id: a\n    question: Q\n{asks}    answer: A\n")

    assert faq.entry("a").wordings == {Language.ENGLISH: wording("Q", "A")}


def test_a_json_file_says_the_same(write: Write, folder: Path) -> None:
    """The same content as JSON, however indented or escaped, is the same FAQ."""
    content = {"entries": [{"id": "a", "question": "¿Q? 😀", "asks": ["x"], "answer": 'Say "hi": \\ / {{}}'}]}
    faqs = [
        load(write(json.dumps(content, ensure_ascii=ascii_only, indent=indent)))
        for ascii_only in (True, False)
        for indent in (None, 2, "\t")
    ]
    (folder / "faq.json").write_text(json.dumps(content))

    assert {faq.entry("a").wordings[Language.ENGLISH] for faq in (*faqs, load(Path("faq.json")))} == {
        wording("¿Q? 😀", 'Say "hi": \\ / {}', "x")
    }


def test_a_whole_file(loaded: Loaded) -> None:
    """Everything the format knows arrives in its value, placeholders filled in, each language in its own way."""
    assert loaded(WHOLE) == IN_WHOLE


def test_house_rules_are_quoted_in_the_language_of_the_text(loaded: Loaded) -> None:
    """A Spanish text quotes a rule in Spanish; where it stands only in English, that is better than nothing."""
    faq = loaded(
        """\
clinic:
  {name: N, phone: 555-0142, address: A, time_zone: UTC, hours: {}, rules: {driving: Do not drive., parking: Behind.},
   es: {rules: {driving: No maneje.}}}
entries:
  - id: a
    question: Q
    answer: "{clinic.rules.driving} {clinic.rules.parking}"
    es: {question: Q, answer: "{clinic.rules.driving} {clinic.rules.parking}"}
"""
    )

    assert {language: said.text for language, said in faq.entry("a").wordings.items()} == {
        Language.ENGLISH: "Do not drive. Behind.",
        Language.SPANISH: "No maneje. Behind.",
    }


def test_entries_and_topics_are_found_by_id(loaded: Loaded) -> None:
    """An id leads to its entry or its topic, and an unknown one is a KeyError."""
    faq = loaded(WHOLE)

    assert (faq.entry("rhythm").id, faq.topic("cost").id) == ("rhythm", "cost")
    with pytest.raises(KeyError, match="nothing"):
        faq.entry("nothing")
    with pytest.raises(KeyError, match="rhythm"):
        faq.topic("rhythm")


def test_the_same_phrasing_twice_loads(loaded: Loaded) -> None:
    """A phrasing that two entries share is for `check` to find, never a reason not to load."""
    faq = loaded("entries:\n" + "".join(f"  - {{id: {n}, question: Q, asks: [x, x], answer: A}}\n" for n in ("a", "b")))

    assert [entry.wordings[Language.ENGLISH].asks for entry in faq.entries] == [("x", "x"), ("x", "x")]


def test_phrasing_files_follow_the_phrasings(loaded: Loaded, write_more: WriteMore) -> None:
    """Lines of faq.yaml.d/ID.txt stand beside `asks`; comments and blank lines are passed over."""
    write_more("opening.txt", "\ufeff# more\n\n  when do you start  \r\nopen # when\n#\n")
    write_more(".opening.txt.swp", b"\xff")
    write_more("opening.txt~", b"\xff")
    faq = loaded(SMALLEST)

    wording = faq.entry("opening").wordings[Language.ENGLISH]
    assert (wording.asks, wording.more) == (
        ("what time do you open", "opening hours"),
        ("when do you start", "open # when"),
    )
    assert wording.phrasings == (wording.question, *wording.asks, *wording.more)


def test_spanish_phrasings_have_files_of_their_own(loaded: Loaded, write_more: WriteMore) -> None:
    """Lines of faq.yaml.d/ID.es.txt stand beside the Spanish `asks`, and nowhere in English."""
    write_more("length.txt", "how many minutes is it\n")
    write_more("length.es.txt", "# más\ncuánto rato es\n")
    write_more("own-medicines.es.txt", "tomo litio\n")
    faq = loaded(WHOLE)

    english, spanish = (faq.entry("length").wordings[language] for language in Language)
    assert (english.more, spanish.more) == (("how many minutes is it",), ("cuánto rato es",))
    assert spanish.phrasings == ("¿Cuánto dura?", "cuánto tarda", "cuánto rato es")
    assert faq.topic("own-medicines").wordings[Language.SPANISH].more == ("tomo litio",)


def test_phrasing_files_belong_to_topics_too(loaded: Loaded, write_more: WriteMore) -> None:
    """A topic's phrasings grow in the same way."""
    write_more("greeting.txt", "good morning\n")

    assert loaded(WHOLE).topic("greeting").wordings[Language.ENGLISH].more == ("good morning",)


def test_the_digest_covers_every_byte(loaded: Loaded, write_more: WriteMore) -> None:
    """Any change to the file, to a phrasing file, or to which file holds which line gives another digest."""
    digests = [loaded(SMALLEST).digest, loaded(SMALLEST + "#\n").digest]
    opening = write_more("opening.txt", "a\n")
    digests.append(loaded(SMALLEST).digest)
    opening.write_text("b\n")
    digests.append(loaded(SMALLEST).digest)
    opening.write_text("")
    digests.append(loaded(SMALLEST).digest)

    assert len(set(digests)) == len(digests)
    assert loaded(SMALLEST).digest == digests[-1]


def test_the_digest_tells_the_languages_of_phrasing_files_apart(loaded: Loaded, write_more: WriteMore) -> None:
    """The same lines in the other language are another FAQ."""
    english = write_more("length.txt", "a\n")
    before = loaded(WHOLE).digest
    english.rename(english.with_name("length.es.txt"))

    assert loaded(WHOLE).digest != before


def test_hidden_files_do_not_change_the_digest(loaded: Loaded, write_more: WriteMore) -> None:
    """What is not read is not part of what the answers came from."""
    before = loaded(SMALLEST).digest
    write_more(".hidden", "x")

    assert loaded(SMALLEST).digest == before


@pytest.mark.parametrize("as_json", [False, True], ids=["yaml", "json"])
def test_a_hundred_thousand_phrasings_load(write: Write, *, as_json: bool) -> None:
    """A file of the largest size allowed loads, whichever way it is written."""
    padding = "and some more words that make the line as long as a talkative patient would " * 2
    asks = [[f"phrasing {entry} {number} {padding}" for number in range(200)] for entry in range(500)]
    entries = [{"id": f"e{n}", "question": f"Q {n}", "asks": lines, "answer": "A"} for n, lines in enumerate(asks)]
    text = "entries:\n" + "".join(
        f"- id: e{n}\n  question: Q {n}\n  answer: A\n  asks:\n" + "".join(f"  - {line}\n" for line in lines)
        for n, lines in enumerate(asks)
    )
    faq = load(write(json.dumps({"entries": entries}) if as_json else text))

    assert sum(len(entry.wordings[Language.ENGLISH].asks) for entry in faq.entries) == 100_000


CANNED = """
clinic:
  {name: C, phone: 555-0142, address: "1 S", time_zone: UTC, hours: {monday: "09:00-17:00"},
   rules: {parking: In the lot.}, es: {rules: {parking: En el lote.}}}
canned:
  - {id: call, label: Call us, text: "Call {clinic.phone}. {clinic.rules.parking}",
     es: {text: "{clinic.rules.parking}"}}
  - {id: wait, label: Wait, text: One moment.}
"""


def test_ready_made_replies_are_filled_in_for_staff(loaded: Loaded) -> None:
    """In each language that they have; the desk's own answers know nothing of them."""
    faq = loaded(SMALLEST + CANNED)
    assert [(one.id, one.label, one.texts) for one in faq.canned] == [
        ("call", "Call us", {Language.ENGLISH: "Call 555-0142. In the lot.", Language.SPANISH: "En el lote."}),
        ("wait", "Wait", {Language.ENGLISH: "One moment."}),
    ]
    assert [item.id for item in faq.items] == ["opening"]


@pytest.mark.parametrize(
    ("changed", "to", "told"),
    [
        ("{clinic.phone}", "{clinic.fone}", "clinic.phone"),
        ("id: wait", "id: call", "already used"),
        ("label: Wait, ", "", "label"),
    ],
)
def test_a_wrong_ready_made_reply_stops_the_file(loaded: Loaded, changed: str, to: str, told: str) -> None:
    """An unknown field, an id used twice and a missing label are named with their mend."""
    with pytest.raises(FaqError, match=told):
        loaded(SMALLEST + CANNED.replace(changed, to))

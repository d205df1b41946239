"""Whatever is wrong with a file is told at once, in file order, each with its place and its mend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from bot.errors import ConfigurationError, FaqError
from bot.faq.load import load
from bot.faq.problem import Problem, spell

if TYPE_CHECKING:
    from collections.abc import Callable

    Problems: TypeAlias = Callable[[str | bytes], list[str]]
    WriteMore: TypeAlias = Callable[[str, str | bytes], Path]

ENTRY = "entries:\n  - {id: a, question: Q, answer: A}\n"

FULL_OF_PROBLEMS = """\
clinic:
  name: Sample Clinic
  phone: 5550142
  address:
  time_zone: America/New_Yrk
  country: usa
  hours:
    monday: "17:00-09:00"
    tuesday: "9-17"
    wednesday: "09:00-12:00, 11:00-17:00"
    thursday: 9
    friday: ["09:00-25:00", 1]
    satuday: closed
  closures: [{date: 2026-02-30, name: Never}, {date: Christmas, name: Day}, "2026-12-25"]
  rules: {driving: true, "no dogs": x}
  on_call: [{role: nurse, name: Sample Nurse}]
suggested: [frist, cost]
sources:
  - {id: article-1, title: One, facts: A fact}
  - {id: article-1, title: Two}
entires: []
entries:
  - id: first
    question: "  "
    askes: [x]
    answer: "Call {clinic.fone} {"
    source: [article-2]
    reviewed: soon
    related: [second, thrid]
  - id: second one
    question: [Q]
    asks: x
    answer:
      colon: in the text
    must: [1.5, null]
    es: {question: Q, anwser: A}
  - id: first
    question: Q
    answer: "}"
  - nothing
desk:
  - {id: cost, queue: money, question: Q, line: L}
clinical:
  - {id: first, queue: clinical, question: Q}
smalltalk: {}
"""

ALL_OF_THEM = [
    "3:3: clinic.phone: expected text, found the number 5550142: put it in quotes",
    "4:3: clinic.address: is empty: write something here, or remove the line",
    "5:3: clinic.time_zone: `America/New_Yrk` is not a time zone; perhaps you meant `America/New_York`",
    "6:3: clinic.country: a country is two capital letters, like US",
    "8:5: clinic.hours.monday: `17:00-09:00` ends before it begins: write the earlier time first, on a 24-hour clock",
    '9:5: clinic.hours.tuesday: `9-17` is not a span of hours: write "09:00-17:00", or closed',
    "10:5: clinic.hours.wednesday: the spans of a day overlap: write them in order, each ending before the next begins",
    '11:5: clinic.hours.thursday: expected hours like "09:00-17:00", a list of them, or closed',
    '12:5: clinic.hours.friday: expected hours like "09:00-17:00", a list of them, or closed',
    "13:5: clinic.hours.satuday: is not a known key; perhaps you meant `saturday`",
    "14:15: clinic.closures[0].date: `2026-02-30` is not in the calendar",
    '14:48: clinic.closures[1].date: expected a date like "2026-11-22"',
    "14:77: clinic.closures[2]: expected a mapping, found text: write `key: value` lines",
    "15:11: clinic.rules.driving: expected text, found the truth value true: put it in quotes",
    "15:26: clinic.rules.no dogs: an id has only letters, digits, `-` and `_`",
    "16:13: clinic.on_call[0].phone: is missing: add `phone: …`",
    "17:13: suggested[0]: no entry has the id `frist`; perhaps you meant `first`",
    "17:20: suggested[1]: `cost` is a topic: only the id of an entry can stand here",
    "19:33: sources[0].facts: expected a list, found text: write `[…]`, or one `- ` line for each",
    "20:6: sources[1].id: the id `article-1` is already used in line 19: choose another",
    "21:1: entires: is not a known key; perhaps you meant `entries`",
    "24:5: entries[0].question: is empty: write something here, or remove the line",
    "25:5: entries[0].askes: is not a known key; perhaps you meant `asks`",
    (
        "26:5: entries[0].answer: unknown field `{clinic.fone}`; perhaps you meant `clinic.phone`; known fields: "
        "clinic.address, clinic.hours, clinic.name, clinic.phone, clinic.rules.driving; "
        "a stray `{`: write `{{` for the character itself"
    ),
    (
        "27:14: entries[0].source[0]: no source has the id `article-2`; perhaps you meant `article-1`: "
        "list it under `sources:`"
    ),
    '28:5: entries[0].reviewed: expected a date like "2026-11-22"',
    "29:15: entries[0].related[0]: no entry has the id `second`",
    "29:23: entries[0].related[1]: no entry has the id `thrid`",
    "30:5: entries[1].id: an id has only letters, digits, `-` and `_`",
    "31:5: entries[1].question: expected text, found a list",
    "32:5: entries[1].asks: expected a list, found text: write `[…]`, or one `- ` line for each",
    "33:5: entries[1].answer: expected text, found a mapping: put text that contains `: ` in quotes",
    "35:12: entries[1].must[0]: expected text, found the number 1.5: put it in quotes",
    "35:17: entries[1].must[1]: is empty: write something here, or remove the line",
    "36:5: entries[1].es.answer: is missing: add `answer: …`",
    "36:23: entries[1].es.anwser: is not a known key; perhaps you meant `answer`",
    "37:5: entries[2].id: the id `first` is already used in line 23: choose another",
    "39:5: entries[2].answer: a stray `}`: write `}}` for the character itself",
    "40:5: entries[3]: expected a mapping, found text: write `key: value` lines",
    "42:16: desk[0].queue: expected 'clinical', 'billing', 'scheduling', 'records', 'person' or 'unknown'",
    "44:6: clinical[0].id: the id `first` is already used in line 23: choose another",
    "44:17: clinical[0].queue: is not a known key; known keys: asks, es, id, line, question",
    "45:1: smalltalk: expected a list, found a mapping: write `[…]`, or one `- ` line for each",
]


def test_every_problem_is_told_at_once(problems: Problems) -> None:
    """One reading of the messages is enough to mend the whole file."""
    assert problems(FULL_OF_PROBLEMS) == [f"faq.yaml:{line}" for line in ALL_OF_THEM]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("", ["faq.yaml: the file is empty: it needs `entries:` with at least one entry"], id="empty"),
        pytest.param(
            "# nothing\n", ["faq.yaml: the file is empty: it needs `entries:` with at least one entry"], id="comment"
        ),
        pytest.param("{}", ["faq.yaml:1:1: entries: is missing: add `entries: …`"], id="no entries"),
        pytest.param("entries: []", ["faq.yaml:1:1: entries: is empty: it needs at least one entry"], id="none"),
        pytest.param(
            "entries:",
            ["faq.yaml:1:1: entries: expected a list, found nothing: write `[…]`, or one `- ` line for each"],
            id="entries without value",
        ),
        pytest.param(
            "- id: a\n", ["faq.yaml:1:1: expected a mapping, found a list: write `key: value` lines"], id="a list"
        ),
        pytest.param(
            "just text\n", ["faq.yaml:1:1: expected a mapping, found text: write `key: value` lines"], id="a text"
        ),
        pytest.param(
            "42\n", ["faq.yaml:1:1: expected a mapping, found the number 42: write `key: value` lines"], id="42"
        ),
        pytest.param(
            "true\n",
            ["faq.yaml:1:1: expected a mapping, found the truth value true: write `key: value` lines"],
            id="true",
        ),
        pytest.param(ENTRY.encode("utf-16"), ["faq.yaml:1:1: the file is UTF-16: save it as UTF-8"], id="utf-16 file"),
        pytest.param(b"entries: \xe9", ["faq.yaml:1:10: the file is not UTF-8: save it as UTF-8"], id="latin-1 file"),
        pytest.param(
            "entries:\n  - id: a\n    answer: one: two\n",
            [
                (
                    "faq.yaml:3:16: this is not YAML (mapping values are not allowed in this context): "
                    "put text that contains `: ` in quotes, and check the indentation"
                )
            ],
            id="broken YAML",
        ),
        pytest.param(
            "entries:\n  - &x {id: a, id: b, question: Q, anser: A}\n",
            [
                "faq.yaml:2:5: the anchor `&x` is not allowed: remove it",
                "faq.yaml:2:5: entries[0].answer: is missing: add `answer: …`",
                "faq.yaml:2:16: the key `id` stands here twice, first in line 2: keep one",
                "faq.yaml:2:36: entries[0].anser: is not a known key; perhaps you meant `answer`",
            ],
            id="faults of YAML and of content together",
        ),
        pytest.param(
            "entries:\n  - {id: a, question: Q, answer: 'Call {clinic.phone}'}\n",
            [
                (
                    "faq.yaml:2:26: entries[0].answer: unknown field `{clinic.phone}`; "
                    "known fields: none, for the file has no clinic block"
                )
            ],
            id="placeholder without a clinic",
        ),
        pytest.param(
            ENTRY + "clinic: {name: N, phone: P, address: A, time_zone: Nowhere, hours: {}}\n",
            ["faq.yaml:3:41: clinic.time_zone: `Nowhere` is not a time zone: use a name like America/New_York"],
            id="a time zone like nothing known",
        ),
        pytest.param(
            ENTRY + "clinic: {name: N, phone: P, address: A, time_zone: Europe, hours: []}\n",
            [
                "faq.yaml:3:41: clinic.time_zone: `Europe` is not a time zone: use a name like America/New_York",
                "faq.yaml:3:60: clinic.hours: expected a mapping, found a list: write `key: value` lines",
            ],
            id="a folder of time zones",
        ),
        pytest.param(
            ENTRY + "clinic: {name: N, phone: P, address: A, time_zone: '../etc', hours: {}, rules: []}\n",
            [
                "faq.yaml:3:41: clinic.time_zone: `../etc` is not a time zone: use a name like America/New_York",
                "faq.yaml:3:73: clinic.rules: expected a mapping, found a list: write `key: value` lines",
            ],
            id="a time zone that leaves its folder",
        ),
        pytest.param(
            ENTRY + "sources: [{id: 'x\n', title: T}]\nsuggested: [a b]\n",
            ["faq.yaml:5:13: suggested[0]: an id has only letters, digits, `-` and `_`"],
            id="blanks around an id are no matter, within it they are",
        ),
        pytest.param(
            f"entries:\n  - {{id: a, question: Q, answer: A, source: {'x' * 1000}}}\n",
            [f"faq.yaml:2:37: entries[0].source[0]: no source has the id `{'x' * 60}…`: list it under `sources:`"],
            id="a long value is quoted shortly",
        ),
        pytest.param(
            'entries:\n  - {id: a, question: Q, answer: A, "x\\ny": 1}\n',
            [
                (
                    "faq.yaml:2:37: entries[0].x y: is not a known key; known keys: "
                    "answer, asks, es, id, must, not, question, related, reviewed, source"
                )
            ],
            id="a key of two lines is told in one",
        ),
    ],
)
def test_each_problem_has_place_and_mend(problems: Problems, content: str | bytes, expected: list[str]) -> None:
    """The list of problems is complete, and each says where it is and what to do."""
    assert problems(content) == expected


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nothing.yaml", "nothing.yaml: there is no such file: check the path"),
        (".", ".: is a folder: name the file itself"),
        ("x" * 300, f"{'x' * 300}: cannot be read (File name too long): check the path and the disk"),
        ("a\0b", "a\0b: is not a path: it contains a null character"),
        ("b\udcffd", "b?d: there is no such file: check the path"),
    ],
)
def test_a_file_that_cannot_be_read(path: str, message: str) -> None:
    """What keeps us from the file is one problem without a line."""
    with pytest.raises(FaqError) as caught:
        load(Path(path))

    assert str(caught.value) == message
    assert isinstance(caught.value, ConfigurationError)


@pytest.mark.usefixtures("unprivileged")
def test_a_file_that_may_not_be_read(folder: Path) -> None:
    """Permissions are named as what they are."""
    path = folder / "secret" / "faq.yaml"
    with pytest.raises(FaqError) as caught:
        load(path)

    assert str(caught.value) == f"{path}: may not be read: give the user who runs the desk permission to read it"


def test_phrasing_files_have_problems_of_their_own(problems: Problems, write_more: WriteMore) -> None:
    """Every phrasing file that cannot be used is named, after the problems of the file itself."""
    write_more("a.txt", "fine\n")
    write_more("b.txt", "x\n")
    write_more("aa.txt", "x\n")
    write_more("notes.md", "x\n")
    write_more("a.es.txt", "x\n")
    write_more("b.es.txt", "x\n")
    write_more("c.es.txt", b"not \xe9\n")
    write_more("d.fr.txt", "x\n")
    write_more("c.txt", b"fine\nnot \xe9\n")
    write_more("d.txt", "fine\n bell \x07\n")
    Path("faq.yaml.d/e.txt").mkdir()
    spanish = "es: {question: P, answer: R}"
    more = "".join(f"  - {{id: {name}, question: Q, answer: A, {spanish}}}\n" for name in "cde")

    assert problems(ENTRY + more + "entires: 1\n") == [
        "faq.yaml:6:1: entires: is not a known key; perhaps you meant `entries`",
        "faq.yaml.d/a.es.txt: `a` has no Spanish yet: give it its question and answer under `es:` first",
        "faq.yaml.d/aa.txt: no entry or topic has the id `aa`; perhaps you meant `a`",
        "faq.yaml.d/b.es.txt: no entry or topic has the id `b`",
        "faq.yaml.d/b.txt: no entry or topic has the id `b`",
        "faq.yaml.d/c.es.txt:1:5: the file is not UTF-8: save it as UTF-8",
        "faq.yaml.d/c.txt:2:5: the file is not UTF-8: save it as UTF-8",
        "faq.yaml.d/d.fr.txt: no entry or topic has the id `d.fr`",
        "faq.yaml.d/d.txt:2:7: U+0007 is a control character: remove it",
        "faq.yaml.d/e.txt: is a folder: name the file itself",
        "faq.yaml.d/notes.md: is not a phrasing file: name it ID.txt or ID.es.txt, or move it away",
    ]


def test_phrasing_files_wait_for_readable_yaml(problems: Problems, write_more: WriteMore) -> None:
    """While the file is broken nobody knows its ids, so no phrasing file is blamed."""
    write_more("a.txt", "fine\n")

    assert len(problems("entries: [\n")) == 1


def test_the_phrasing_folder_must_be_a_folder(problems: Problems) -> None:
    """A file in the folder's place is named."""
    Path("faq.yaml.d").write_text("x")

    assert problems(ENTRY) == ["faq.yaml.d: cannot be listed (Not a directory): it must be a folder of ID.txt files"]


def test_a_problem_prints_as_editors_jump_to_it() -> None:
    """Path, line and column come first, in the form that editors and terminals make clickable."""
    problem = Problem(path="faq.yaml", line=42, column=5, where=spell(("entries", 3, "answer")), message="is empty")

    assert str(problem) == "faq.yaml:42:5: entries[3].answer: is empty"

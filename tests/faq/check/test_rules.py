"""Each rule fires on what its manual page says, and on nothing else: the lists of findings are complete."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

from bot.faq.check import (
    RULES,
    check,
    few_asks,
    hard_to_read,
    missing_source,
    repeated_phrasing,
    shared_phrasing,
    unsupported_number,
    untranslated_rule,
)
from bot.faq.read import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.faq.check import Rule
    from bot.faq.read import Draft

    Drafted: TypeAlias = Callable[[str | bytes], Draft]
    Write: TypeAlias = Callable[[str | bytes], Path]
    WriteMore: TypeAlias = Callable[[str, str | bytes], Path]

CLINIC = "clinic: {name: N, phone: 555-0142, address: A, time_zone: UTC, hours: {monday: '09:00-17:00'}}\n"
SOURCES = """\
sources:
  - id: one
    title: One
    facts: [It takes 45 minutes., Research gives 50 to 70 percent., Two studies say so.]
  - id: two
    title: Two
    facts: [A visit takes two hours.]
"""


def found(rule: Rule, draft: Draft) -> list[str]:
    """Return what one rule prints."""
    return [str(finding) for finding in rule.check(draft)]


def entry(answer: str, more: str = "") -> str:
    """Return a file with sources and one entry of one source."""
    return SOURCES + f"entries:\n  - id: a\n    question: Q\n    answer: |-\n      {answer}\n    source: one\n{more}"


def test_repeated_phrasings(drafted: Drafted, write_more: WriteMore) -> None:
    """The second of two phrasings that differ in case and punctuation only is found, in the file or beside it."""
    write_more("a.txt", "# more\nsomething else\nhow LONG!\n")
    write_more("a.es.txt", "something else\n¿Cuánto?\n")
    draft = drafted(
        """\
entries:
  - id: a
    question: How long?
    asks: [how long, "How long?", another, "?!", "?!", "??"]
    answer: A
    es: {question: Q, asks: [how long, cuánto, CUÁNTO], answer: A}
  - {id: b, question: Q, asks: [another], answer: A, must: [x, x]}
desk:
  - {id: c, queue: billing, question: Q, asks: [x, y, x], line: L}
"""
    )

    assert found(repeated_phrasing, draft) == [
        "faq.yaml:4:22: entries[0].asks[1]: the same phrasing as in faq.yaml:4: remove one [repeated-phrasing]",
        "faq.yaml:4:50: entries[0].asks[4]: the same phrasing as in faq.yaml:4: remove one [repeated-phrasing]",
        "faq.yaml.d/a.txt:3:1: the same phrasing as in faq.yaml:4: remove one [repeated-phrasing]",
        "faq.yaml:6:48: entries[0].es.asks[2]: the same phrasing as in faq.yaml:6: remove one [repeated-phrasing]",
        "faq.yaml.d/a.es.txt:2:1: the same phrasing as in faq.yaml:6: remove one [repeated-phrasing]",
        "faq.yaml:9:55: desk[0].asks[2]: the same phrasing as in faq.yaml:9: remove one [repeated-phrasing]",
    ]


def test_shared_phrasings(drafted: Drafted, write_more: WriteMore) -> None:
    """What leads to an earlier entry or topic too is found where it stands later, in the same language only."""
    write_more("b.txt", "how long\n")
    write_more("c.es.txt", "how long\nwhen?\n")
    write_more("d.es.txt", "when\n")
    draft = drafted(
        """\
entries:
  - {id: a, question: How long?, asks: [how long, when], answer: A, not: [price]}
  - {id: b, question: When?, asks: [WHEN, whenever], answer: A}
smalltalk:
  - {id: c, question: Hello, asks: [whenever], line: L, es: {question: When?, line: L}}
  - {id: d, question: Bye, line: L, es: {question: Adiós, line: L}}
"""
    )

    assert found(shared_phrasing, draft) == [
        "faq.yaml:3:13: entries[1].question: also leads to `a` (faq.yaml:2): keep it in one of them [shared-phrasing]",
        "faq.yaml:3:37: entries[1].asks[0]: also leads to `a` (faq.yaml:2): keep it in one of them [shared-phrasing]",
        "faq.yaml.d/b.txt:1:1: also leads to `a` (faq.yaml:2): keep it in one of them [shared-phrasing]",
        "faq.yaml:5:37: smalltalk[0].asks[0]: also leads to `b` (faq.yaml:3): keep it in one of them [shared-phrasing]",
        "faq.yaml.d/d.es.txt:1:1: also leads to `c` (faq.yaml:5): keep it in one of them [shared-phrasing]",
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "It takes forty-five minutes.",
        "50–70 % get better, in 2 studies.",
        "5 to 7 in 10 get better. One in particular.",
        "Call 911 or 988, any time, 24/7.",
        "1. Sit.\n      2. Rest.\n      3. Go home.",
        "No number at all.",
    ],
)
def test_numbers_that_the_source_has(drafted: Drafted, answer: str) -> None:
    """A number that a fact states, however it is written, is no finding."""
    assert found(unsupported_number, drafted(entry(answer))) == []


@pytest.mark.parametrize(
    ("answer", "listed"),
    [
        ("It takes 40 minutes.", "40"),
        ("It takes forty to 45 minutes, or 60.", "40, 60"),
        ("It takes 60 minutes, yes, 60.", "60"),
        ("45 % get better.", "45 %"),
        ("70 people get better.", "70"),
        ("9 in 10 get better.", "90 %"),
        ("Call 555-0199.", "555, 199"),
        ("About 988% more.", "988 %"),
    ],
)
def test_numbers_that_the_source_does_not_have(drafted: Drafted, answer: str, listed: str) -> None:
    """A number of another fact, or of another kind, is found with the answer's place."""
    assert found(unsupported_number, drafted(entry(answer))) == [
        (
            f"faq.yaml:11:5: entries[0].answer: states {listed}, which no fact of one has: "
            "correct it, or add the fact it comes from [unsupported-number]"
        )
    ]


def test_numbers_in_other_places(drafted: Drafted) -> None:
    """Spanish answers are checked too, several sources add up, a missing source supports nothing."""
    draft = drafted(
        CLINIC
        + SOURCES
        + """\
entries:
  - {id: a, question: Q, answer: A, source: one, es: {question: Q, answer: Tarda ochenta minutos.}}
  - {id: b, question: Q, answer: 45 minutes of 2 hours., source: [two, one]}
  - {id: c, question: Q, answer: 3 hours., source: [two, one]}
  - {id: d, question: Q, answer: "Call {clinic.phone}, {clinic.hours}."}
  - {id: e, question: Q, answer: "Wait 10 minutes, then call {clinic.phone}."}
desk:
  - {id: f, queue: billing, question: Q, line: It costs 7.}
"""
    )

    assert found(unsupported_number, draft) == [
        (
            "faq.yaml:10:68: entries[0].es.answer: states 80, which no fact of one has: "
            "correct it, or add the fact it comes from [unsupported-number]"
        ),
        (
            "faq.yaml:12:26: entries[2].answer: states 3, which no fact of two, one has: "
            "correct it, or add the fact it comes from [unsupported-number]"
        ),
        (
            "faq.yaml:14:26: entries[4].answer: states 10, and names no source: "
            "add `source:`, or leave the number out [unsupported-number]"
        ),
    ]


def test_numbers_in_a_file_without_sources(drafted: Drafted) -> None:
    """Where nothing lists facts, there is nothing to compare with."""
    assert found(unsupported_number, drafted("entries: [{id: a, question: Q, answer: At 9.}]")) == []


def test_missing_sources(drafted: Drafted) -> None:
    """An entry without a source is found, unless the clinic itself is the source or the file has none."""
    entries = """\
entries:
  - {id: a, question: Q, answer: A}
  - {id: b, question: Q, answer: A, source: one}
  - {id: c, question: Q, answer: "Call {clinic.phone}."}
  - {id: d, question: Q, answer: A, source: []}
"""

    assert found(missing_source, drafted(entries + SOURCES + CLINIC)) == [
        "faq.yaml:2:5: entries[0]: `a` names no source: add `source:` with an id from `sources` [missing-source]",
        "faq.yaml:5:5: entries[3]: `d` names no source: add `source:` with an id from `sources` [missing-source]",
    ]
    assert found(missing_source, drafted(entries.replace("source: one", "source: null") + CLINIC)) == []


def test_few_asks(drafted: Drafted, write_more: WriteMore) -> None:
    """Fewer than fifteen phrasings are found in a clinic's file; lines of the phrasing file count."""
    asks = ", ".join(f"ask {number}" for number in range(14))
    entries = f"""\
entries:
  - {{id: a, question: Q, asks: [{asks}], answer: A}}
  - {{id: b, question: Q, asks: [{asks}, one more], answer: A}}
  - {{id: c, question: Q, asks: [{asks}], answer: A}}
  - {{id: d, question: Q, answer: A}}
"""
    write_more("c.txt", "one more\n")

    assert found(few_asks, drafted(entries + CLINIC)) == [
        "faq.yaml:2:26: entries[0].asks: `a` has 14 phrasings: add 1 more ways that patients ask it [few-asks]",
        "faq.yaml:5:5: entries[3].asks: `d` has 0 phrasings: add 15 more ways that patients ask it [few-asks]",
    ]
    assert found(few_asks, drafted(entries)) == []


HARD_IN_SPANISH = "Posteriormente a la administración, se recomienda encarecidamente gestionar transporte alternativo."


def test_hard_to_read(drafted: Drafted) -> None:
    """An English answer above grade eight is found with its grade; topics' lines are not graded."""
    hard = "Subsequent to administration, individuals are recommended to arrange alternative transportation."
    draft = drafted(
        f"""\
entries:
  - {{id: a, question: Q, answer: You can go home after two hours.}}
  - {{id: b, question: Q, answer: '{hard}'}}
  - {{id: c, question: Q, answer: A, es: {{question: Q, answer: Usted va a casa en dos horas.}}}}
desk:
  - {{id: d, queue: billing, question: Q, line: '{hard}', es: {{question: Q, line: '{HARD_IN_SPANISH}'}}}}
"""
    )

    [finding] = hard_to_read.check(draft)
    grade = dict(hard_to_read.grades(draft))["b"]
    assert grade > 15
    assert str(finding) == (
        f"faq.yaml:3:26: entries[1].answer: reads at grade {grade}, above 8.0: "
        "use shorter sentences and shorter words [hard-to-read]"
    )


def test_hard_to_read_in_spanish(drafted: Drafted) -> None:
    """A Spanish answer that is not easy enough is found at its place, with its ease."""
    entries = f"entries: [{{id: a, question: Q, answer: A, es: {{question: Q, answer: '{HARD_IN_SPANISH}'}}}}]"

    assert found(hard_to_read, drafted(entries)) == [
        (
            "faq.yaml:1:61: entries[0].es.answer: has an ease of -21 in Spanish, below 55: "
            "use shorter sentences and shorter words [hard-to-read]"
        )
    ]


def test_untranslated_rules(drafted: Drafted) -> None:
    """A Spanish text that quotes a house rule without its Spanish is found; English texts quote what they like."""
    clinic = CLINIC.replace("hours:", "rules: {home: H, park: P}, es: {rules: {home: C}}, hours:")
    draft = drafted(
        clinic
        + """\
entries:
  - {id: a, question: Q, answer: "{clinic.rules.park}", es: {question: Q, answer: "{clinic.rules.home}"}}
  - {id: b, question: Q, answer: A, es: {question: Q, answer: "{clinic.rules.park} {clinic.phone}"}}
desk:
  - {id: c, queue: billing, question: Q, line: "{clinic.rules.park}"}
clinical:
  - {id: d, question: Q, es: {question: Q, line: "{clinic.rules.park}"}}
"""
    )

    said = "quotes the rule `park` in English: write it in Spanish under `es: rules:` of the clinic [untranslated-rule]"
    assert found(untranslated_rule, draft) == [
        f"faq.yaml:4:37: entries[1].es: {said}",
        f"faq.yaml:8:26: clinical[0].es: {said}",
    ]


def test_the_grade_is_the_one_of_what_patients_read(drafted: Drafted) -> None:
    """Placeholders are filled in before an answer is graded."""
    rule = "Subsequent to administration, individuals are recommended to arrange alternative transportation."
    clinic = CLINIC.replace("hours:", f"rules: {{home: '{rule}'}}, hours:")
    draft = drafted(clinic + "entries: [{id: a, question: Q, answer: 'It is so. {clinic.rules.home}'}]")

    assert [finding.rule for finding in hard_to_read.check(draft)] == [hard_to_read.ID]


def test_all_rules_report_by_place(drafted: Drafted, write_more: WriteMore) -> None:
    """The findings of all rules come in the order of the file, those of phrasing files after it."""
    write_more("a.txt", "x\n")
    draft = drafted("sources: [{id: s, title: T}]\nentries:\n- {id: a, question: Q, asks: [x, x], answer: At 9.}\n")

    assert [(finding.rule, finding.problem.path, finding.problem.line) for finding in check(draft)] == [
        (missing_source.ID, "faq.yaml", 3),
        (repeated_phrasing.ID, "faq.yaml", 3),
        (unsupported_number.ID, "faq.yaml", 3),
        (repeated_phrasing.ID, "faq.yaml.d/a.txt", 1),
    ]


def test_the_shipped_file_has_nothing_to_mend(shipped: Path) -> None:
    """What we ship is what the rules ask of others."""
    assert [str(finding) for finding in check(read(shipped))] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_every_rule_has_a_manual_page(rule: Rule) -> None:
    """A rule's docstring says its purpose, when it fires, when it is silent, and why."""
    page = rule.__doc__ or ""

    assert [word for word in ("Purpose:", "Fires on:", "Silent on:", "Why:") if word not in page] == []


def test_rules_have_different_names() -> None:
    """A finding's rule can be looked up."""
    assert len({rule.ID for rule in RULES}) == len(RULES)

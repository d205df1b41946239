"""Nothing in a file is guessed, nothing is swallowed, and every fault has its place."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot import strict_yaml
from bot.strict_yaml import MAX_BYTES, MAX_DEPTH, MAX_FAULTS, Parser, Plain, StrictYamlError, load, quote, scan

PARSERS: dict[str, Parser] = {"libyaml": yaml.CSafeLoader, "python": yaml.SafeLoader}

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)
TEXTS = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=20
)


@pytest.fixture(params=list(PARSERS.values()), ids=list(PARSERS))
def parser(request: pytest.FixtureRequest) -> Parser:
    """Return each of the two parsers that events can come from."""
    chosen: Parser = request.param
    return chosen


def faults(text: str | bytes, parser: Parser) -> list[tuple[int, int, str]]:
    """Return the faults of a text as plain tuples."""
    raw = text.encode() if isinstance(text, str) else text
    return [(fault.line, fault.column, fault.message) for fault in scan(raw, parser=parser).faults]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0123", "0123"),
        ("+1", 1),
        ("-7", -7),
        ("0", 0),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("9:30", "9:30"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("01.5", "01.5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1.2.3", "1.2.3"),
        ("555-0142", "555-0142"),
        ("9" * 19, "9" * 19),
        ("9" * 5000, "9" * 5000),
        ("no", "no"),
        ("No", "No"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22 10:00:00", "2026-11-22 10:00:00"),
        ("=", "="),
        ('"42"', "42"),
        ("'true'", "true"),
        ('""', ""),
        ('"\\u00e9 \\U0001F600"', "é 😀"),
        ("caf\u00e9 # a comment", "café"),
        ("|\n  two\n  lines\n", "two\nlines\n"),
        (">\n  one\n  line\n", "one line\n"),
    ],
)
def test_scalars_follow_yaml_1_2(written: str, read: Plain, parser: Parser) -> None:
    """`no` is no truth value, `9:30` no number of seconds, a date no date, and a leading zero is kept."""
    document = load(f"value: {written}".encode(), parser=parser)

    assert document.data == {"value": read}
    assert isinstance(document.data, dict)
    assert type(document.data["value"]) is type(read)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: &x 1\n", [(1, 4, "the anchor `&x` is not allowed: remove it")], id="anchor"),
        pytest.param(
            "a: &x [1]\nb: *x\n",
            [
                (1, 4, "the anchor `&x` is not allowed: remove it"),
                (2, 4, "the alias `*x` is not allowed: write the value out"),
            ],
            id="alias",
        ),
        pytest.param(
            "*x : 1\n",
            [
                (1, 1, "the alias `*x` is not allowed: write the value out"),
                (1, 1, "a key must be text: put it in quotes"),
            ],
            id="alias as a key",
        ),
        pytest.param("a: !!str 1\n", [(1, 4, "a tag (`!…`) is not allowed: remove it")], id="standard tag"),
        pytest.param("a: ! b\n", [(1, 4, "a tag (`!…`) is not allowed: remove it")], id="bare tag"),
        pytest.param(
            "a: !!python/object/apply:os.system [ls]\n",
            [(1, 4, "a tag (`!…`) is not allowed: remove it")],
            id="python tag",
        ),
        pytest.param(
            "a: 1\nb: 2\na: 3\n",
            [(3, 1, "the key `a` stands here twice, first in line 1: keep one")],
            id="repeated key",
        ),
        pytest.param(
            "a:\n  - {b: 1, b: 2}\n",
            [(2, 12, "the key `b` stands here twice, first in line 2: keep one")],
            id="repeated key in a flow mapping",
        ),
        pytest.param("1: a\n", [(1, 1, "a key must be text: put it in quotes")], id="number as a key"),
        pytest.param("~: a\n", [(1, 1, "a key must be text: put it in quotes")], id="null as a key"),
        pytest.param("? [a]\n: b\n", [(1, 3, "a key must be text: put it in quotes")], id="list as a key"),
        pytest.param(
            "a: 1\n---\nb: 2\n",
            [(2, 1, "a second document begins here: keep one document in a file")],
            id="second document",
        ),
        pytest.param(
            'a: "x\\0y"\n',
            [(1, 4, "the escape for U+0000 is a control character: remove it")],
            id="escaped control character",
        ),
        pytest.param("a:\n\tb: 1\n", [(2, 1, "a tab cannot stand here: use spaces")], id="tab"),
        pytest.param("a: b\n\tc: 1\n", [(2, 1, "a tab cannot stand here: use spaces")], id="tab after text"),
        pytest.param("a: x\x07y\n", [(1, 5, "U+0007 is a control character: remove it")], id="control character"),
        pytest.param("é: 1\nü: \x1b[2J\n", [(2, 4, "U+001B is a control character: remove it")], id="terminal escape"),
        pytest.param(b"a: 1\nb: \xe9\n", [(2, 4, "the file is not UTF-8: save it as UTF-8")], id="latin-1"),
        pytest.param("a: 1\n".encode("utf-16"), [(1, 1, "the file is UTF-16: save it as UTF-8")], id="utf-16"),
        pytest.param(
            b"#" * (MAX_BYTES + 1), [(1, 1, "the file is larger than 20 MB: split it")], id="more than the limit"
        ),
        pytest.param(
            "[" * 100_000, [(1, MAX_DEPTH + 1, "nested deeper than 32 levels: flatten it")], id="brackets without end"
        ),
        pytest.param(
            "{a: " * 100_000, [(1, 4 * MAX_DEPTH + 1, "nested deeper than 32 levels: flatten it")], id="braces"
        ),
        pytest.param("- " * 100_000, [(1, 2 * MAX_DEPTH + 1, "nested deeper than 32 levels: flatten it")], id="dashes"),
        pytest.param(
            "[" * 40 + "]" * 40, [(1, MAX_DEPTH + 1, "nested deeper than 32 levels: flatten it")], id="deep JSON"
        ),
        pytest.param(
            '{"a": 1,\n "a": 2}',
            [(2, 2, "the key `a` stands here twice, first in line 1: keep one")],
            id="JSON key twice",
        ),
        pytest.param(
            '{"a": "\\ud800"}',
            [(1, 7, "the escape for U+D800 is a control character: remove it")],
            id="half a character in JSON",
        ),
    ],
)
def test_what_is_refused_is_named_with_its_place(
    text: str | bytes, expected: list[tuple[int, int, str]], parser: Parser
) -> None:
    """Every trap of YAML is a fault with line, column and mend, and the list of faults is complete."""
    assert faults(text, parser) == expected


@pytest.mark.parametrize(
    ("text", "line", "column", "mend"),
    [
        ("a: b: c\n", 1, 5, "put text that contains `: ` in quotes, and check the indentation"),
        ("a: - b\n", 1, 4, "begin the list on a line of its own"),
        ("a:\n  - b\n c: d\n", 3, 2, "line up the keys of one block, and inside quotes use the other kind of quote"),
        ("a: 'it's'\n", 1, 8, "line up the keys of one block, and inside quotes use the other kind of quote"),
        ("a: 1\nb\n", 3, 1, "check the indentation, and that the key is followed by `: `"),
        ("a: 'b\nc: d\n", 3, 1, "close the quote or the bracket"),
        ("a: [b\nc: d\n", 2, 2, "add the comma or the closing bracket"),
        ("a: | b\n", 1, 6, "begin the text on the line after `|` or `>`"),
        ("a: @b\n", 1, 4, "put the text in quotes"),
        ("a: `b`\n", 1, 4, "put the text in quotes"),
        ("a: b\n...\nc: d\n", 3, 1, "check the indentation: one mapping makes the whole file"),
        ("%YAML 2.0\n---\na: b\n", 1, 1, "put the text in quotes"),
    ],
)
def test_broken_yaml_is_named_with_its_place(text: str, line: int, column: int, mend: str, parser: Parser) -> None:
    """Where the text cannot be read on, the last fault says where, and what people most often did."""
    [(at_line, at_column, message)] = faults(text, parser)

    assert (at_line, at_column) == (line, column)
    assert message.startswith("this is not YAML (")
    assert message.endswith(f"): {mend}")
    assert not scan(text.encode(), parser=parser).is_whole


@pytest.mark.parametrize("escape", ["\\UFFFFFFFF", "\\ud800", "\\q"])
def test_a_wrong_escape_is_a_fault(escape: str, parser: Parser) -> None:
    """An escape that names no character is refused by both parsers, in the first line."""
    [(line, _, message)] = faults(f'a: "{escape}"\n', parser)

    assert line == 1
    assert "escape" in message


def test_faults_before_broken_yaml_are_kept(parser: Parser) -> None:
    """What was wrong before the place where reading stopped is told as well."""
    assert [(line, column) for line, column, _ in faults("a: &x 1\na: 2\nb: [\n", parser)] == [(1, 4), (2, 1), (4, 1)]


def test_a_billion_laughs_stay_small(parser: Parser) -> None:
    """An entity bomb is refused at its anchors and never expanded."""
    lines = ["a0: &a0 [lol, lol]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))]
    document = scan("\n".join(lines).encode(), parser=parser)

    anchors = [(fault.line, fault.column) for fault in document.faults if "anchor" in fault.message]
    assert anchors == [(n + 1, 5) for n in range(10)]
    assert len(document.faults) == 10 + 9 * 9


def test_faults_without_end_stop_the_reading(parser: Parser) -> None:
    """A file of nothing but faults is not read to its end."""
    document = scan(b"- &a\n" * 10_000, parser=parser)

    assert len(document.faults) == MAX_FAULTS
    assert document.faults[-1].line == MAX_FAULTS
    assert not document.is_whole


@pytest.mark.parametrize("style", ["'{}'", '"{}"', "{}", "|\n  {}", '["{}"]'])
def test_a_huge_scalar_is_read(style: str, parser: Parser) -> None:
    """A single text of a megabyte is no reason to fail."""
    huge = "word " * 200_000 + "end"
    document = load(f"a: {style.format(huge)}".encode(), parser=parser)

    assert huge in str(document.data)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff"])
def test_an_empty_file_is_null(text: str, parser: Parser) -> None:
    """A file without a value reads as null, at its first line."""
    document = load(text.encode(), parser=parser)

    assert document.data is None
    assert document.locate(("anything",)) in {(1, 1), (1, 4), (2, 1)}


def test_a_byte_order_mark_moves_nothing(parser: Parser) -> None:
    """What some editors put before the text is neither text nor a column."""
    assert load(b"\xef\xbb\xbfa: 1\n", parser=parser).locate(("a",)) == (1, 1)
    assert faults(b"\xef\xbb\xbfa: \xff", parser) == [(1, 4, "the file is not UTF-8: save it as UTF-8")]


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        (("entries",), (1, 1)),
        (("entries", 0), (2, 5)),
        (("entries", 0, "id"), (2, 5)),
        (("entries", 0, "asks"), (3, 5)),
        (("entries", 0, "asks", 1), (3, 17)),
        (("entries", 0, "asks", 2), (3, 5)),
        (("entries", 0, "answer"), (2, 5)),
        (("entries", 0, "id", "deeper"), (2, 5)),
        (("entries", "0"), (1, 1)),
    ],
)
def test_every_path_has_its_place(path: tuple[str | int, ...], place: tuple[int, int], parser: Parser) -> None:
    """A member stands where its key does, an item where it begins; what is missing stands where it should be."""
    document = load(b"entries:\n  - id: a\n    asks: [one, two]\n", parser=parser)

    assert document.locate(path) == place


def test_json_has_places_too() -> None:
    """JSON is read with the same lines and columns, tabs and escapes of its own included."""
    text = '{\n\t"a": [1, true, null, "\\ud83d\\ude00", "x\\/y"],\r\n "b" :\n {"c": 1.5e2}, "d": [], "e": 007x}'
    document = load(text.replace("007x", "{}").encode())

    assert document.data == {"a": [1, True, None, "😀", "x/y"], "b": {"c": 150.0}, "d": [], "e": {}}
    assert document.locate(("a", 3)) == (2, 23)
    assert document.locate(("b", "c")) == (4, 3)
    assert document.locate(("d",)) == (4, 16)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("[1, 2,]", [1, 2]),
        ("{a: b}", {"a": "b"}),
        ("[NaN, Infinity]", ["NaN", "Infinity"]),
        ("{'a': 'b'}", {"a": "b"}),
    ],
)
def test_what_is_nearly_json_is_yaml(text: str, data: Plain, parser: Parser) -> None:
    """A trailing comma or a bare word makes JSON YAML, and it is read as that."""
    assert load(text.encode(), parser=parser).data == data


@given(PLAIN)
def test_json_reads_back(data: Plain) -> None:
    """Whatever another program wrote as JSON is read as it was meant."""
    for ascii_only in (True, False):
        text = json.dumps([data], ensure_ascii=ascii_only, indent=1)
        assert load(text.encode()).data == [data]


@given(TEXTS)
def test_quoted_yaml_reads_back_with_either_parser(data: Plain) -> None:
    """Whatever another program wrote as quoted YAML is read as it was meant, by both parsers."""
    text = yaml.safe_dump({"value": data}, default_style='"', allow_unicode=True, width=10**6)
    for parser in PARSERS.values():
        assert load(text.encode(), parser=parser).data == {"value": data}


@given(st.binary() | st.text("ab:-[]{}&*!|>'\"\\%@#,? \n\t~0x").map(str.encode))
def test_any_bytes_are_data_or_faults(raw: bytes) -> None:
    """No input whatever raises, and faults always have a place in the text."""
    for parser in PARSERS.values():
        document = scan(raw, parser=parser)
        assert document.is_whole or document.faults
        assert all(fault.line >= 1 and fault.column >= 1 and fault.message for fault in document.faults)


def test_load_raises_every_fault() -> None:
    """The loader that insists on a clean file says all that is wrong with it."""
    with pytest.raises(StrictYamlError) as caught:
        load(b"a: 1\na: 2\nb: !x 3\n")

    assert str(caught.value).splitlines() == [
        "2:1: the key `a` stands here twice, first in line 1: keep one",
        "3:4: a tag (`!…`) is not allowed: remove it",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("short", "`short`"),
        ("two\n lines", "`two lines`"),
        ("\x1b[2J", "`\ufffd[2J`"),
        ("x" * 60, f"`{'x' * 60}`"),
        ("x" * 61, f"`{'x' * 60}…`"),
        (" " * 1000, "`…`"),
    ],
)
def test_messages_quote_little_and_safely(text: str, shown: str) -> None:
    """A quoted value stays on one line, is short, and cannot steer a terminal."""
    assert quote(text) == shown


def test_libyaml_is_used_where_it_is() -> None:
    """The fast parser is the default on machines that have it, and this one has."""
    assert strict_yaml.PARSER is yaml.CSafeLoader

"""No regular expression takes more than linear time, whatever it is given."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from itertools import chain, permutations
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import pytest

from tests.properties.modules import modules

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZES = (14, 22, 100, 500, 2_000, 8_000)
"""Characters. The first catch an exponential expression, the next a cubic one, the last a quadratic one."""

LONGEST = 0.08
"""Seconds of the processor. A linear expression takes about a millisecond for 8,000 characters."""

ONCE = frozenset({"match", "fullmatch"})
OFTEN = frozenset({"search", "finditer", "findall", "sub", "subn", "split"})
MAKERS = frozenset({"compile"}) | ONCE | OFTEN
COMMON = "a1 .,'-\n:\""
MADE_AND_BOUNDED = {
    "bot/faq/numbers.py": "alternatives of plain words, kept in the module",
}
"""Where expressions are made while the desk runs, and why that is well."""

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "bot").rglob("*.py"))


def kept() -> dict[str, tuple[re.Pattern[str], bool]]:
    """Return every expression that a module keeps by a name, and whether it is only tried where a text begins."""
    found, methods = {}, uses()
    for module in modules():
        for name, value in vars(module).items():
            for pattern in value.values() if isinstance(value, dict) else (value,):
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    found[f"{module.__name__}.{name}: {pattern.pattern[:40]}"] = (pattern, methods[name] <= ONCE)
    return found


def uses() -> defaultdict[str, set[str]]:
    """Return what any module calls by each name: of an expression, its methods."""
    called = re.compile(r"\b(\w+)(?=(?:\[\w+\])?\.(\w+))")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for name, method in called.findall(path.read_text(encoding="utf-8")):
            found[name].add(method)
    return found


def made(path: Path) -> Iterator[ast.expr]:
    """Yield the expressions that functions of a file give to the module `re`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    for call in chain.from_iterable(map(ast.walk, functions)):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "re"
            and call.func.attr in MAKERS
        ):
            yield call.args[0]


def units(source: str) -> list[str]:
    """Return what to repeat: the expression's characters, pairs of common ones, and its words."""
    words = sorted(set(re.findall(r"[a-zñéó]{2,}", source)))[:30]
    pairs = ("".join(pair) for pair in permutations(COMMON, 2))
    return [*sorted(set(source) | set(COMMON)), *pairs, *(f"{word} " for word in words)]


def seconds(pattern: re.Pattern[str], text: str, *, is_tried_once: bool) -> float:
    """Return how long the processor is busy with one text, the better of two tries."""
    taken = []
    for _ in range(2):
        start = process_time()
        if is_tried_once:
            pattern.fullmatch(text)
            pattern.match(text)
        else:
            for _found in pattern.finditer(text):
                pass
        taken.append(process_time() - start)
        if taken[-1] < LONGEST:
            break
    return min(taken)


def slow(pattern: re.Pattern[str], *, is_tried_once: bool = False) -> list[tuple[str, str, int]]:
    """Return the first text that takes too long: what is repeated, what it ends with, how many characters."""
    for unit in units(pattern.pattern):
        for end in ("", "\0"):
            for size in SIZES:
                if seconds(pattern, (unit * size)[:size] + end, is_tried_once=is_tried_once) > LONGEST:
                    return [(unit, end, size)]
    return []


EXPRESSIONS = kept()


@pytest.mark.parametrize(("pattern", "is_tried_once"), EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_an_expression_takes_linear_time(pattern: re.Pattern[str], is_tried_once: bool) -> None:  # noqa: FBT001 - a case
    """Repeated characters, pairs and words of its own, with an end that fits nothing, slow no expression down."""
    assert slow(pattern, is_tried_once=is_tried_once) == []


@pytest.mark.parametrize("source", [r"(a+)+$", r"(?:a|a)*b", r"\s+$", r"a*a*b", r"^(?:\w+\s?)*$", r"(\d+)(mg|pills)"])
def test_a_slow_expression_would_be_found(source: str) -> None:
    """Expressions that are known to be slow are: this is no test that cannot fail."""
    assert slow(re.compile(source)) != []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_expression_is_made_unseen(path: Path) -> None:
    """What a function gives to `re` is written there and fast, or made in a place that is known to be bounded."""
    if path.relative_to(ROOT).as_posix() in MADE_AND_BOUNDED:
        return
    sources = [node.value if isinstance(node, ast.Constant) else ast.unparse(node) for node in made(path)]
    written = [source for source in sources if isinstance(source, str)]

    assert len(written) == len(sources)
    assert [slow(re.compile(source)) for source in written] == [[] for _ in written]


def test_there_are_expressions() -> None:
    """The desk's expressions are found at all, those that patients' texts meet among them."""
    assert {name.split(": ")[0] for name in EXPRESSIONS} >= {"bot.text._TOKEN", "bot.match.questions._JOINT"}

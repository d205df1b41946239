"""No file whatever makes the loader fail otherwise than with problems."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable

    Problems: TypeAlias = Callable[[str | bytes], list[str]]

LINE = re.compile(r"faq\.yaml(?::[1-9]\d*:[1-9]\d*)?: [^\r\n\x00-\x08\x1b\ud800-\udfff]+")

FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "entries:\n",
            "  - {id: a, question: Q, answer: A}\n",
            "clinic:\n",
            "  hours: {monday: ",
            "'09:00-17:00'",
            "closed",
            "{",
            "}",
            "[",
            "]",
            "- ",
            "  ",
            "\n",
            ": ",
            "id",
            "a",
            "'",
            '"',
            "&x",
            "*x",
            "!t",
            "\t",
            "{clinic.phone}",
            "null",
            "0123",
            "es: ",
            "source",
            "related",
            "sources:\n",
            "rules: {x: y}",
            "time_zone: UTC\n",
            "desk:\n",
            "queue: billing",
            "\\u0000",
        ]
    )
).map("".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")) | FRAGMENTS.map(str.encode))
def test_any_bytes_load_or_raise_problems(problems: Problems, content: bytes) -> None:
    """No file whatever raises anything but FaqError, and each problem is one printable line about the file."""
    assert all(LINE.fullmatch(line) for line in problems(content))


DATA = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["a", "closed", "{clinic.name}"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "clinic suggested sources entries desk clinical smalltalk offtopic id question asks answer line source "
                "related es must not reviewed queue name phone address time_zone country hours monday closures "
                "rules on_call date role title facts".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=DATA)
def test_any_data_loads_or_raises_problems(problems: Problems, data: object) -> None:
    """Whatever stands where something else belongs, the answer is a problem."""
    assert all(LINE.fullmatch(line) for line in problems(json.dumps(data)))

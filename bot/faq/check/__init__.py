"""What is worth mending in a file that loads: one rule a module, in the order in which they report.

A rule is a module with an `ID` and a `check`; its docstring is its manual page. To add one, write the module and
name it in `RULES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.faq.check import (
    few_asks,
    hard_to_read,
    missing_source,
    repeated_phrasing,
    shared_phrasing,
    unsupported_number,
    untranslated_rule,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.faq.check.finding import Finding
    from bot.faq.read import Draft


class Rule(Protocol):
    """The face of a rule's module."""

    ID: str

    def check(self, draft: Draft) -> Iterator[Finding]:
        """Yield what the rule finds in a usable file."""
        ...


RULES: tuple[Rule, ...] = (
    missing_source,
    unsupported_number,
    untranslated_rule,
    hard_to_read,
    few_asks,
    repeated_phrasing,
    shared_phrasing,
)


def check(draft: Draft) -> tuple[Finding, ...]:
    """Return what every rule finds, by place: the file first, then its phrasing files."""
    findings = [finding for rule in RULES for finding in rule.check(draft)]
    return tuple(sorted(findings, key=lambda each: (each.problem.path, each.problem.line, each.problem.column)))

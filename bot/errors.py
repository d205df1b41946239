"""Every error this project raises on purpose.

FrontDeskError                 the root; `exit_code` is what a command ends with
├── ConfigurationError         a setting is missing or wrong; names the key and the mend
│   └── FaqError               faq.yaml cannot be used; carries every problem with line and column
├── LabelsError                a set of labelled messages cannot be read; names every line that is wrong
├── StoreError                 a row could not be stored or read; nothing was acknowledged
│   ├── StoreUnwritable        the folder or file cannot be written: read-only, full, no such folder
│   └── StoreUnusable          the file is not our database, is damaged, or comes from a newer version
├── AccountError               an account cannot be made or changed so: says why and what to do instead
├── StaleView                  staff acted on a conversation that has changed since they saw it
└── NotAllowed                 staff asked for what the case's state does not allow; says why
    └── AlreadyClaimed         a colleague has the case; carries the name
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.faq.problem import Problem


class FrontDeskError(Exception):
    """Stop with a message that says what to do; never shows a patient's words."""

    exit_code = 2


class ConfigurationError(FrontDeskError):
    """A setting is missing or wrong."""


class FaqError(ConfigurationError):
    """The FAQ cannot be used; `problems` holds every one of them in file order."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class LabelsError(FrontDeskError):
    """A set of labelled messages cannot be read; one line for each of its lines that is wrong."""


class StoreError(FrontDeskError):
    """A row could not be stored or read; nothing was acknowledged."""


class StoreUnwritable(StoreError):
    """The database's folder or file cannot be written."""


class StoreUnusable(StoreError):
    """The file is not our database, is damaged, or comes from a newer version."""


class AccountError(FrontDeskError):
    """An account cannot be made or changed in this way."""


class StaleView(FrontDeskError):
    """Staff acted on a conversation that has changed since they saw it."""


class NotAllowed(FrontDeskError):
    """Staff asked for what a case's state does not allow."""


class AlreadyClaimed(NotAllowed):
    """A colleague has the case."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(f"{owner} has this case")

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
├── NotAllowed                 staff asked for what the case's state does not allow; says why
│   └── AlreadyClaimed         a colleague has the case; carries the name
└── SurfaceError               another platform did not take what the desk sent; names why, never what
    ├── TryLater               not now: too fast, out of order, out of reach; carries when
    ├── Refused                never: the conversation is closed, deleted, forbidden
    └── SurfaceStopped         nothing at all: the desk's access is wrong or was taken away
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


class SurfaceError(FrontDeskError):
    """Another platform did not take what the desk sent; the message is the platform's name for why."""


class TryLater(SurfaceError):
    """It may be taken in `seconds`; `is_for_all`: until then nothing else is, either."""

    def __init__(self, why: str, *, seconds: float = 0.0, is_for_all: bool = False) -> None:
        self.seconds, self.is_for_all = seconds, is_for_all
        super().__init__(why)


class Refused(SurfaceError):
    """It will never be taken: who it is for cannot be reached there any more."""


class SurfaceStopped(SurfaceError):
    """Nothing can be sent or heard there until the desk's access is mended; says how."""

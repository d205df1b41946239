"""Every module of the desk, imported."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import bot

if TYPE_CHECKING:
    from types import ModuleType

RUN_WHEN_IMPORTED = frozenset({"bot.__main__", "bot.store.schema.migrations.env"})


@cache
def modules() -> tuple[ModuleType, ...]:
    """Import and return the modules, but for those that do their work when they are imported."""
    names = (found.name for found in walk_packages(bot.__path__, "bot."))
    return tuple(import_module(name) for name in names if name not in RUN_WHEN_IMPORTED)

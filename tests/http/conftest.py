"""The patients' page stands for every page here: the headers, guards and error pages are the same for all."""

from __future__ import annotations

from tests.web.conftest import served, site, visitor

__all__ = ["served", "site", "visitor"]

"""Style sheets and scripts, kept by browsers for a year under an address that changes with their content."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    import os
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import Scope


class Assets:
    """The files of one folder under one prefix: `route()` serves them, `url(name)` is what a template links to."""

    def __init__(self, *, prefix: str, folder: Path) -> None:
        self._prefix = prefix
        self._folder = folder
        self._digests: dict[str, str] = {}

    def url(self, name: str) -> str:
        """Return the file's address with its content's digest. Raises OSError for an unknown file."""
        if name not in self._digests:
            self._digests[name] = hashlib.sha256((self._folder / name).read_bytes()).hexdigest()[:12]
        return f"{self._prefix}/{name}?v={self._digests[name]}"

    def route(self) -> Mount:
        """Return the route that serves the folder."""
        return Mount(self._prefix, _Files(directory=self._folder))


class _Files(StaticFiles):
    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        is_versioned = scope["query_string"].startswith(b"v=")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if is_versioned else "no-cache"
        return response

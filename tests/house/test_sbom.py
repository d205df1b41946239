"""The bill of materials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.sbom import bill

if TYPE_CHECKING:
    from pathlib import Path

LOCK = """\
anyio==4.16.0 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via starlette
audioop-lts==0.2.2 ; python_full_version >= '3.13' \\
    --hash=sha256:{a}
    # via discord-py
""".format(a="a" * 64, b="b" * 64)


def test_a_component_is_named_by_its_package_url_and_hashes() -> None:
    """A scanner finds each package and version, and the bytes that may be installed for it."""
    assert bill(LOCK)["components"] == [
        {
            "type": "library",
            "bom-ref": "pkg:pypi/anyio@4.16.0",
            "name": "anyio",
            "version": "4.16.0",
            "purl": "pkg:pypi/anyio@4.16.0",
            "hashes": [{"alg": "SHA-256", "content": "a" * 64}, {"alg": "SHA-256", "content": "b" * 64}],
        },
        {
            "type": "library",
            "bom-ref": "pkg:pypi/audioop-lts@0.2.2",
            "name": "audioop-lts",
            "version": "0.2.2",
            "purl": "pkg:pypi/audioop-lts@0.2.2",
            "hashes": [{"alg": "SHA-256", "content": "a" * 64}],
        },
    ]


def test_the_bill_holds_every_locked_package(root: Path) -> None:
    """Nothing that runs is missing from the bill."""
    lock = (root / "requirements.txt").read_text()
    components = bill(lock)["components"]
    assert isinstance(components, list)

    assert len(components) == len(re.findall(r"^\S+==", lock, re.MULTILINE))

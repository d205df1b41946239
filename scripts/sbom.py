"""Print the bill of materials (CycloneDX 1.6, JSON) of a hash-locked requirements file: sbom.py requirements.txt."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def component(pin: re.Match[str]) -> dict[str, object]:
    """Return one package; its hashes are those of every file that may be installed for it."""
    purl = f"pkg:pypi/{pin['name'].lower().replace('_', '-')}@{pin['version']}"
    hashes = [{"alg": "SHA-256", "content": digest} for digest in HASH.findall(pin["rest"])]
    return {
        "type": "library",
        "bom-ref": purl,
        "name": pin["name"],
        "version": pin["version"],
        "purl": purl,
        "hashes": hashes,
    }


def bill(requirements: str) -> dict[str, object]:
    """Return the bill of what the file locks. Same file, same bill: it holds no time and no random number."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "clinic-frontdesk", "bom-ref": "clinic-frontdesk"}},
        "components": [component(pin) for pin in PIN.finditer(requirements)],
    }


if __name__ == "__main__":
    print(json.dumps(bill(Path(sys.argv[1]).read_text()), indent=2))

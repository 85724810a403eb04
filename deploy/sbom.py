"""Write what the dashboard is made of as a bill of materials: CycloneDX 1.6, from the lock.

make sbom                      into sbom.json
make sbom ARGS="-o other.json"

The same lock gives the same file, but for the time in it.
"""

import argparse
import datetime as dt
import hashlib
import json
import sys
import uuid
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from deploy.licences import unknown
from deploy.locked import LOCK, ROOT, Pin, licence, pins
from mutualmodel import __version__

TYPEFACE = ROOT / "static" / "fonts" / "inter-latin.woff2"
_ITSELF = f"mutual-aid-dashboard@{__version__}"
_FONT = "inter-latin.woff2"


def bill(made_at: dt.datetime) -> dict[str, Any]:
    """Give the bill of materials; hashes are those of the files that the lock lets be installed."""
    locked = pins()
    number = uuid.uuid5(uuid.NAMESPACE_URL, LOCK.read_text(encoding="utf-8"))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {
            "timestamp": made_at.isoformat(timespec="seconds"),
            "component": {
                "type": "application",
                "bom-ref": _ITSELF,
                "name": "mutual-aid-dashboard",
                "version": __version__,
                "licenses": _licences("MIT"),
            },
        },
        "components": [*map(_component, locked), _typeface()],
        "dependencies": _dependencies(locked),
    }


def _component(pin: Pin) -> dict[str, Any]:
    told = licence(pin.name)
    return {
        "type": "library",
        "bom-ref": pin.purl,
        "name": pin.name,
        "version": pin.version,
        "purl": pin.purl,
        "hashes": [{"alg": "SHA-256", "content": one} for one in pin.hashes],
        **({"licenses": _licences(told)} if told else {}),
    }


def _typeface() -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": _FONT,
        "name": "Inter (static/fonts/inter-latin.woff2)",
        "hashes": [
            {"alg": "SHA-256", "content": hashlib.sha256(TYPEFACE.read_bytes()).hexdigest()}
        ],
        "licenses": _licences("OFL-1.1"),
    }


def _licences(told: str) -> list[dict[str, Any]]:
    """Give a licence as an expression of SPDX, or by its name where it is none."""
    if " License" in told or unknown(told):
        return [{"license": {"name": told}}]
    return [{"expression": told}]


def _dependencies(locked: list[Pin]) -> list[dict[str, Any]]:
    by_name = {one.name: one.purl for one in locked}
    asked: dict[str, set[str]] = {purl: set() for purl in by_name.values()} | {_ITSELF: {_FONT}}
    for pin in locked:
        for parent in pin.wanted_by:
            asked[by_name.get(parent, _ITSELF)].add(pin.purl)
    return [{"ref": ref, "dependsOn": sorted(on)} for ref, on in asked.items()]


def main(arguments: list[str] | None = None) -> int:
    """Write the bill of materials."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "sbom.json")
    options = parser.parse_args(arguments)
    made = bill(dt.datetime.now(dt.UTC))
    options.output.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
    print(f"{len(made['components'])} components in {options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

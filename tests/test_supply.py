"""What the dashboard is made of: licences and bill of materials, from the lock."""

import datetime as dt
import json
import re
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from deploy import licences, sbom
from deploy.locked import Pin, licence, pins

ROOT = Path(__file__).parents[1]
DAY = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)

# The parts of CycloneDX 1.6's schema that the file has, as it states them.
_LICENCES = {
    "type": "array",
    "items": {
        "oneOf": [
            {
                "required": ["license"],
                "properties": {
                    "license": {"oneOf": [{"required": ["id"]}, {"required": ["name"]}]}
                },
            },
            {"required": ["expression"], "properties": {"expression": {"type": "string"}}},
        ]
    },
}
_COMPONENT = {
    "type": "object",
    "required": ["type", "name"],
    "properties": {
        "type": {"enum": ["application", "framework", "library", "container", "file", "data"]},
        "bom-ref": {"type": "string", "minLength": 1},
        "hashes": {
            "type": "array",
            "items": {
                "required": ["alg", "content"],
                "properties": {
                    "alg": {"enum": ["SHA-256"]},
                    "content": {"pattern": "^[a-fA-F0-9]{64}$"},
                },
            },
        },
        "licenses": _LICENCES,
    },
}
SCHEMA = {
    "type": "object",
    "required": ["bomFormat", "specVersion"],
    "properties": {
        "bomFormat": {"enum": ["CycloneDX"]},
        "specVersion": {"const": "1.6"},
        "serialNumber": {
            "pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
        },
        "version": {"type": "integer", "minimum": 1},
        "metadata": {"properties": {"component": _COMPONENT}},
        "components": {"type": "array", "items": _COMPONENT, "uniqueItems": True},
        "dependencies": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                "required": ["ref"],
                "properties": {"dependsOn": {"type": "array", "uniqueItems": True}},
            },
        },
    },
}

LOCK = """\
# made by a tool
first==1.2 \\
    --hash=sha256:{a} \\
    --hash=sha256:{b}
    # via -r requirements.txt
Second_One==3.4 ; sys_platform == 'win32' \\
    --hash=sha256:{c}
    # via
    #   -r requirements.txt
    #   first
""".format(a="a" * 64, b="b" * 64, c="c" * 64)


def test_the_lock_is_read_with_who_asks_for_whom() -> None:
    assert pins(LOCK) == [
        Pin("first", "1.2", ("a" * 64, "b" * 64), ("-r requirements.txt",)),
        Pin("second-one", "3.4", ("c" * 64,), ("-r requirements.txt", "first")),
    ]
    with pytest.raises(ValueError, match="pins nothing"):
        pins("first>=1\n")


def test_the_bill_of_materials_is_one() -> None:
    made = json.loads(json.dumps(sbom.bill(DAY)))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(made)] == []
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+==[\w.]+)", text, re.MULTILINE))
    libraries = [one for one in made["components"] if one["type"] == "library"]
    assert {f"{one['name']}=={one['version']}" for one in libraries} == pinned
    assert all(one["hashes"] for one in made["components"])
    # Each is named once, and every one of them is reached from the dashboard.
    asked = {one["ref"]: set(one["dependsOn"]) for one in made["dependencies"]}
    reached: set[str] = set()
    ahead = {made["metadata"]["component"]["bom-ref"]}
    while ahead:
        reached |= ahead
        ahead = set().union(*(asked.get(one, set()) for one in ahead)) - reached
    assert {one["bom-ref"] for one in made["components"]} <= reached


def test_the_same_lock_gives_the_same_bill(tmp_path: Path) -> None:
    assert sbom.bill(DAY) == sbom.bill(DAY)
    assert sbom.main(["-o", str(tmp_path / "bill.json")]) == 0
    told = json.loads((tmp_path / "bill.json").read_text(encoding="utf-8"))
    assert told["components"] == sbom.bill(DAY)["components"]


def test_every_licence_is_known_and_stands_in_the_docs() -> None:
    missing = [one.name for one in pins() if licence(one.name) is None]
    if missing and sys.platform != "linux":
        pytest.skip("the lock names packages of other systems")
    listed = licences.rows()
    assert {name: told for name, _, told in listed if licences.unknown(told)} == {}
    written = licences.DOCUMENT.read_text(encoding="utf-8")
    assert written == licences.document(listed), "run: make licences"


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ("MIT", []),
        ("BSD-3-Clause AND MIT", []),
        ("BSD-2-Clause AND Apache-2.0 WITH LLVM-exception", []),
        ("GPL-3.0-only", ["GPL-3.0-only"]),
        ("MIT OR AGPL-3.0-only", ["AGPL-3.0-only"]),
        ("?", ["?"]),
    ],
)
def test_a_licence_that_is_not_known_to_be_free_is_seen(told: str, wrong: list[str]) -> None:
    assert licences.unknown(told) == wrong

"""The docs say of the inputs what these declare, and the page on the case names every record."""

import pytest

from docs.inputs import DOCS, files, written
from mutualmodel.inputs import records


@pytest.mark.parametrize("name", files())
def test_the_docs_say_what_the_inputs_declare(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == written(name), "run: make docs"


def test_every_record_is_named() -> None:
    page = (DOCS / "case.md").read_text(encoding="utf-8")
    for name, model in records().items():
        assert f"| `{name}` | `{model.__name__}` |" in page

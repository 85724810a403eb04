"""The docs are complete: every page, every input and every command is in them."""

import re
from pathlib import Path

import pytest

import mutualmodel
from mutualmodel.inputs.own import KINDS
from mutualmodel.inputs.own.grid import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from mutualmodel.inputs.own.workbook import MOST_UNPACKED

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))


def read(name: str) -> str:
    """Give the text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["make run", "make test", "make lint"])
def test_the_readme_names_the_command(command: str) -> None:
    assert command in read("README.md")


def test_the_readme_names_the_way_without_make() -> None:
    readme = read("README.md")
    assert "pip install -r requirements.txt" in readme
    assert "streamlit run dashboard.py" in readme


@pytest.mark.parametrize("page", PAGES)
def test_the_readme_names_the_page(page: str) -> None:
    assert f"pages/{page}" in read("README.md")


def make_targets() -> set[str]:
    """Give what make can be asked for."""
    return set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_in_a_document_exists(document: str) -> None:
    named = set(re.findall(r"(?:`|^ *\$? *)make ([a-z-]+)\b", read(document), re.MULTILINE))
    assert named
    assert named <= make_targets()


def test_contributing_names_every_make_target() -> None:
    told = read("CONTRIBUTING.md")
    assert {name for name in make_targets() if f"`make {name}`" not in told} == {"help"}


@pytest.mark.parametrize("layer", ["mutualmodel", "ui"])
def test_the_architecture_names_every_room(layer: str) -> None:
    rooms = {path.parent.name for path in (ROOT / layer).glob("*/__init__.py")}
    rooms |= {path.stem for path in (ROOT / layer).glob("[a-z]*.py")}
    told = read("docs/architecture.md")
    assert rooms
    assert {name for name in rooms if f"`{name}`" not in told} == set()


@pytest.mark.parametrize("field", sorted(mutualmodel.Scenario.fields()))
def test_the_model_page_lists_the_input(field: str) -> None:
    assert f"`{field}`" in read("docs/model.md")


@pytest.mark.parametrize(
    "document",
    sorted(
        [
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            *(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
        ]
    ),
)
def test_links_between_documents_lead_somewhere(document: str) -> None:
    folder = (ROOT / document).parent
    targets = re.findall(r"\]\((?![a-z]+:|#)([^)#\s]+)", read(document))
    assert [target for target in targets if not (folder / target).exists()] == []


def test_the_changelog_has_a_heading_for_a_version() -> None:
    assert re.search(r"^## \[?(Unreleased|\d+\.\d+\.\d+)", read("CHANGELOG.md"), re.MULTILINE)


@pytest.mark.parametrize("document", ["README.md", "CHANGELOG.md", "docs"])
def test_every_row_of_a_table_has_the_cells_of_its_header(document: str) -> None:
    """Where a row has more, what is too much is not shown."""
    files = [ROOT / document] if document.endswith(".md") else (ROOT / document).glob("*.md")
    for file in files:
        for table in re.findall(r"(?:^\|.*\n)+", file.read_text(encoding="utf-8"), re.MULTILINE):
            cells = [len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()]
            assert set(cells) == {cells[0]}, f"{file.name}: {table.splitlines()[0]}"


def test_the_page_on_ones_own_figures_lists_every_table() -> None:
    page = read("docs/own.md")
    for kind in KINDS.values():
        assert f"| `{kind.name}` |" in page
        for column in kind.columns:
            assert f"`{column.name}`" in page
    for limit in (f"{MOST_ROWS:,} rows", f"{MOST_COLUMNS} columns", f"{LONGEST_CELL} letters"):
        assert limit in page
    assert f"{MOST_BYTES / 1e6:.0f} MB" in page
    assert f"{MOST_UNPACKED / 1e6:.0f} MB" in page

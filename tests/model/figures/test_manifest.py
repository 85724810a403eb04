"""Damaged files are named in one line, and what editors do to a file without changing it is not."""

from pathlib import Path

import pytest

from mutualmodel.figures import files, manifest
from mutualmodel.figures.files import DataError, read_text
from mutualmodel.inputs import links

pytestmark = pytest.mark.faults

NAMES = sorted(path.name for path in files.DATA_FOLDER.iterdir() if path.name != manifest.FILE)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of ``data/`` with its manifest, that a test may damage."""
    for path in files.DATA_FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(files, "DATA_FOLDER", tmp_path)
    return tmp_path


def test_every_file_is_signed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever changes a file runs python -m mutualmodel.figures."""
    assert manifest.main(["--check"], files.DATA_FOLDER) == 0
    assert sorted(manifest._manifest(files.DATA_FOLDER)) == NAMES
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_was_cut_at_a_line_end_is_named(
    data: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = (data / name).read_text(encoding="utf-8").splitlines(keepends=True)
    (data / name).write_text("".join(lines[:-2]), encoding="utf-8")
    told = f"{name}: it has {len(lines) - 2} lines, must be {len(lines)}"
    with pytest.raises(DataError, match=told):
        read_text(name)
    assert manifest.main(["--check"], data) == 1
    assert capsys.readouterr().err == f"{data.name}/{told}\n"


def test_a_figure_that_was_changed_is_noticed(data: Path) -> None:
    text = (data / "rules.csv").read_text(encoding="utf-8")
    (data / "rules.csv").write_text(text.replace("300000", "300001"), encoding="utf-8")
    with pytest.raises(DataError, match=r"rules\.csv: it was changed since it was signed"):
        read_text("rules.csv")


def test_a_file_that_is_missing_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "income.csv").unlink()
    with pytest.raises(DataError, match=r"income\.csv: it is missing"):
        read_text("income.csv")
    assert manifest.main(["--check"], data) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_byte_that_is_not_utf_8_is_named_by_its_row(data: Path) -> None:
    content = (data / "income.csv").read_bytes()
    first = content.index(b"\n") + 1
    (data / "income.csv").write_bytes(content[:first] + b"\xff" + content[first:])
    with pytest.raises(DataError, match=r"income\.csv: row 2 holds a byte that is not UTF-8"):
        read_text("income.csv")


@pytest.mark.parametrize("name", NAMES)
def test_what_a_spreadsheet_or_windows_adds_changes_nothing(data: Path, name: str) -> None:
    before = read_text(name)
    content = (data / name).read_bytes().replace(b"\n", b"\r\n")
    (data / name).write_bytes(b"\xef\xbb\xbf" + content)
    assert read_text(name) == before


@pytest.mark.parametrize("content", ["", "[1]", '{"income.csv": 3}', "{"])
def test_a_manifest_that_is_damaged_is_named(data: Path, content: str) -> None:
    (data / manifest.FILE).write_text(content)
    with pytest.raises(DataError, match=r"manifest\.json: it is damaged"):
        read_text("income.csv")


def test_a_file_that_nobody_signed_is_named(data: Path) -> None:
    (data / "more.csv").write_text("a,b\n")
    with pytest.raises(DataError, match=r"more\.csv: manifest\.json does not know it"):
        read_text("more.csv")
    manifest.main([], data)
    assert read_text("more.csv") == "a,b\n"


def test_defaults_of_links_that_are_damaged_are_named(data: Path) -> None:
    (data / "link_defaults.json").write_text("{}")
    with pytest.raises(DataError, match=r"link_defaults\.json: it has 0 lines"):
        links.link_defaults.__wrapped__()

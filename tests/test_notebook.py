"""The notebook of main findings gives what it shows, run as it lies, with the model alone."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from docs import notebook

ROOT = Path(__file__).parents[1]
STORED: dict[str, Any] = json.loads(notebook.FILE.read_text(encoding="utf-8"))
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
# In a process that has the package and no dashboard, as after pip install.
RUN = """
import json, sys
sys.path.insert(0, sys.argv[1])
from docs.notebook import FILE, executed
given = executed(json.loads(FILE.read_text(encoding="utf-8")))
assert not {"streamlit", "plotly", "ui"} & set(sys.modules)
print(json.dumps(given))
"""


def texts(cells: list[dict[str, Any]]) -> list[str]:
    """Give all that cells show."""
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    shown = [output.get("data", {"text": output.get("text")}) for output in outputs]
    return ["".join(lines) for one in shown for lines in one.values()]


def test_its_cells_give_what_is_stored(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN, str(ROOT)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    stored, given = texts(STORED["cells"]), texts(json.loads(run.stdout)["cells"])
    assert len(stored) == len(given) > 10
    for one, other in zip(stored, given, strict=True):
        # Numbers are rounded, and may be rounded the other way by another numpy.
        assert NUMBER.sub("#", one) == NUMBER.sub("#", other)
        mine, theirs = (
            [float(number.replace(",", "")) for number in NUMBER.findall(text)]
            for text in (one, other)
        )
        assert mine == pytest.approx(theirs, rel=0.01, abs=0.02)


def test_it_is_what_its_maker_writes() -> None:
    sources = [part for said, code in notebook.STORY for part in (said, code) if part]
    assert ["".join(cell["source"]) for cell in STORED["cells"]] == sources
    assert len({cell["id"] for cell in STORED["cells"]}) == len(STORED["cells"])
    assert STORED["nbformat"] == 4


def test_it_begins_with_the_installation_and_its_links_lead_somewhere() -> None:
    said = "".join(line for cell in STORED["cells"] for line in cell["source"])
    assert "pip install ." in "".join(STORED["cells"][0]["source"])
    for target in re.findall(r"\]\((\w+\.md)\)", said):
        assert (notebook.FILE.parent / target).exists()

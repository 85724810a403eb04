"""What the papers said: every number by hand from the published figures, and what is refused."""

import re
from pathlib import Path

import pytest

from mutualmodel.figures import files
from mutualmodel.figures.files import DataError
from mutualmodel.figures.register import figure
from mutualmodel.history import in_dollars, newspapers, one_claim
from mutualmodel.history.newspapers import VERDICTS


def test_every_phrase_has_a_verdict_and_its_figures() -> None:
    said = newspapers()
    assert [one.id for one in said] == [
        "dollars", "cent", "members", "helped", "people", "insurer",
    ]  # fmt: skip
    assert {one.verdict for one in said} == set(VERDICTS)
    assert all(figure(name).quality != "assumed" for one in said for name in one.figure_ids)


def test_the_rate_is_the_mean_of_2021() -> None:
    found = figure("exchange_rate_2021")
    assert (found.value, found.as_of, found.quality) == ("6.4508", "2021", "sound")
    assert in_dollars(6.4508) == pytest.approx(1.0)


def test_45000_dollars_are_right_below_40_only() -> None:
    assert in_dollars(300_000) == pytest.approx(46_506, abs=1)
    assert in_dollars(100_000) == pytest.approx(15_502, abs=1)


def test_a_cent_a_claim_was_about_a_twentieth_of_one() -> None:
    claim = one_claim()
    assert claim.yuan == pytest.approx(300_000 * 1.08 / 91e6, rel=1e-12)
    assert claim.us_cents == pytest.approx(0.0552, abs=0.0001)
    assert 17 < 1 / claim.us_cents < 20
    # The operator's own figure of September 2019, at mean payouts, is of the same size.
    assert claim.yuan < 2 * float(figure("cost_per_claim_2019_09").value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",wrong,", ",false,", "verdict is 'false', allowed is right, partly, wrong"),
        ("claims_final", "claims_x", "figure id: got 'claims_x'"),
        ("\nhelped,", "\ncent,", "id 'cent' is empty or there twice"),
        ("The insurer was dropped", "", "insurer has nothing in phrase"),
    ],
)
def test_a_broken_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    text = (files.DATA_FOLDER / "newspapers.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "newspapers.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(files, "DATA_FOLDER", tmp_path)
    # What a file says is refused too, not only that it is another than was signed.
    monkeypatch.setattr(files, "check_unchanged", lambda *_given: None)
    with pytest.raises(DataError, match=f"newspapers.csv: .*{re.escape(message)}"):
        newspapers()

"""What stands on paper: whole tables, and colours that can be read on a light sheet."""

import datetime as dt
import re

import pandas as pd
import pytest

from tests.ui.test_theme import FILLS, TEXTS, contrast
from ui.kit.charts import beside
from ui.kit.palette import DARK, LIGHT, Palette
from ui.kit.paper_table import paper_table
from ui.kit.theme import paper_inks


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_ink_of_a_theme_has_one_on_paper(palette: Palette) -> None:
    inks = paper_inks(palette)
    on_sheet = {name: inks.get(ink, ink) for name, ink in vars(palette).items()}
    assert on_sheet["surface"] == "#ffffff"
    for name, least in (*((name, 4.5) for name in TEXTS), *((name, 3.0) for name in FILLS)):
        assert on_sheet[name] == getattr(LIGHT, name)
        assert contrast(on_sheet[name], "#ffffff") >= least
    # One after the other, in any order: none is the beginning of another or what one becomes.
    assert not set(inks) & set(inks.values())
    assert not [(one, other) for one in inks for other in inks if one != other and one in other]


def test_a_table_is_whole_and_its_words_are_words() -> None:
    table = pd.DataFrame(
        {
            "name <b>": ["<script>alert(1)</script>", None, "c"],
            "yuan": [1_234_567.0, 0.0123456, float("nan")],
            "day": [dt.date(2024, 1, 28)] * 3,
            "so": [True, False, True],
        }
    )
    made = str(paper_table(table))
    assert "<script>" not in made
    assert "&lt;script&gt;" in made
    cells = re.findall(r"<td[^>]*>(.*?)</td>", made)
    assert len(cells) == table.size
    assert cells[1::4] == ["1,234,567", "0.012", "–"]
    assert cells[2::4] == ["28 Jan 2024"] * 3
    assert cells[4] == "–"
    assert made.count('class="number"') == 4


def test_the_numbers_of_a_column_stand_below_each_other() -> None:
    def column(*numbers: float) -> list[str]:
        made = str(paper_table(pd.DataFrame({"yuan": numbers})))
        return re.findall(r"<td[^>]*>(.*?)</td>", made)

    assert column(91.0712, 152.07, 186.5) == ["91.1", "152.1", "186.5"]
    # Whole numbers have no decimals, and none is invented that the others do not have.
    assert column(5.0, 1_200.0) == ["5", "1,200"]
    assert column(0.5, 0.25) == ["0.50", "0.25"]
    assert column(3.0, 12.5) == ["3.0", "12.5"]
    # A small number among large ones is not rounded to nothing.
    assert column(5_432.1, 4_321.9, 0.0123) == ["5,432", "4,322", "0.012"]
    assert column(float("nan")) == ["–"]


def test_a_wide_table_has_the_baseline_below_its_own_numbers_and_files_keep_its_columns() -> None:
    table = pd.DataFrame(
        {"row": ["a", "b"], "claims": [1.0, 2.0], "payout": [10, 20], "by": [3, 4]}
    )
    both = beside(table, table.assign(claims=[5.0, float("nan")]))
    assert both.shape[1] == 7
    made = str(paper_table(both))
    assert re.findall(r"<th[^>]*>(.*?)</th>", made)[1] == (
        'claims<br><small class="past">baseline</small>'
    )
    cells = re.findall(r"<td[^>]*>(.*?)</td>", made)
    assert len(cells) == 2 * 4
    assert cells[0] == "a"
    assert cells[1] == '1<br><small class="past">5</small>'
    assert cells[5] == '2<br><small class="past">–</small>'
    # A narrow one has it beside them.
    assert "<small" not in str(paper_table(both.iloc[:, [0, 1, 4]]))

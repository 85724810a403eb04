"""What the sources page shows as a table: the register of figures, the same for every plan."""

import re

import pandas as pd

from mutualmodel.figures import figure, figures
from ui.frame.state import View
from ui.kit.as_published import as_kept, units_in_words
from ui.kit.charts import Chart, Titled
from ui.kit.language import _, listed
from ui.kit.palette import Palette


def charts_of(_view: View, _colours: Palette) -> dict[str, Chart]:
    """Return no chart: there is none."""
    return {}


def tables_of(_view: View) -> dict[str, Titled]:
    """Return the whole register, by key."""
    return {"figures": figures_table(figures())}


def figures_table(table: pd.DataFrame) -> Titled:
    """Return figures as they were published, with the number where the value is one."""
    read = [figure(str(name)).sources for name in table.index]
    listing = pd.DataFrame(
        {
            _("id"): list(table.index),
            _("figure"): [_(text) for text in table["figure"]],
            _("number"): [_number(text) for text in table["value"]],
            _("unit"): [units_in_words(text) for text in table["unit"]],
            _("as published"): [as_kept(text) for text in table["value"]],
            _("as of"): table["as_of"].to_numpy(),
            _("kind"): [_(text) for text in table["kind"]],
            _("reliability"): table["reliability"].to_numpy(),
            _("conflict"): table["conflict"].to_numpy(),
            _("sources"): [listed(_(one.outlet) for one in each) for each in read],
            _("addresses"): [listed(one.url for one in each) for each in read],
            _("note"): [_(text) for text in table["note"]],
        }
    )
    return Titled(_("Figures"), listing, _("The register of figures"))


def _number(text: str) -> float | None:
    """Return what a published value is as a number; None of words, ranges and several."""
    plain = text.replace(",", "")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None

"""What the glossary shows as tables; it says the same of every plan."""

import pandas as pd

from ui.frame.state import View
from ui.kit.charts import Chart, Titled
from ui.kit.glossary import GROUPS
from ui.kit.language import _
from ui.kit.palette import Palette


def charts_of(_view: View, _colours: Palette) -> dict[str, Chart]:
    """Return no chart: there is none."""
    return {}


def tables_of(_view: View) -> dict[str, Titled]:
    """Return the terms of each part, by key."""
    return {glossary_key(place): glossary_table(title) for place, title in enumerate(GROUPS)}


def glossary_key(place: int) -> str:
    """Return the key of the table of a part, by its place."""
    return f"glossary_{place}"


def glossary_table(title: str) -> Titled:
    """Return the terms of one part, in plain words and in the field's, with their meaning."""
    entries = GROUPS[title].values()
    table = pd.DataFrame(
        {
            _("in plain words"): [_(one.word) for one in entries],
            _("in the field"): [_(one.field) for one in entries],
            _("what it means"): [_(one.meaning) for one in entries],
        }
    )
    return Titled(_(title), table, _("Every plan"))

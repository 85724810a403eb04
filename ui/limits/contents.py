"""What the page of limits shows as tables; it says the same of every plan."""

import pandas as pd

from ui.frame.state import View
from ui.kit.charts import Chart, Titled
from ui.kit.language import _, retold
from ui.kit.palette import Palette
from ui.limits.words import LIMITS


def charts_of(_view: View, _colours: Palette) -> dict[str, Chart]:
    """Return no chart: there is none."""
    return {}


def tables_of(_view: View) -> dict[str, Titled]:
    """Return what each kind of reader must not ask of the model, by key."""
    return {limits_key(place): limits_table(reader) for place, reader in enumerate(LIMITS)}


def limits_key(place: int) -> str:
    """Return the key of the table of a kind of reader, by its place."""
    return f"limits_{place}"


def limits_table(reader: str) -> Titled:
    """Return the questions of one kind of reader, and why the model cannot answer them."""
    table = pd.DataFrame(
        {
            _("question"): [_(one.question) for one in LIMITS[reader]],
            _("why the model cannot answer it"): [retold(_(one.reason)) for one in LIMITS[reader]],
        }
    )
    return Titled(_(reader), table, _("Every plan"))

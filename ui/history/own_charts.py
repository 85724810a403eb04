"""Charts of a reader's own record: its replay, and by how much it misses."""

import numpy as np
import pandas as pd

from mutualmodel.history import OwnFit
from ui.kit.charts import Axis, Chart, days, frame, hover, line, points
from ui.kit.language import _, number, portion
from ui.kit.palette import Palette


def own_replay(fit: OwnFit, colours: Palette) -> Chart:
    """Draw the claims of every settlement, reported and as the plan has them."""
    table = fit.replay
    figure = frame(colours, Axis(dates=True), _("claims a settlement"))
    at = days(table["date"])
    model = table["claims"].to_numpy()
    line(figure, at, model, _("your plan, fitted"), colours.accent, hover=hover.digits(), width=2.2)
    known = table[table["reported_claims"].notna()]
    reported = known["reported_claims"].tolist()
    points(
        figure, days(known["date"]), reported, _("your record"), colours.text, size=7,
        hover=hover.decimals(0),
    )  # fmt: skip
    alt = _(
        "{settlements} settlements with {claims} claims; the fitted plan is {miss} off on average."
    ).format(
        settlements=number(len(table), 0),
        claims=number(float(np.sum(reported)), 0),
        miss=portion(fit.miss),
    )
    note = _("Dots: your record. Line: the plan with the members of your record.")
    return Chart(_("Does your plan replay your record?"), figure, alt, lambda: _table(table), note)


def own_misses(fit: OwnFit, colours: Palette) -> Chart:
    """Draw by how much the fitted plan's claims are above or below those reported."""
    table = fit.replay[fit.replay["reported_claims"] > 0]
    off = (table["claims"] / table["reported_claims"] - 1.0).to_numpy()
    upwards = Axis(_("model ÷ report"), tick_format="+.0%")
    figure = frame(colours, Axis(dates=True), upwards)
    at = days(table["date"])
    points(figure, at, off.tolist(), _("off by"), colours.accent, hover=hover.percentage(1), size=7)
    # A rule would need numbers to run between.
    line(figure, at, np.zeros(len(at)), "", colours.muted, width=1.2, hover=hover.alone(""))
    most = float(np.abs(off).max()) if len(off) else 0.0
    alt = _("At most the plan is {miss} off in a settlement.").format(miss=portion(most))
    return Chart(_("By how much is it off?"), figure, alt, lambda: _misses(table, off))


def _table(table: pd.DataFrame) -> pd.DataFrame:
    titles = {
        "date": _("day"),
        "members": _("members"),
        "reported_claims": _("claims, your record"),
        "claims": _("claims, plan"),
        "reported_payout": _("payout, your record"),
        "payout": _("payout, plan"),
        "reported_share": _("share, your record"),
        "share": _("share, plan"),
    }
    shown = table[list(titles)].rename(columns=titles)
    shown[titles["date"]] = table["date"].dt.strftime("%Y-%m-%d")
    return shown


def _misses(table: pd.DataFrame, off: np.ndarray) -> pd.DataFrame:
    at = table["date"].dt.strftime("%Y-%m-%d")
    return pd.DataFrame({_("day"): at, _("model ÷ report"): np.round(off, 4)})

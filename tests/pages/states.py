"""Plans in every state, and what no page may show in any of them."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from mutualmodel import PRESETS, Scenario
from mutualmodel.analysis import RULES
from mutualmodel.inputs import OTHER_PLANS
from tests.pages.app import array, charts, figure_pieces, plain, unexplained
from tests.pages.shown import everything_shown, words

# Both caps, none, loose or biting, and each who may stand behind them.
CORNERS: Mapping[str, Scenario] = {
    f"claim cap {claim}, year cap {year}, {bearer}": Scenario(
        per_claim_cap=claim, annual_cap=year, cap_bearer=bearer
    )
    for claim, year, bearer in itertools.product(
        (None, 0.002), (None, 60.0, 188.0), ("sponsor", "insurer", "nobody")
    )
}
PLANS: Mapping[str, Scenario] = {
    **{f"preset {name}": preset.scenario for name, preset in PRESETS.items()},
    **CORNERS,
    "nothing is paid": Scenario(payout_under_40=0.0, payout_40_plus=0.0),
    "dissolved at the start": Scenario(members=1e5, minimum_members=3.3e6),
    "dissolves in the first year": Scenario(members=4e6, minimum_members=3.3e6, lapse_rate=0.5),
    "dissolves on the way": Scenario(minimum_members=6e7, price_elasticity=2.0),
    "dissolves with nobody behind its caps": Scenario(
        members=4e6, minimum_members=3.3e6, lapse_rate=0.1, annual_cap=60.0, cap_bearer="nobody"
    ),
    "a tiny pool that a sponsor helps": Scenario(members=1e4),
    "a tiny pool that nobody helps": Scenario(members=1e4, cap_bearer="nobody"),
    "twenty members": Scenario(members=20),
    "twenty members whom nobody helps": Scenario(
        members=20, cap_bearer="nobody", claim_size_cv=1.0, minimum_members=10
    ),
    "twenty members without a cap": Scenario(members=20, per_claim_cap=None, joiners_per_year=5),
    "claims of varying size, of which the cap cuts some": Scenario(
        members=4e6, claim_size_cv=1.5, covered_share=0.8, mild_payout=50_000.0
    ),
    "unravels": Scenario(price_elasticity=3.0, lapse_rate=2.0, risk_spread=1.0, years=10),
    "elastic": Scenario(price_elasticity=2.0, lapse_rate=0.2, systemic_cv=0.3),
    "all risks alike": Scenario(price_elasticity=1.0, risk_spread=0.0, systemic_cv=0.0),
    "an annual cap": Scenario(annual_cap=50.0, cap_bearer="insurer", per_claim_cap=None),
    "events and bad years": Scenario(
        notice_share=0.5, notice_spares=2.0, bad_year_probability=0.2, run_probability=0.2
    ),
    "refusals": Scenario(refused_share=0.3, accident_share=0.2),
    "one year": Scenario(years=1),
    "ten years": Scenario(years=10),
    "children only": Scenario(share_under_18=1.0, share_40_to_59=0.0, years=1),
    **{f"other plan {name}": preset.scenario for name, preset in OTHER_PLANS.items()},
    **{
        f"rules of {name}": Scenario().with_changes(**rules.changes(Scenario()))
        for name, rules in RULES.items()
    },
    "a fund": Scenario(funding="fund", opening_fund=20.0),
    "a fund that is soon empty": Scenario(
        funding="fund", contribution_month=2.0, deficit_bearer="claims"
    ),
    "a fund with an insurer": Scenario(
        funding="fund", deficit_bearer="insurer", stop_loss_attachment=0.8, annual_cap=60.0
    ),
    "a fund that answers the share": Scenario(
        funding="fund", price_elasticity=1.0, minimum_members=9e7, target_reserve=0.0
    ),
    "balances": Scenario(funding="prepaid", joiners_per_year=1e7),
    "balances that run dry": Scenario(funding="prepaid", top_up_share=0.0),
    "the old only, dear": Scenario(
        share_under_18=0.0, share_40_to_59=1.0, incidence_multiplier=3.0, payout_40_plus=1e6
    ),
}
# The others change the same pages in ways that the model's own tests see first.
TELLING = {
    "dissolves on the way",
    "a fund that is soon empty",
    "events and bad years",
}

# What reads as a slip of the pen, and what Plotly would write in nano or micro.
_SLIPS = {
    "a number that is none": re.compile(r"(?<![\w/.])[−-]?(nan|inf|∞)(?![\w.])"),
    "less than nothing that is nothing": re.compile(r"[−-]0(?:\.0+)?(?![\d.,])(?! ?×)"),
    "nothing in many digits": re.compile(r"(?<!\d)0\.0{5,}(?!\d*[1-9])"),
    "a percentage in thousands": re.compile(r"\d,\d{3}(?:\.\d+)? %"),
    "one of several": re.compile(r"\b(?:within|after) 1 (?:years|months|settlements)\b"),
}
_LEAST_AXIS = 1e-5


def slips(app: AppTest) -> Iterator[str]:
    """Give what a page shows that no page may show."""
    for where, text in everything_shown(app):
        told = words(text)
        for what, pattern in _SLIPS.items():
            if found := pattern.search(told):
                yield f"{what}: {found[0]!r} in {where}: {told.strip()[:120]}"
    for key, payload in charts(app).items():
        yield from (f"{key}: {wrong}" for wrong in _thin_axes(payload["figure"]))


def _thin_axes(figure: Mapping[str, Any]) -> Iterator[str]:
    """Give the axes whose values are all so small that their ticks would be in nano or micro."""
    for side in "xy":
        drawn = [_numbers(trace.get(side)) for trace in figure["data"]]
        values = np.abs(np.concatenate(drawn)) if drawn else np.zeros(0)
        values = values[np.isfinite(values)]
        if len(values) and 0.0 < values.max() < _LEAST_AXIS:
            yield f"the {side} axis ends at {values.max():.1e}"


def _numbers(values: Any) -> np.ndarray:
    if values is None:
        return np.zeros(0)
    if isinstance(values, list) and any(isinstance(one, str) for one in values):
        return np.zeros(0)
    found = array(values)
    return found.ravel() if found.dtype.kind in "fiu" else np.zeros(0)


def figures(app: AppTest) -> dict[str, str]:
    """Give every headline figure of a page by its title, as it is written."""
    found = {}
    for piece in map(unexplained, figure_pieces(app)):
        title = re.search(r'class="title">(.*?)<', piece)
        value = re.search(r'class="value">(.*?)</div>', piece)
        if title and value:
            found[plain(title[1])] = plain(value[1])
    return found


def told(app: AppTest) -> str:
    """Give all sentences of a page in one text."""
    return " ".join(words(text) for _where, text in everything_shown(app))

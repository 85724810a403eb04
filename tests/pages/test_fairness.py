"""The fairness page: the model's own figures, the payout that balances, and what it costs whom."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Scenario
from mutualmodel.affordability import affordability
from mutualmodel.fairness import balancing_payout, fairness, with_cut
from tests.pages.app import (
    array,
    button,
    charts,
    headline,
    line,
    open_home,
    plain,
    raw_html,
    says,
    scenario,
)
from ui.language import amount, money
from ui.shell import PAGES


def open_fairness(plan: Scenario, baseline: Scenario | None = None, **choices: str) -> AppTest:
    app = open_home(**{f"p.{name}": text for name, text in choices.items()})
    app.session_state["scenario"] = plan
    if baseline is not None:
        app.session_state["baseline"] = baseline
    app = app.switch_page(PAGES["fairness"][0]).run()
    assert not app.exception
    return app


def test_the_headline_and_the_lines_are_the_models() -> None:
    plan = Scenario(payout_40_plus=2e5)
    app, fair = open_fairness(plan), fairness(plan)
    assert headline(app) == amount(fair.moved)
    drawn = charts(app)["receipts"]
    np.testing.assert_allclose(line(drawn, "men receive")[1], fair.received[0], rtol=1e-4)
    np.testing.assert_allclose(line(drawn, "women receive")[1], fair.received[1], rtol=1e-4)
    np.testing.assert_allclose(line(drawn, "everyone pays")[1], fair.paid, rtol=1e-4)


@pytest.mark.parametrize(
    ("payout", "words"),
    [(0.0, "The old pay for the young"), (3e5, "The young pay for the old")],
)
def test_it_says_who_pays_for_whom(payout: float, words: str) -> None:
    assert words in says(open_fairness(Scenario(payout_40_plus=payout)))[0]


def test_the_balancing_payout_can_be_used_and_then_balances() -> None:
    app = open_fairness(Scenario())
    wanted = round(balancing_payout(fairness(Scenario())))
    button(app, "Use it").click().run()
    assert scenario(app).payout_40_plus == wanted
    assert "in balance" in says(app)[0]


def test_another_cut_of_a_link_is_drawn_and_told() -> None:
    app = open_fairness(Scenario(), fair_cut="50", fair_ratio="0.5")
    other = with_cut(fairness(Scenario()), 50, 0.5)
    told = next(text.value for text in app.markdown if "At the same cost" in text.value)
    assert money(round(float(other.payout[0]))) in told
    assert money(other.moved) in told


def test_the_costs_beside_incomes_are_shares_of_them() -> None:
    app = open_fairness(Scenario(), income_year="2019")
    traces = charts(app)["affordable"]["figure"]["data"]
    own = next(trace for trace in traces if trace["name"].startswith("Mutual aid, operator"))
    paid = fairness(Scenario()).paid
    wanted = affordability({"x": paid}, 2019)["x"].to_numpy()[::-1]
    np.testing.assert_allclose(array(own["x"]), wanted, rtol=0.02)
    assert len(traces) >= 4
    assert any("income_mean_2019" in caption.value for caption in app.caption)


def test_with_a_baseline_every_figure_has_its_difference() -> None:
    app = open_fairness(Scenario(payout_40_plus=2e5), Scenario())
    shown = [plain(piece) for piece in raw_html(app) if 'class="figure' in piece]
    assert len(shown) == 4
    assert all("baseline" in one for one in shown)

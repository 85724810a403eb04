"""Versus insurance: levers, figures, charts, tables and words are the model's, of both cases."""

import re
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from mutualmodel import Case, InsurerTerms, Scenario, from_query, project
from mutualmodel.arrays import FloatArray
from mutualmodel.engine import borne
from mutualmodel.inputs.presets import LAUNCH_2018
from mutualmodel.insurance import (
    CheaperMap,
    break_even,
    break_even_age,
    break_even_range,
    cheaper_over_cap,
    cheaper_over_incidence,
    cheaper_over_loading,
    cheaper_over_payout,
    costs_by_age,
    household,
    insurer_view,
    lifetime_costs,
    mutual_costs,
    one_year_premiums,
    person_report,
    yuan_splits,
)
from tests.pages.app import (
    array,
    case,
    change,
    charts,
    figures_linked,
    line,
    move,
    names,
    notes_below,
    open_home,
    open_page,
    part,
    plain,
    problems,
    query,
    raw_html,
    says,
    shown_tables,
    sliders,
    type_into,
    unexplained,
)
from tests.programs import value_of
from ui.frame.menu import PAGES
from ui.frame.standing import ends
from ui.frame.state import View
from ui.frame.why import program_of
from ui.insurance.form import LEVERS
from ui.insurance.steps import STEPS
from ui.kit.language import amount, large, money, percent

CHARTS = {
    "ins_costs",
    "ins_map_cap",
    "ins_map_incidence",
    "ins_map_loading",
    "ins_map_payout",
    "ins_lifetime",
    "ins_yuan",
    "ins_viable",
    "ins_quotes",
}
DEFAULT = Case()
# One input of each record that the page uses is another in the baseline.
CHANGES: dict[str, dict[str, Any]] = {
    "plan": {"plan.members": 3e6, "plan.incidence_multiplier": 0.6},
    "insurer": {"insurer.loading": 0.2, "insurer.declined_share": 0.1},
    "person": {"person.age": 45, "person.sex": "M", "person.income": 50_000.0},
    "view": {"view.cost_basis": "settled", "view.young_until": 25},
}
NOW = DEFAULT.with_changes({path: new for some in CHANGES.values() for path, new in some.items()})
NEVER = DEFAULT.with_changes({"plan.members": 3e6, "plan.minimum_members": 5e6})
BRIEF = DEFAULT.with_changes({"plan.lapse_rate": 0.3, "plan.minimum_members": 9e7})
LATER = DEFAULT.with_changes({"plan.price_elasticity": 2.0, "plan.minimum_members": 6e7})
CUT = DEFAULT.with_changes({"plan.annual_cap": 60.0, "plan.cap_bearer": "nobody"})
TINY = DEFAULT.with_changes({"plan.members": 1e4})
FREE = DEFAULT.with_changes({"plan.payout_under_40": 0.0, "plan.payout_40_plus": 0.0})
STATES = {
    "never": NEVER,
    "brief": BRIEF,
    "later": LATER,
    "cut": CUT,
    "tiny": TINY,
    "free": FREE,
    "one year": DEFAULT.with_changes({"plan.years": 1}),
    "ten years": DEFAULT.with_changes({"plan.years": 10}),
    "launch": Case(plan=LAUNCH_2018.scenario),
}
# Nowhere the cheaper for an adult.
DEAR = DEFAULT.with_changes(
    {
        "plan.incidence_multiplier": 3.0,
        "plan.fee_rate": 0.5,
        "plan.select_year_1": 1.5,
        "insurer.pricing_level": 0.2,
    }
)


def open_insurance(shown: Case = DEFAULT, pinned: Case | None = None) -> AppTest:
    app = open_page("insurance", shown, pinned)
    assert not app.exception
    return app


def figures(app: AppTest) -> dict[str, dict[str, str]]:
    """Give the parts of every headline figure by its title."""
    found = {}
    for piece in map(unexplained, raw_html(app)):
        if 'class="title"' in piece:
            parts = {
                name: plain(match[1])
                for name in ("value", "note", "delta", "note past")
                if (match := re.search(rf'class="{name}">(.*?)</div>', piece))
            }
            title = re.search(r'class="title">([^<]*)<', piece)
            assert title is not None
            found[title[1]] = parts
    return found


def costs(of: Case) -> dict[str, FloatArray]:
    return costs_by_age(of.plan, of.insurer, of.person.sex, of.view.cost_basis)


def cost(of: Case, system: str) -> float:
    return float(costs(of)[system][of.person.age])


def break_even_of(of: Case) -> int | None:
    return break_even_age(of.plan, of.insurer, of.person.sex, basis=of.view.cost_basis).age


def trace(app: AppTest, chart: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        one for one in charts(app)[chart]["figure"]["data"] if one.get("name") == name
    )
    return found


def insurer_table(app: AppTest) -> pd.DataFrame:
    table = next(one for one in shown_tables(app) if "all ages" in one)
    assert isinstance(table, pd.DataFrame)
    return table.set_index("in a year")


# ------------------------------------------------------------------------------------ one case


def test_every_chart_is_drawn_with_words_and_can_be_drawn_by_plotly() -> None:
    shown = charts(open_insurance(NOW, DEFAULT))
    assert set(shown) == CHARTS
    for payload in shown.values():
        assert len(payload["alt"]) > 20
        assert "nan" not in payload["alt"]
        go.Figure(payload["figure"])


@pytest.mark.parametrize("shown", [DEFAULT, NOW, DEAR], ids=["default", "changed", "dear"])
def test_the_figures_are_those_of_the_case(shown: Case) -> None:
    found = figures(open_insurance(shown))
    age = break_even_of(shown)
    assert found["Break-even age"]["value"] == ("–" if age is None else str(age)) + " years of age"
    for title, system in (
        ("Mutual aid", "mutual"),
        ("One-year policy", "one_year"),
        ("Level policy to 60", "level"),
    ):
        assert found[title]["value"] == amount(cost(shown, system)) + " yuan"
        assert "delta" not in found[title]


def test_the_curves_are_those_of_the_model() -> None:
    ages, premium = line(charts(open_insurance())["ins_costs"], "One-year policy, online")
    assert ages.tolist() == list(range(60))
    wanted = one_year_premiums(DEFAULT.plan, InsurerTerms())[1]
    assert premium == pytest.approx(wanted, abs=1e-4)


def test_every_number_is_a_lever_or_a_field_and_none_another_widget() -> None:
    app = open_home()
    app.session_state["ins_terms"] = True
    app = app.switch_page(PAGES["insurance"][0]).run()
    shown = set(sliders(app))
    terms = {f"insurer.{name}" for name, meta in InsurerTerms.fields().items() if not meta.choices}
    assert shown == {"person.age", "person.income", "view.young_until"} | terms
    assert [*app.slider, *app.number_input, *app.radio] == []
    live = {path for path, told in sliders(app).items() if told["live"]}
    assert live == {*LEVERS, "view.young_until"}


@pytest.mark.parametrize(
    ("path", "value", "title"),
    [
        ("person.age", 50, "One-year policy"),
        ("insurer.pricing_level", 0.9, "Level policy to 60"),
        ("insurer.loading", 0.2, "One-year policy"),
    ],
)
def test_a_lever_moves_the_price_while_it_moves_and_goes_into_the_link_at_rest(
    path: str, value: float, title: str
) -> None:
    app = move(open_insurance(), path, value, resting=False)
    wanted = DEFAULT.with_changes({path: value})
    system = {"One-year policy": "one_year", "Level policy to 60": "level"}[title]
    assert case(app) == wanted
    assert figures(app)[title]["value"] == amount(cost(wanted, system)) + " yuan"
    assert path not in query(app)
    move(app, path, value)
    assert query(app)[path] == f"{value:g}"
    assert figures(app)["Mutual aid"]["value"] == amount(cost(DEFAULT, "mutual")) + " yuan"


def test_a_term_among_the_others_moves_the_price() -> None:
    app = open_insurance()
    app.session_state["ins_terms"] = True
    type_into(app.run(), "insurer.interest", "2 %")
    wanted = DEFAULT.with_changes({"insurer.interest": 0.02})
    assert case(app) == wanted
    assert figures(app)["Level policy to 60"]["value"] == amount(cost(wanted, "level")) + " yuan"


def test_choices_belong_to_the_case() -> None:
    app = open_insurance(NOW)
    groups: list[Any] = list(app.get("button_group"))
    shown = {one.key: one.value for one in groups}
    assert shown["in_person.sex"] in ("M", ["M"])
    assert shown["in_view.cost_basis"] in ("settled", ["settled"])
    app.selectbox(key="in_person.wish").set_value("certainty").run()
    assert case(app).person.wish == "certainty"


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_that_the_plan_refuses_claims_is_told_where_it_does(share: float) -> None:
    app = open_insurance(Case(plan=Scenario(refused_share=share)))
    told = "The plan refuses 30 % of the claims submitted; the policy is priced"
    assert (told in " ".join(map(plain, raw_html(app)))) == (share > 0.0)


def test_links_of_before_are_read_and_a_bad_term_is_refused() -> None:
    app = open_home(**{"v": "2", "p.ins_pricing_level": "1.2", "p.ins_interest": "0.5"})
    app = app.switch_page(PAGES["insurance"][0]).run()
    wanted = DEFAULT.with_changes({"insurer.pricing_level": 1.2})
    assert figures(app)["One-year policy"]["value"] == amount(cost(wanted, "one_year")) + " yuan"
    assert any("Interest in level premiums" in one for one in problems(app))


def test_the_plan_moves_mutual_aid_and_not_the_policy() -> None:
    app = open_insurance()
    before = figures(app)
    after = figures(change(app, {"plan.incidence_multiplier": 0.87}))
    assert after["One-year policy"] == before["One-year policy"]
    now, past = (float(one["Mutual aid"]["value"].split()[0]) for one in (after, before))
    assert now > 1.9 * past


def test_where_the_policy_is_always_cheaper_there_is_no_age() -> None:
    app = open_insurance(DEAR)
    assert figures(app)["Break-even age"]["note"] == "none; nine years in ten at no age"
    assert any("at no age" in text for text in part(app, "lede"))


def test_the_insurers_table_is_that_of_the_model() -> None:
    app = move(open_insurance(), "view.young_until", 50)
    plan, terms = DEFAULT.plan, InsurerTerms()
    table = insurer_table(app)
    whole, rest = insurer_view(plan, terms), insurer_view(plan, terms, from_age=50)
    assert table.loc["expected loss ratio", "all ages"] == percent(whole.loss_ratio, 1)
    assert table.loc["lives insured", "from 50 on"] == large(rest.lives)
    assert table.loc["price needed a life", "from 50 on"] == money(rest.viable_price)
    group = insurer_view(plan, terms, group=True)
    assert table.loc["average premium a life", "as a group"] == money(group.market_price)


def test_the_map_marks_where_the_plan_stands() -> None:
    app = open_insurance()
    here = trace(app, "ins_map_incidence", "you are here")
    assert (here["x"], here["y"]) == ([30], [DEFAULT.plan.incidence_multiplier])
    shade = next(
        one
        for one in charts(app)["ins_map_incidence"]["figure"]["data"]
        if one["type"] == "heatmap"
    )
    assert np.abs(array(shade["z"])).max() <= 2


def test_every_system_is_told_side_by_side_with_sources() -> None:
    table = next(
        piece for piece in raw_html(open_insurance()) if "Who pays for a bad year" in piece
    )
    assert table.count("<tr>") == 7
    assert "figure=closing_policy_cover" in table
    assert "another kind" in table


@pytest.mark.parametrize("wish", ["price", "balance", "certainty"])
def test_the_summary_follows_the_wish(wish: str) -> None:
    shown = DEFAULT.with_changes({"person.income": 60_000.0, "person.wish": wish})
    words = " ".join(one.value for one in open_insurance(shown).markdown)
    report = person_report(
        shown.plan, shown.insurer, **shown.person.model_dump(exclude={"household"})
    )
    total = money(round(report.lifetime[report.fits].total))
    assert f"it costs {total} in all" in words
    assert percent(report.shares["one_year"], 1) in words
    assert "What the other side offers" in words


def test_a_plan_that_dissolves_is_told_of_either_case() -> None:
    for gone in (NEVER, BRIEF, LATER):
        wanted = ends(project(gone.plan))
        assert [one.value for one in open_insurance(gone).warning] == [wanted]
        told = [one.value for one in open_insurance(DEFAULT, gone).warning]
        assert told == [f"Baseline: {wanted}"]
    assert not open_insurance().warning


@pytest.mark.parametrize("old", [0.0, 100_000.0])
def test_a_plan_that_pays_nothing_can_be_shown_and_pinned(old: float) -> None:
    free = DEFAULT.with_changes({"plan.payout_under_40": 0.0, "plan.payout_40_plus": old})
    assert figures(open_insurance(free))["One-year policy"]["value"] == "0 yuan"
    open_insurance(DEFAULT, free)


# ------------------------------------------------------------------------------ in every state


def told_on(app: AppTest) -> list[str]:
    """Give the sentences of the page: verdict, notes, charts and summary."""
    drawn = charts(app).values()
    return [
        *part(app, "lede"),
        notes_below(app),
        *says(app),
        *(one.value for one in app.markdown),
        *(text for one in drawn for text in (one["alt"], one["note"])),
    ]


def annotated(app: AppTest, chart: str) -> set[str]:
    return {one["text"] for one in charts(app)[chart]["figure"]["layout"]["annotations"]}


@pytest.mark.parametrize("basis", ["now", pytest.param("settled", marks=pytest.mark.long)])
@pytest.mark.parametrize("shown", STATES.values(), ids=STATES)
def test_no_state_shows_what_is_no_number(shown: Case, basis: str) -> None:
    app = open_insurance(shown.with_changes({"view.cost_basis": basis}), DEFAULT)
    texts = told_on(app) + [text for one in figures(app).values() for text in one.values()]
    assert not [text for text in texts if re.search(r"\bnan\b|−0(?![.\d])|0\.0000|0\.0 %", text)]
    for payload in charts(app).values():
        go.Figure(payload["figure"])


@pytest.mark.parametrize("basis", ["now", "settled"])
def test_a_plan_that_never_starts_is_no_plan_everywhere(basis: str) -> None:
    app = open_insurance(NEVER.with_changes({"view.cost_basis": basis}))
    found = figures(app)
    assert found["Mutual aid"]["value"] == "no plan"
    assert found["Break-even age"]["value"] == "– years of age"
    assert found["Break-even age"]["note"] == "no plan"
    assert "mutual aid no plan ·" in part(app, "phone-figure")[0]
    assert part(app, "lede")[0].startswith("There is no plan to compare")
    texts = " ".join(told_on(app))
    assert "costs less than" not in texts
    assert "mutual aid: 0 yuan" not in texts
    assert not [name for name in names(charts(app)["ins_costs"]) if "Mutual aid" in name]
    assert "mutual aid" not in annotated(app, "ins_costs")
    assert {"ins_map_incidence", "ins_map_loading"}.isdisjoint(charts(app))
    (bars,) = charts(app)["ins_lifetime"]["figure"]["data"]
    assert bars["y"] == ["one-year", "level", "bridging*", "medical*"]
    assert "mutual aid" not in names(charts(app)["ins_viable"])
    assert not [one for one in app.get("popover") if "mutual" in one.proto.id]
    # The pool's own lives can be insured all the same.
    assert insurer_table(app).loc["lives insured", "all ages"] == "2.85 million"


def test_a_part_of_a_year_is_told_as_one_and_not_compared() -> None:
    app, held = open_insurance(BRIEF), project(BRIEF.plan).headline
    assert held.dissolved_after_years is not None
    months = f"{12 * held.dissolved_after_years:g} months"
    paid = figures(app)["Mutual aid"]
    assert paid["value"] == f"{amount(held.cost_per_member_year)} yuan"
    assert paid["note"] == f"until it dissolves after {months}"
    assert figures(app)["Break-even age"]["note"] == "no whole year to compare"
    lede = part(app, "lede")[0]
    assert f"dissolves after {months}, for which a member pays" in lede
    assert "costs less" not in " ".join(told_on(app))
    assert not [name for name in names(charts(app)["ins_costs"]) if "Mutual aid" in name]
    assert "ins_map_loading" not in charts(app)


def test_a_plan_that_ends_later_says_of_a_life_that_it_is_as_if_it_went_on() -> None:
    app = open_insurance(LATER.with_changes({"person.wish": "price"}))
    assert "the plan dissolves after 43.5 months" in charts(app)["ins_lifetime"]["note"]
    summary = " ".join(one.value for one in app.markdown)
    assert "if it went on: the plan dissolves after 43.5 months" in summary
    assert "until it dissolves after 43.5 months" in notes_below(app)
    other = open_insurance(DEFAULT.with_changes({"person.wish": "price"}))
    assert "went on" not in " ".join(told_on(other))


def test_what_the_years_after_cost_stands_beside_the_first_years() -> None:
    app = open_insurance()
    later = project(DEFAULT.plan).years["charged_per_member"].to_numpy()[1:]
    assert figures(app)["Mutual aid"]["note"] == "in the first year"
    note = notes_below(app)
    assert note.startswith("The following years cost")
    assert all(amount(float(cost)) in note for cost in later)
    assert money(mutual_costs(DEFAULT.plan)["mutual"].settled) in note
    settled = open_insurance(DEFAULT.with_changes({"view.cost_basis": "settled"}))
    assert figures(settled)["Mutual aid"]["note"] == "a year, once hardly anyone is new"
    now = money(mutual_costs(DEFAULT.plan)["mutual"].now)
    told = notes_below(settled)
    assert told.startswith(f"The first year costs a member {now}. The following years")
    summary = " ".join(one.value for one in settled.markdown)
    assert "a year in the plan once hardly anyone in it is new" in summary


def test_a_step_of_the_prices_has_its_note_where_the_payout_changes() -> None:
    told = "At 40 the payout falls from 300,000 yuan to 100,000 yuan."
    drawn = charts(open_insurance())
    assert told in drawn["ins_costs"]["note"]
    assert told in drawn["ins_viable"]["note"]
    rising = DEFAULT.with_changes({"plan.payout_under_40": 50_000.0})
    note = charts(open_insurance(rising))["ins_costs"]["note"]
    assert "At 40 the payout rises from 50,000 yuan to 100,000 yuan." in note
    same = DEFAULT.with_changes({"plan.payout_under_40": 100_000.0})
    for none in (same, DEFAULT.with_changes({"plan.minimum_age": 40, "person.age": 45})):
        assert "the payout" not in charts(open_insurance(none))["ins_costs"]["note"]


def test_what_the_insurer_keeps_is_told_only_where_it_prices_for_more_illness() -> None:
    def told(shown: Case) -> bool:
        return any("prices for more illness" in one.value for one in open_insurance(shown).caption)

    assert told(DEFAULT)
    assert not told(DEFAULT.with_changes({"insurer.pricing_level": 0.4}))


def test_a_benefit_that_is_cut_is_not_called_the_same() -> None:
    app = open_insurance(CUT)
    costs_of = mutual_costs(CUT.plan)["mutual"]
    share, whole = costs_of.benefit_paid("now"), costs_of.per_whole_benefit("now")
    lede = part(app, "lede")[0]
    assert f"it is not the same benefit: {percent(share, 1)} of it is paid" in lede
    assert f"For each whole benefit that is paid a member pays {money(whole)}" in lede
    per_benefit = break_even(whole, costs(CUT)["one_year"])
    assert f"from age {per_benefit.age} on" in lede
    assert per_benefit.age is not None
    assert per_benefit.age > (break_even_of(CUT) or 0)
    paid = borne(project(CUT.plan))
    unpaid = f"{percent(paid.share(paid.claimants), 1)} is left unpaid"
    assert unpaid in notes_below(app)
    assert (
        f"Mutual aid pays {percent(share, 1)} of the lump sums"
        in (charts(app)["ins_costs"]["note"])
    )
    assert any(f"pays {percent(share, 1)} of it" in text for text in says(app))
    assert f"It pays {percent(share, 1)} of the benefit" in " ".join(
        one.value for one in app.markdown
    )
    later = costs_of.benefit_paid("settled")
    assert f"pays {percent(later, 1)} of the benefit" in charts(app)["ins_lifetime"]["note"]
    assert "not the same benefit" not in part(open_insurance(), "lede")[0]


def test_a_price_that_a_sponsor_pays_says_so() -> None:
    app, parts = open_insurance(TINY), borne(project(TINY.plan))
    members = percent(parts.share(parts.members), 1)
    assert (
        f"Members pay {members} of the bill; the price lasts only while the sponsor"
        in (part(app, "lede")[0])
    )
    told = f"members pay {members}, the operator {percent(parts.share(parts.sponsor), 1)}"
    assert told in notes_below(app)
    assert "whoever pays above the caps" in charts(app)["ins_yuan"]["note"]
    note = figures(app)["Break-even age"]["note"]
    assert note == "at every age; nine years in ten at every age"
    assert "the sponsor pays the rest" in charts(app)["ins_lifetime"]["note"]
    assert "less than 0.1 % of an income" in " ".join(one.value for one in app.markdown)


def test_a_plan_without_a_benefit_has_nothing_to_compare() -> None:
    app = open_insurance(FREE)
    assert figures(app)["Break-even age"]["note"] == "nothing to compare"
    assert part(app, "lede") == [
        "The plan pays nothing out, and a policy of the same benefit costs nothing."
    ]
    assert {"ins_map_incidence", "ins_lifetime", "ins_yuan"}.isdisjoint(charts(app))
    assert "fits" not in " ".join(one.value for one in app.markdown)


@pytest.mark.parametrize("plan", [LAUNCH_2018.scenario, TINY.plan], ids=["launch", "tiny"])
@pytest.mark.parametrize("pinned", [False, True])
def test_mutual_aid_is_on_the_axis(plan: Scenario, pinned: bool) -> None:
    shown = Case(plan=plan)
    app = open_insurance(DEFAULT, shown) if pinned else open_insurance(shown)
    axis = charts(app)["ins_costs"]["figure"]["layout"]["yaxis"]
    low, high = (10**end for end in axis["range"])
    assert low < cost(shown, "mutual") < high
    assert cost(shown, "mutual") < 21.0
    ticks = [float(text.replace(",", "")) for text in axis["ticktext"]]
    assert ticks == pytest.approx(axis["tickvals"])
    assert low <= ticks[0] <= 4 * low


def test_the_marks_of_a_map_are_no_money() -> None:
    app = open_insurance(NOW, DEFAULT)
    for chart in ("ins_map_incidence", "ins_map_loading"):
        for name in ("you are here", "baseline"):
            assert "yuan" not in trace(app, chart, name)["hovertemplate"]


def test_large_shares_are_told_as_multiples() -> None:
    ill = DEFAULT.with_changes(
        {"plan.incidence_multiplier": 3.0, "insurer.pricing_level": 0.2, "insurer.loading": 0.0}
    )
    table = insurer_table(open_insurance(ill))
    ratio = insurer_view(ill.plan, ill.insurer).loss_ratio
    assert ratio > 10
    assert table.loc["expected loss ratio", "all ages"] == f"× {ratio:.1f}"
    usual = insurer_table(open_insurance()).loc["expected loss ratio", "all ages"]
    assert isinstance(usual, str)
    assert usual == percent(insurer_view(DEFAULT.plan, InsurerTerms()).loss_ratio, 1)


# -------------------------------------------------------------------------------- the baseline


@pytest.mark.parametrize("record", CHANGES)
def test_every_figure_shows_its_difference_from_the_whole_baseline(record: str) -> None:
    now = DEFAULT.with_changes(CHANGES[record])
    found = figures(open_insurance(now, DEFAULT))
    was = break_even_of(DEFAULT)
    assert found["Break-even age"]["value"] == f"{break_even_of(now)} years of age"
    assert f"(baseline: {was}); nine years in ten" in found["Break-even age"]["note"]
    for title, system in (
        ("Mutual aid", "mutual"),
        ("One-year policy", "one_year"),
        ("Level policy to 60", "level"),
    ):
        gap, past = cost(now, system) - cost(DEFAULT, system), cost(DEFAULT, system)
        delta = found[title]["delta"]
        if gap:
            assert delta.startswith(("+" if gap > 0 else "") + money(gap))
            assert delta.endswith(f"baseline {money(past)}")
        else:
            assert delta == "as in the baseline"
    aged = "baseline: at 30" if record == "person" else None
    assert found["One-year policy"].get("note past") == aged
    other = "baseline: in the first year" if record == "view" else None
    assert found["Mutual aid"].get("note past") == other


def test_a_loading_that_falls_is_not_as_in_the_baseline() -> None:
    now = DEFAULT.with_changes({"insurer.loading": 0.2})
    delta = figures(open_insurance(now, DEFAULT))["One-year policy"]["delta"]
    assert delta.endswith("baseline 272.7 yuan")
    assert delta.startswith(money(cost(now, "one_year") - cost(DEFAULT, "one_year")))


def test_a_break_even_age_that_is_none_is_told_of_either_case() -> None:
    age = figures(open_insurance(DEAR, DEFAULT))["Break-even age"]
    assert age["note"].startswith(f"none (baseline: {break_even_of(DEFAULT)});")
    age = figures(open_insurance(DEFAULT, DEAR))["Break-even age"]
    assert age["note"].startswith("from this age the policy costs more (baseline: none);")
    assert age["note"].endswith("(baseline: at no age)")


def test_the_verdict_and_the_summary_tell_the_baseline() -> None:
    app = open_insurance(NOW, DEFAULT)
    verdict, person = (one for one in says(app) if one.startswith("Baseline: "))
    for basis in (mutual_costs(DEFAULT.plan)["mutual"].now, cost(DEFAULT, "mutual")):
        assert money(basis) in verdict
    assert "for a woman" in verdict
    report = person_report(
        DEFAULT.plan, DEFAULT.insurer, **DEFAULT.person.model_dump(exclude={"household"})
    )
    assert person.startswith("Baseline: a woman of 30 with an income of 30,000 yuan")
    for system in ("mutual", "one_year", "level"):
        assert money(report.costs[system]) in person
    assert money(round(report.lifetime[report.fits].total)) in person
    told = says(open_insurance(DEFAULT, DEFAULT))
    assert told.count("As in the baseline.") == 2
    assert not [one for one in says(open_insurance()) if "aseline" in one]


def test_the_main_chart_has_the_baselines_lines_and_names_them() -> None:
    payload = charts(open_insurance(NOW, DEFAULT))["ins_costs"]
    for name, system in (
        ("mutual aid, baseline", "mutual"),
        ("one-year, baseline", "one_year"),
        ("level, baseline", "level"),
    ):
        assert line(payload, name)[1] == pytest.approx(costs(DEFAULT)[system], abs=1e-4)
    there = next(
        one
        for one in payload["figure"]["data"]
        if one.get("name") == "baseline’s person, mutual aid"
    )
    assert (there["x"], there["y"]) == ([30], [pytest.approx(cost(DEFAULT, "mutual"))])
    written = {one["text"] for one in payload["figure"]["layout"]["annotations"]}
    assert {"mutual aid, baseline", "one-year, baseline", "level, baseline"} <= written
    assert money(cost(DEFAULT, "one_year")) in payload["alt"]


def test_a_line_that_stands_where_it_stood_is_named_once() -> None:
    now = DEFAULT.with_changes({"plan.incidence_multiplier": 0.6})
    payload = charts(open_insurance(now, DEFAULT))["ins_costs"]
    written = {one["text"] for one in payload["figure"]["layout"]["annotations"]}
    assert "mutual aid, baseline" in written
    assert "one-year, baseline" not in written
    assert "one-year, baseline" in names(payload)


def test_the_maps_have_the_baselines_line_and_place() -> None:
    app = open_insurance(NOW, DEFAULT)
    levels = {
        name: array(trace(app, name, "baseline, equal cost")["y"]) / scale
        for name, scale in (
            ("ins_map_incidence", 1.0),
            ("ins_map_loading", 100.0),
            ("ins_map_payout", 1e-3),
        )
    }
    caps = array(trace(app, "ins_map_cap", "baseline, equal cost")["y"])
    levels["ins_map_cap"] = np.append(caps[:-1], np.inf)
    past = DEFAULT.plan, DEFAULT.insurer, DEFAULT.person.sex
    wanted: dict[str, CheaperMap] = {
        "ins_map_incidence": cheaper_over_incidence(*past, levels["ins_map_incidence"]),
        "ins_map_loading": cheaper_over_loading(*past, levels["ins_map_loading"]),
        "ins_map_cap": cheaper_over_cap(*past, levels["ins_map_cap"]),
        "ins_map_payout": cheaper_over_payout(*past, levels["ins_map_payout"]),
    }
    for name, found in wanted.items():
        shade = array(trace(app, name, "baseline, equal cost")["z"]).reshape(found.ratio.shape)
        assert shade == pytest.approx(np.clip(np.log2(found.ratio), -2, 2), abs=0.006)
    assert trace(app, "ins_map_incidence", "baseline")["y"] == [DEFAULT.plan.incidence_multiplier]
    assert trace(app, "ins_map_loading", "baseline")["y"] == [pytest.approx(35.0)]
    assert trace(app, "ins_map_loading", "baseline")["x"] == [30]
    # A plan without a cap stands on the row that has none.
    assert trace(app, "ins_map_cap", "baseline")["y"] == [caps[-1]]
    axis = charts(app)["ins_map_cap"]["figure"]["layout"]["yaxis"]
    assert (axis["tickvals"][-1], axis["ticktext"][-1]) == (caps[-1], "no cap")
    assert trace(app, "ins_map_payout", "baseline")["y"] == [300.0]


def test_a_fund_has_no_map_over_caps() -> None:
    app = open_insurance(DEFAULT.with_changes({"plan.funding": "fund"}))
    assert "ins_map_cap" not in charts(app)
    assert "ins_map_payout" in charts(app)


def test_the_map_reaches_as_far_as_the_baselines_incidence() -> None:
    app = open_insurance(DEFAULT, DEFAULT.with_changes({"plan.incidence_multiplier": 2.4}))
    place = trace(app, "ins_map_incidence", "baseline")["y"][0]
    axis = charts(app)["ins_map_incidence"]["figure"]["layout"]["yaxis"]["range"]
    assert axis[0] < place < axis[1]


def test_the_bars_have_the_baseline_beside_them() -> None:
    app = open_insurance(NOW, DEFAULT)
    slim = trace(app, "ins_lifetime", "baseline")
    person = DEFAULT.person
    life = lifetime_costs(DEFAULT.plan, DEFAULT.insurer, person.sex, person.age)
    assert array(slim["x"]) == pytest.approx([round(one.total) for one in life.values()])
    high = array(slim["x"]) + array(slim["error_x"]["array"])
    assert high == pytest.approx([one.high for one in life.values()], abs=1)
    assert "from 30 on" in charts(app)["ins_lifetime"]["note"]
    splits = yuan_splits(DEFAULT.plan, DEFAULT.insurer, person.sex, person.age).values()
    for name, field in (("benefits", "benefits"), ("left to insurer", "rest")):
        wanted = [100 * getattr(one, field) for one in splits]
        found = array(trace(app, "ins_yuan", f"{name}, baseline")["x"])
        assert found == pytest.approx(wanted, abs=1e-4)


def test_bars_of_the_baseline_lie_end_to_end() -> None:
    # Members fall ill more often than the price says: what is left to the insurer is negative.
    past = DEFAULT.with_changes({"plan.incidence_multiplier": 1.5})
    app = open_insurance(DEFAULT, past)
    ends = [
        (array(one["base"]), array(one["x"]))
        for one in charts(app)["ins_yuan"]["figure"]["data"]
        if "base" in one
    ]
    assert len(ends) == 6
    for system in range(4):
        right = 0.0
        for base, share in ends:
            if share[system] >= 0:
                assert base[system] == pytest.approx(right, abs=1e-3)
                right += share[system]
            else:
                assert base[system] == 0


def test_the_insurers_view_has_the_baseline() -> None:
    app = open_insurance(NOW, DEFAULT)
    table = insurer_table(app)
    plan, terms = DEFAULT.plan, DEFAULT.insurer
    for column, view in (
        ("baseline, all ages", insurer_view(plan, terms)),
        ("baseline, from 40 on", insurer_view(plan, terms, from_age=40)),
        ("baseline, as a group", insurer_view(plan, terms, group=True)),
    ):
        assert table.loc["lives insured", column] == large(view.lives)
        assert table.loc["average premium a life", column] == money(view.market_price)
        assert table.loc["price needed a life", column] == money(view.viable_price)
    payload = charts(app)["ins_viable"]
    ages, price = line(payload, "price needed, baseline")
    wanted = [insurer_view(plan, terms, from_age=int(age)).viable_price for age in ages]
    assert price == pytest.approx(wanted, abs=1e-4)
    assert trace(app, "ins_viable", "chosen, baseline")["x"] == [40]
    settled = line(payload, "mutual aid, baseline")[1]
    assert settled == pytest.approx(mutual_costs(plan)["mutual"].settled, abs=1e-4)


def test_the_tables_behind_the_charts_have_the_baseline() -> None:
    app = open_insurance(NOW, DEFAULT)
    for key in ("ins_costs", "ins_maps", "ins_maps_terms", "ins_lifetime", "ins_viable"):
        app.session_state[f"{key}_numbers"] = True
    app.run()
    assert not app.exception
    tables = {column: one for one in shown_tables(app) for column in one.columns}
    past = costs(DEFAULT)["level"]
    column = "baseline, Level policy, yuan a year"
    assert tables[column][column].to_numpy() == pytest.approx(past, abs=0.006)
    for column in (
        "baseline, premium at 30, × cost of mutual aid",
        "baseline, expected, yuan",
        "baseline, benefits, %",
        "baseline, price needed, yuan a year",
    ):
        assert column in tables


def test_without_a_baseline_nothing_tells_of_one() -> None:
    app = open_insurance(NOW)
    assert not [text for piece in raw_html(app) if "baseline" in (text := plain(piece))]
    for payload in charts(app).values():
        assert not [name for name in names(payload) if "baseline" in name]


# ------------------------------------------------------------------------------------- the whys


@pytest.mark.parametrize(
    ("name", "title"),
    [("one_year_premium", "One-year policy"), ("level_premium", "Level policy to 60")],
)
def test_why_ends_on_the_figure_itself(name: str, title: str) -> None:
    app = open_insurance()
    app.session_state[f"why_{name}"] = True
    app.run()
    assert not app.exception
    last = [one.value for one in app.markdown if "With the loading" in one.value]
    assert last[0].endswith(f"**{figures(app)[title]['value']} a year**")
    assert "loading_cap_individual" in figures_linked(app)


def test_why_tells_where_the_break_even_age_lies() -> None:
    app = open_insurance()
    app.session_state["why_cheaper_from"] = True
    app.run()
    assert any("one-year premium at 19: 94.0 yuan a year" in one.value for one in app.markdown)
    assert value_of(app.code[0].value) == break_even_of(DEFAULT) == 19


@pytest.mark.parametrize("shown", [DEFAULT, NOW], ids=["default", "changed"])
@pytest.mark.parametrize(
    ("system", "result"),
    [("mutual", "mutual_year"), ("one_year", "one_year_premium"), ("level", "level_premium")],
)
def test_programs_give_the_figure_and_its_difference(system: str, result: str, shown: Case) -> None:
    alone = program_of(View(shown, None), result)
    assert value_of(alone) == cost(shown, system)
    both = value_of(program_of(View(shown, DEFAULT), result))
    now, past = cost(shown, system), cost(DEFAULT, system)
    assert both == (now, past, now - past)


def test_the_program_of_the_break_even_age_runs_where_there_is_none() -> None:
    def both(now: Case, past: Case) -> Any:
        return value_of(program_of(View(now, past), "cheaper_from"))

    now, past = break_even_of(NOW), break_even_of(DEFAULT)
    assert now is not None
    assert past is not None
    assert both(NOW, DEFAULT) == (now, past, now - past)
    assert both(DEAR, DEFAULT) is None
    assert both(DEFAULT, DEAR) == past


@pytest.mark.parametrize("basis", ["now", "settled"])
def test_why_of_mutual_aid_ends_on_the_figure_on_either_basis(basis: str) -> None:
    shown = DEFAULT.with_changes({"view.cost_basis": basis})
    steps = STEPS["mutual_year"](shown)
    assert steps[-1].result.value == pytest.approx(cost(shown, "mutual"), rel=1e-12)


# ------------------------------------------------------------------------------------ how sure


@pytest.mark.parametrize("layer", ["all", "process", "systematic", "parameters", "assumed"])
def test_only_mutual_aid_has_a_band_and_the_ages_follow(layer: str) -> None:
    shown = DEFAULT.with_changes({"view.range_of": layer})
    app = open_insurance(shown)
    found = break_even_range(
        shown.plan,
        shown.insurer,
        shown.person.sex,
        layer=shown.view.range_of,
        assumed=layer == "assumed",
    )
    drawn = charts(app)["ins_costs"]
    filled = [one for one in drawn["figure"]["data"] if one.get("fill") == "toself"]
    levels = {round(float(value), 1) for value in array(filled[0]["y"])}
    assert levels == {round(found.low, 1), round(found.high, 1)}
    first, last = found.if_low.age, found.if_high.age
    if first != last:
        assert set(array(filled[1]["x"])) == {first, last}
        assert f"{first} to {last}" in figures(app)["Break-even age"]["note"]
    assert len(filled) == 1 + (first != last)
    assert f"{amount(found.low)} to {money(found.high)}" in notes_below(app)
    assert "fixed in advance and has no such range" in notes_below(app)


def test_no_year_has_no_band() -> None:
    for shown in (DEFAULT.with_changes({"plan.members": 1e5, "plan.minimum_members": 5e6}), FREE):
        app = open_insurance(shown)
        filled = [
            one for one in charts(app)["ins_costs"]["figure"]["data"] if one.get("fill") == "toself"
        ]
        assert filled == []
        assert "no such range" not in notes_below(app)


# ---------------------------------------------------------------------------------- a household


FAMILY = DEFAULT.with_changes({"person.household": "M35 F4 M0", "plan.minimum_age": 1})


def test_a_household_is_told_together_with_whom_the_plan_refuses() -> None:
    app = open_insurance(FAMILY)
    (said,) = [one.value for one in app.markdown if "The household" in one.value]
    found = household(FAMILY.plan, FAMILY.insurer, [("F", 30), ("M", 35), ("F", 4)])
    assert "a woman of 30, a man of 35, a girl of 4" in said
    for system in ("mutual", "one_year", "level"):
        assert f"**{money(found.cost(system))}**" in said
    assert f"before 60 is **{percent(found.risk, 1)}**" in said
    assert "The plan does not admit a boy of 0, who is left out of these figures." in said


def test_a_household_is_typed_and_a_mistake_told_beside_the_box() -> None:
    app = open_insurance(DEFAULT)
    assert not [one for one in app.markdown if "The household" in one.value]
    box = next(one for one in app.text_input if one.label == "Others in the household")
    box.set_value("m35, f4").run()
    assert from_query(query(app)).case.person.household == "M35 F4"
    assert [one for one in app.markdown if "The household" in one.value]
    box = next(one for one in app.text_input if one.label == "Others in the household")
    box.set_value("m35 x4").run()
    assert from_query(query(app)).case.person.household == "M35 F4"
    assert any("“m35 x4” is not allowed" in piece for piece in raw_html(app))
    box = next(one for one in app.text_input if one.label == "Others in the household")
    assert box.value == "m35 x4"
    box.set_value("").run()
    assert "person.household" not in query(app)
    assert not [one for one in app.markdown if "The household" in one.value]


def test_the_household_of_the_baseline_is_told_beside() -> None:
    told = "\n".join(raw_html(open_insurance(FAMILY, DEFAULT)))
    assert "Baseline: There is nobody else in the household." in told

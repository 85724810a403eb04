"""Write the notebook of main findings, ``findings.ipynb``, with what its cells give.

    python docs/notebook.py

The notebook is read as it lies: a cell of code is a text here, between sentences about it. A test
runs the stored cells in a fresh process and compares what they give with what is stored.
"""

import ast
import contextlib
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

# The folder of this script comes first where modules are looked for, and the package is beside it.
if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

FILE = Path(__file__).with_name("findings.ipynb")

# Sentences, then the code that shows them.
STORY: Sequence[tuple[str, str]] = (
    (
        """# What the model finds

Xianghubao was free to join: claims were shared equally after the event among up to 106 million
members. This notebook repeats the main findings of the model of such plans, without the dashboard.
In a checkout of the project:

    pip install .

Money is in yuan, for one member and year where nothing else is said.""",
        """import numpy as np
import pandas as pd

from mutualmodel import Case, InsurerTerms, Scenario, project, uncertainty, wind_down
from mutualmodel.analysis import Varied, run_many, solve
from mutualmodel.history import replay, yearly_reported
from mutualmodel.insurance import break_even_age, costs_by_age
from mutualmodel.membership import break_even, kept""",
    ),
    (
        """## A year costs 91 yuan

The default is the plan in 2020, the year in which its membership peaked. The operator reported 91
yuan. That the model meets it is a fit and no proof: its incidence was fitted to this figure and
others of the record ([history.md](history.md)).""",
        """headline = project(Scenario()).headline
published = yearly_reported().set_index("year")["share_yuan"]
assert abs(headline.cost_per_member_year - published[2020]) < 1
pd.Series({"model": headline.cost_per_member_year, "published": published[2020]}).round(2)""",
    ),
    (
        """## How sure that is

Who falls ill (process risk) hardly matters among so many; what hits all alike (systematic risk)
does, and so does what the record leaves open (parameter risk). Each layer alone, and all together:
nine years in ten, and what is passed once in 200 years.""",
        """sure = uncertainty(Scenario())
layers = ("process", "systematic", "parameters", "all")
ranges = {layer: sure.range_of(layer) for layer in layers}
points = ("low", "high", "one_in_200")
table = pd.DataFrame(
    {layer: [getattr(one, point)[0] for point in points] for layer, one in ranges.items()},
    index=["5 %", "95 %", "99.5 %"],
).T
assert table.loc["process", "95 %"] - table.loc["process", "5 %"] < 2
table.round(1)""",
    ),
    (
        """## A larger pool moves the chance, not the average

With no cap on one claim, the average is the same in a village and in a country. What the pool takes
away is chance, and only that.""",
        """sizes = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
plans = [Scenario(members=size, per_claim_cap=None) for size in sizes]
pools = [uncertainty(plan) for plan in plans]
table = pd.DataFrame(
    {
        "average": [project(plan).headline.cost_per_member_year for plan in plans],
        "5 %": [pool.range_of("process").low[0] for pool in pools],
        "95 %": [pool.range_of("process").high[0] for pool in pools],
        "95 %, all layers": [pool.range_of("all").high[0] for pool in pools],
    },
    index=pd.Index([f"{size:,.0f}" for size in sizes], name="members"),
)
assert np.ptp(table["average"]) < 1e-6
table.round(1)""",
    ),
    (
        """## A cap on one claim needs 3.24 million members

The plan promised that nobody pays more than 0.1 yuan towards one claim. 300,000 yuan and 8 % on
top, shared so that each pays 0.1, need 3.24 million members. In a smaller pool somebody else, here
a sponsor, pays the rest; one of just that size falls below it as members leave. The sponsor's
part is of five years, in million yuan.""",
        """smallest = project(Scenario()).headline.smallest_pool
(found,) = solve(Scenario(per_claim_cap=None), "members", "one_claim", 0.1).values
assert round(smallest) == 300_000 * 1.08 / 0.1
small = Varied(Case(), {"members": [1e6, 2e6, smallest, 1e7]})
table = run_many(small, ["one_claim", "first_year", "sponsor"])
table.index = pd.Index([f"{case.plan.members:,.0f}" for case in small], name="members")
table["sponsor"] /= 1e6
assert (table["one_claim"] < 0.0999).tolist() == [False, False, False, True]
print(f"from {smallest:,.0f} members on; sought: {found:,.0f}")
table.round(3)""",
    ),
    (
        """## Leaving: where the loop comes to rest

Members who pay more than they expect to get leave sooner; who stays is dearer, so the share rises.
With a weak reaction the plan comes to rest; with a strong one it loses nearly everyone. Members
after ten years, over what a plan without a reaction keeps.""",
        """reactions = [0.0, 0.5, 1.0, 1.5, 2.0, 3.0]
plans = [Scenario(price_elasticity=one, lapse_rate=0.2, years=10) for one in reactions]
courses = [project(plan) for plan in plans]
table = pd.DataFrame(
    {
        "kept": [kept(course, courses[0]) for course in courses],
        "paid in the last year": [
            course.years["charged_per_member"].iloc[-1] for course in courses
        ],
        "comes to rest at": [
            ", ".join(f"{point.price:.0f}" for point in break_even(plan).resting) or "nowhere"
            for plan in plans
        ],
    },
    index=pd.Index(reactions, name="reaction"),
)
assert (np.diff(table["kept"]) < 0).all()
table.round(2)""",
    ),
    (
        """## Closing: what is owed

A plan that charges after the event owes, on the day it stops, every claim diagnosed and not yet
paid. Closed as Xianghubao was, after a year, the operator pays what is claimed in time and gives
back what members were charged at first.""",
        """closed = wind_down(Scenario(), 1.0)
table = pd.Series(closed.by_stage, name="million yuan") / 1e6
assert abs(table.sum() - closed.total_owed / 1e6) < 1e-6
print(f"owed {closed.total_owed / 1e9:.2f} bn, the operator pays {closed.operator_total / 1e9:.2f}")
table.round(0)""",
    ),
    (
        """## Versus insurance: cheaper for whom

Members of all ages pay the same; a one-year policy of the same benefit follows age. So mutual aid
is the dearer for the young and the cheaper from an age on. A level policy costs the more, and its
price is a promise.""",
        """ages = [5, 15, 20, 30, 40, 50, 59]
by_sex = {sex: costs_by_age(Scenario(), InsurerTerms(), sex) for sex in "FM"}
table = pd.DataFrame({"mutual aid": by_sex["F"]["mutual"][ages]}, index=pd.Index(ages, name="age"))
for sex, who in (("F", "woman"), ("M", "man")):
    for system, name in (("one_year", "one-year"), ("level", "level")):
        table[f"{name}, {who}"] = by_sex[sex][system][ages]
from_age = {sex: break_even_age(Scenario(), InsurerTerms(), sex).age for sex in "FM"}
assert from_age == {"F": 19, "M": 15}
print(f"cheaper than a one-year policy: women from {from_age['F']}, men from {from_age['M']}")
table.round(0)""",
    ),
    (
        """## The record, replayed

The same model, led through the published membership and the rules then in force, settlement by
settlement from the launch to the end.""",
        """record = replay(Scenario())
model = record.groupby(record["date"].dt.year)["charged_per_member"].sum()
table = pd.DataFrame({"model": model, "published": published}).dropna()
assert (abs(table["model"] / table["published"] - 1) < 0.02).all()
table.round(1)""",
    ),
    (
        """From here: [model.md](model.md) has the mathematics,
[limits.md](limits.md) what the model must not be
used for.""",
        "",
    ),
)


def made() -> dict[str, Any]:
    """Return the notebook as it ought to be, with what its cells give."""
    cells: list[dict[str, Any]] = []
    for said, code in STORY:
        cells.append({"cell_type": "markdown", "metadata": {}, "source": _lines(said)})
        if code:
            cell: dict[str, Any] = {
                "cell_type": "code",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
            }
            cells.append(cell | {"source": _lines(code)})
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return executed(notebook)


def executed(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook with what its cells of code give, one behind the other."""
    names: dict[str, Any] = {"__name__": "__main__"}
    cells, count = [], 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            outputs = _run("".join(cell["source"]), names, count)
            cell = cell | {"execution_count": count, "outputs": outputs}
        cells.append(cell)
    return notebook | {"cells": cells}


def _run(code: str, names: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Run one cell as a notebook does: what it prints, and the value of its last line."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed, value = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, f"<cell {count}>", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"<cell {count}>", "eval"), names)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        text = _lines(printed.getvalue())
        outputs.append({"name": "stdout", "output_type": "stream", "text": text})
    if value is not None:
        shown = {"text/plain": _lines(repr(value))}
        if hasattr(value, "to_html"):
            shown = {"text/html": _lines(value.to_html(border=0)), **shown}
        outputs.append(
            {
                "data": shown,
                "execution_count": count,
                "metadata": {},
                "output_type": "execute_result",
            }
        )
    return outputs


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def written(notebook: dict[str, Any]) -> str:
    """Return the text of a notebook's file."""
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(made()), encoding="utf-8")

"""How the year once in two hundred comes about."""

from mutualmodel import Projection, Quantity, Scenario, Sentence, cost_band, project
from mutualmodel.engine import never_starts
from mutualmodel.explain import chance_and_factor_steps, explain
from mutualmodel.levels import ONE_IN_200
from mutualmodel.simulation import Simulation
from mutualmodel.text import Step


def one_in_200(simulation: Simulation) -> tuple[float, float]:
    """Return the 99.5 % point of the first year's cost and its standard error, yuan."""
    known = simulation.quantiles("cost", (ONE_IN_200,))
    return float(known.values[0, 0]), float(known.standard_errors[0, 0])


def by_formula(plan: Scenario) -> float:
    """Return the 99.5 % point of the first year's cost by the closed form, yuan."""
    return cost_band(project(plan)).one_in_200


def one_in_200_steps(projection: Projection, now: Simulation | None) -> list[Step]:
    """Return the steps that lead to the year once in two hundred, without runs to the formula's."""
    if now is None:
        return (
            explain(projection, "likely_high")
            if never_starts(projection)
            else chance_and_factor_steps(projection)
        )
    cost, error = one_in_200(now)
    closed = cost_band(projection).one_in_200
    simulated = Step(
        "One run in 200 costs more in its first year",
        Sentence(
            "{paths} runs sorted by their first year, give or take {error}; the formula, without "
            "bad years and mass exits, says {closed}",
            {
                "paths": Quantity(now.paths, ""),
                "error": Quantity(error, "money"),
                "closed": Quantity(closed, "money"),
            },
        ),
        Quantity(cost, "money a year"),
        ("seed_convention", "bad_year_probability_assumed", "run_probability_assumed"),
    )
    if never_starts(projection):
        return [*explain(projection, "likely_high"), simulated]
    return [*chance_and_factor_steps(projection), simulated]

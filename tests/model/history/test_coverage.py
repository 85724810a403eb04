"""Whether the range of the record's uncertainty holds the truth as often as it says."""

from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

from mutualmodel import Scenario, project, project_many
from mutualmodel.arrays import FloatArray
from mutualmodel.history.plausible import plausible_plans
from mutualmodel.history.trials import Trials
from mutualmodel.simulation.parameters import VARIED
from tests.model.history.fitted import FIT, FITTED

HISTORIES, SETS, STEPS = 200, 200, 100
FIFTH = slice(4 * 24, 5 * 24)


def fifth_year(plans: list[Scenario]) -> FloatArray:
    """Return what a member is expected to pay in the fifth year, yuan."""
    return np.asarray(project_many(plans).array("charged_per_member")[:, FIFTH].sum(axis=1))


def simulated(seed: int) -> Trials:
    """Return the reports of a history that the fitted plan made by chance.

    Every year has its factor, and every report the error that it is trusted with.
    """
    trials = Trials(FITTED)
    rng = np.random.default_rng(seed)
    expected = np.log(trials.figures(FIT.estimates, trials.chosen))
    own = np.array([report.error for report in trials.chosen]) * rng.standard_normal(len(expected))
    # As the model has it: a gamma, not the log-normal that the fit takes it for.
    factor = {year: np.log(rng.gamma(100.0, 0.01)) for year in (2019, 2020, 2021, 2022)}
    common = [0.0 if one.year is None else factor[one.year] for one in trials.chosen]
    trials.reported = expected + own + np.array(common)
    _, error = trials.judged
    lasting = np.log(FIT.estimates["claim_delay_days"])
    trials.judged = lasting + error * rng.standard_normal(), error
    return trials


def holds_the_truth(seed: int) -> bool:
    """Say whether nine in ten of what a simulated record leaves open has the true fifth year."""
    drawn = plausible_plans(SETS, seed, trials=simulated(seed), steps=STEPS).values
    plans = [
        FITTED.with_changes(**{name: float(row[name]) for name in VARIED})
        for row in drawn.to_dict("records")
    ]
    low, high = np.quantile(fifth_year(plans), [0.05, 0.95])
    truth = project(FITTED).array("charged_per_member")[FIFTH].sum()
    return bool(low <= truth <= high)


@pytest.mark.long
def test_nine_in_ten_ranges_hold_the_truth() -> None:
    with ProcessPoolExecutor(2) as workers:
        held = sum(workers.map(holds_the_truth, range(HISTORIES), chunksize=10))
    assert 0.85 * HISTORIES <= held <= 0.97 * HISTORIES, held

"""How the likely range of the first year comes about: its layers, their sum, the point itself."""

from collections.abc import Mapping

import numpy as np

from mutualmodel.engine.projection import Projection
from mutualmodel.explain.sources import sources_of
from mutualmodel.inputs.scenario import Scenario, plausible
from mutualmodel.simulation.annual_law import cost_band
from mutualmodel.simulation.parameters import VARIED
from mutualmodel.simulation.uncertainty import Layer, Range, Uncertainty
from mutualmodel.text import N_, Part, Quantity, Sentence, Step

_CHANCE = N_("Chance: who happens to fall ill")
_FACTOR = N_("Good and bad years: what hits all members alike")
_RECORD = N_("What the record leaves open: values that all fit it")
_ASSUMED = N_("What is assumed, anywhere within what is plausible")


def chance_and_factor_steps(projection: Projection) -> list[Step]:
    """Return how chance and the common factor make the first year of the plan itself stray."""
    band = cost_band(projection)
    return [
        _chance_alone(band.chance_sd),
        _factor_alone(projection.scenario, band.due),
        Step(
            "Both together",
            Sentence(
                "√({chance}² + {systemic}²)",
                {
                    "chance": Quantity(band.chance_sd, "money"),
                    "systemic": Quantity(band.systemic_sd, "money"),
                },
            ),
            Quantity(band.sd, "money a year"),
        ),
    ]


def range_steps(spread: Uncertainty, layer: Layer = "all") -> list[Step]:
    """Return the steps to the upper end of the first year's range, of one layer or all together.

    The plan must not have ended before its first settlement.
    """
    if layer == "all":
        steps = [*_layer_steps(spread), _together(spread)]
    elif layer == "process":
        steps = [_chance_alone(float(np.sqrt(spread.own[1, 0, 0])))]
    elif layer == "systematic":
        steps = [_factor_alone(spread.scenario, float(spread.own[0, 0, 0]))]
    else:
        steps = [_layer_steps(spread)[("parameters", "assumed").index(layer) + 2]]
    return [*steps, _high_step(spread, layer)]


def _chance_alone(deviation: float) -> Step:
    return Step(
        _CHANCE,
        Sentence("square root of the sum over claims of (share of one claim)²"),
        Quantity(deviation, "money a year"),
        (),
    )


def _factor_alone(scenario: Scenario, mean: float) -> Step:
    return Step(
        _FACTOR,
        Sentence(
            "{cv} × {mean}",
            {"cv": Quantity(scenario.systemic_cv, "percent"), "mean": Quantity(mean, "money")},
        ),
        Quantity(scenario.systemic_cv * mean, "money a year"),
        sources_of("systemic_cv"),
    )


def _layer_steps(spread: Uncertainty) -> list[Step]:
    """Return the layers as they are in the whole: each over all sets."""
    sets = Quantity(float(spread.drawn.shape[1]), "")
    steps = [
        Step(
            _CHANCE,
            Sentence(
                "√ of the sum over claims of (share of one claim)², averaged over {sets} "
                "plausible sets of values",
                {"sets": sets},
            ),
            _deviation(spread, "process"),
        ),
        Step(
            _FACTOR,
            Sentence(
                "{cv} × expected cost, its root mean square over {sets} sets with an average of "
                "{mean}",
                {
                    "cv": Quantity(_typical_cv(spread), "percent"),
                    "sets": sets,
                    "mean": Quantity(float(spread.drawn[0, :, 0].mean()), "money"),
                },
            ),
            _deviation(spread, "systematic"),
            sources_of("systemic_cv"),
        ),
        _record_step(spread),
    ]
    return [*steps, _assumed_step(spread)] if "assumed" in spread.layers else steps


def _typical_cv(spread: Uncertainty) -> float:
    return float(np.sqrt(np.mean(spread.cv**2)))


def _record_step(spread: Uncertainty) -> Step:
    expected = spread.fitted[0, :, 0]
    values: dict[str, Part | Sentence] = {
        "sets": Quantity(float(len(expected)), ""),
        "least": Quantity(float(expected.min()), "money"),
        "most": Quantity(float(expected.max()), "money"),
    }
    text = N_("standard deviation of the expected cost over {sets} sets, from {least} to {most}")
    return Step(
        _RECORD, Sentence(text, values), _deviation(spread, "parameters"), sources_of(*VARIED)
    )


def _assumed_step(spread: Uncertainty) -> Step:
    return Step(
        _ASSUMED,
        Sentence(
            "√({wider}² − {fitted}²): the expected cost varies by the first over sets in which "
            "what is assumed moves, by the second where it does not",
            {
                "wider": Quantity(float(spread.drawn[0, :, 0].std()), "money"),
                "fitted": Quantity(float(spread.fitted[0, :, 0].std()), "money"),
            },
        ),
        _deviation(spread, "assumed"),
        tuple(dict.fromkeys(source for _low, _high, source in plausible().values())),
    )


def _deviation(spread: Uncertainty, layer: Layer) -> Quantity:
    return Quantity(float(np.sqrt(max(spread.variances[layer][0], 0.0))), "money a year")


_TOGETHER = N_(
    "√({process}² + {systematic}² + {parameters}²): of the variance {process_part} is chance, "
    "{systematic_part} good and bad years, {parameters_part} what the record leaves open"
)
_TOGETHER_ASSUMED = N_(
    "√({process}² + {systematic}² + {parameters}² + {assumed}²): of the variance {process_part} "
    "is chance, {systematic_part} good and bad years, {parameters_part} what the record leaves "
    "open, {assumed_part} what is assumed"
)


def _together(spread: Uncertainty) -> Step:
    variance = float(spread.variance[0])
    values: dict[str, Part | Sentence] = {}
    for layer, parts in spread.variances.items():
        part = float(parts[0])
        values[layer] = Quantity(_deviation(spread, layer).value, "money")
        values[f"{layer}_part"] = Quantity(part / variance if variance else 0.0, "percent")
    text = _TOGETHER_ASSUMED if "assumed" in spread.layers else _TOGETHER
    return Step(
        "All together",
        Sentence(text, values),
        Quantity(float(np.sqrt(variance)), "money a year"),
    )


_MIXED = N_(
    "95th percentile of {sets} shifted gammas, one a set and all equally likely, each with the "
    "average, deviation and skewness of its set; 5th percentile {low}, 99.5th percentile {worst}"
)
_MIXED_CAPPED = N_(
    "95th percentile of {sets} shifted gammas, one a set and all equally likely, each with the "
    "average, deviation and skewness of its set; 5th percentile {low}, 99.5th percentile "
    "{worst}; none above the cap on a year, {cap}"
)
_ONE_LAW = N_(
    "95th percentile of a shifted gamma with average {mean}, that deviation and the skewness "
    "that goes with it; 5th percentile {low}, 99.5th percentile {worst}"
)
_ONE_LAW_CAPPED = N_(
    "95th percentile of a shifted gamma with average {mean}, that deviation and the skewness "
    "that goes with it; 5th percentile {low}, 99.5th percentile {worst}; none above the cap on a "
    "year, {cap}"
)
_SETS = N_(
    "95th percentile of what {sets} sets expect; 5th percentile {low}, 99.5th percentile {worst}"
)
_SETS_CAPPED = N_(
    "95th percentile of what {sets} sets expect; 5th percentile {low}, 99.5th percentile "
    "{worst}; none above the cap on a year, {cap}"
)
_HIGH: Mapping[Layer, tuple[str, str]] = {
    "all": (_MIXED, _MIXED_CAPPED),
    "process": (_ONE_LAW, _ONE_LAW_CAPPED),
    "systematic": (_ONE_LAW, _ONE_LAW_CAPPED),
    "parameters": (_SETS, _SETS_CAPPED),
    "assumed": (_SETS, _SETS_CAPPED),
}


def _high_step(spread: Uncertainty, layer: Layer) -> Step:
    found: Range = spread.range_of(layer)
    cap = spread.scenario.year_cap
    values: dict[str, Part | Sentence] = {
        "low": Quantity(float(found.low[0]), "money"),
        "worst": Quantity(float(found.one_in_200[0]), "money"),
    }
    if layer in ("process", "systematic"):
        values["mean"] = Quantity(float(spread.own[0, 0, 0]), "money")
    else:
        values["sets"] = Quantity(float(spread.drawn.shape[1]), "")
    if cap is not None:
        values["cap"] = Quantity(cap, "money")
    return Step(
        "Nineteen years in twenty cost less than this",
        Sentence(_HIGH[layer][cap is not None], values),
        Quantity(float(found.high[0]), "money a year"),
        sources_of("annual_cap") if cap is not None else (),
    )

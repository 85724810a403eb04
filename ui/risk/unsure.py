"""What makes a year unsure: which layer is how much of it, and what would narrow it."""

from mutualmodel import Uncertainty, project
from mutualmodel.engine import never_starts
from ui.frame import state
from ui.frame.layers import LAYER_NAMES, NARROWED_BY, Part, parts
from ui.frame.sureness import sureness
from ui.kit.blocks import baseline_says, chart_card, numbers, says
from ui.kit.charts import Chart
from ui.kit.language import LEAST_YUAN, _, percent, sentences
from ui.kit.palette import Palette
from ui.kit.theme import palette
from ui.risk.unsure_charts import height, layers_by_year


def draw_unsure(view: state.View) -> None:
    """Say which layer is most of the first and of the last year's variance, and draw them all."""
    now, past = _spreads(view)
    told = unsure_sentence(now)
    says(told)
    if past is not None:
        baseline_says(unsure_sentence(past), told)
    chart = layers_of_years(view, palette())
    chart_card(chart, key="unsure", height=height(now, past))
    numbers({"unsure": chart}, key="unsure")


def layers_of_years(view: state.View, colours: Palette) -> Chart:
    """Draw the layers of every year; a baseline that never starts has none."""
    return layers_by_year(*_spreads(view), colours)


def _spreads(view: state.View) -> tuple[Uncertainty, Uncertainty | None]:
    past = None
    if view.past is not None and not never_starts(project(view.past)):
        past = sureness(view.past, view)
    return sureness(view.plan, view), past


def unsure_sentence(spread: Uncertainty) -> str:
    """Say of the first year, and of the last if that is another, what makes it unsure most."""
    first, last = _largest(spread, 1), _largest(spread, spread.scenario.years)
    if first is None or last is None or first.layer != last.layer or spread.scenario.years == 1:
        years = dict.fromkeys((1, spread.scenario.years))
        return sentences(*(_of_year(spread, year) for year in years))
    told = _(
        "In year 1 and in year {year} most of it is {layer}: {share} and {late} of the variance."
    ).format(
        year=spread.scenario.years,
        layer=_(LAYER_NAMES[first.layer]),
        share=percent(first.share),
        late=percent(last.share),
    )
    return sentences(told, _(NARROWED_BY[first.layer]))


def _largest(spread: Uncertainty, year: int) -> Part | None:
    """Return the layer with the largest part of a year's variance, if it has any."""
    charged = float(project(spread.scenario).by_year("charged_per_member")[year - 1])
    if charged < LEAST_YUAN or not spread.variance[year - 1] > 0:
        return None
    return max(parts(spread, year), key=lambda part: part.share)


def _of_year(spread: Uncertainty, year: int) -> str:
    most = _largest(spread, year)
    if most is None:
        return _("In year {year} nothing is unsure.").format(year=year)
    told = _("In year {year} most of it is {layer}: {share} of the variance.").format(
        year=year, layer=_(LAYER_NAMES[most.layer]), share=percent(most.share)
    )
    return sentences(told, _(NARROWED_BY[most.layer]))

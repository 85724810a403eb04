"""What single pages let their reader choose beside plan, terms and person."""

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from mutualmodel.ages import OLDEST_AGE
from mutualmodel.inputs.declare import NONE, Declared, declare
from mutualmodel.money import MOST_MONEY
from mutualmodel.text import N_
from mutualmodel.units import AGE, MONEY_A_YEAR, MONTHS, SHARE, Unit

Basis = Literal["now", "settled"]
Turn = Literal["payout", "joiners", "leavers", "none"]

# The calendar of the record: a settlement on the 14th and the 28th of every month.
SETTLEMENT_DAYS = tuple(
    day.isoformat()
    for year, month, day_of_month in itertools.product(range(2018, 2023), range(1, 13), (14, 28))
    if dt.date(2018, 10, 16) < (day := dt.date(year, month, day_of_month)) <= dt.date(2022, 1, 28)
)

# The years whose mean exchange rate is among the figures.
RateYear = Literal[
    "2014", "2015", "2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023", "2024", "2025"
]

if TYPE_CHECKING:
    SettlementDay = str
else:
    SettlementDay = Literal[SETTLEMENT_DAYS]


class Choices(Declared):
    """The pages' own choices; they change no plan, only what a page asks of it.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.
    """

    GROUPS: ClassVar[Mapping[str, str]] = {
        "uncertainty": N_("How sure"),
        "membership": N_("Membership"),
        "risk": N_("Risk"),
        "closing": N_("Closing"),
        "insurance": N_("Versus insurance"),
        "fairness": N_("Fairness"),
        "history": N_("History"),
        "money": N_("Money"),
    }

    range_of: Literal["all", "process", "systematic", "parameters", "assumed"] = declare(
        "all",
        "Range shown",
        group="uncertainty",
        source="page_choices_assumed",
        help=(
            "Everything that makes a figure unsure, or one layer of it alone: chance (process "
            "risk), what a year does to all claims alike (systematic risk), what the record "
            "leaves open (parameter risk), what is assumed."
        ),
        words={
            "all": "all together",
            "process": "chance alone",
            "systematic": "good and bad years alone",
            "parameters": "what the record leaves open, alone",
            "assumed": "what is assumed, alone",
        },
    )
    include_assumed: Literal["no", "yes"] = declare(
        "no",
        "Include what is assumed",
        group="uncertainty",
        source="page_choices_assumed",
        help=(
            "Trend, reaction to the price, spread of risk and the strength of good and bad years "
            "are assumed and not fitted. With yes the range lets each of them vary over what is "
            "plausible, except those that you have set: they stay as set."
        ),
        words={"no": "no", "yes": "yes"},
    )
    demand_elasticity: float = declare(
        -0.27,
        "Demand elasticity",
        unit=Unit("plain", "elasticity"),
        group="membership",
        span=(-3, 0),
        step=0.01,
        source="demand_elasticity_wanted_assumed",
        help=(
            "How many per cent more members there are if the price is 1 % higher, as surveys ask "
            "it: −0.27 for insurance against major illness in four small Chinese cities in 2004."
        ),
    )
    demand_years: Literal["1", "5"] = declare(
        "5",
        "Measured after",
        group="membership",
        source="demand_elasticity_wanted_assumed",
        help="Surveys do not say how long people take to leave.",
        words={"1": "one year", "5": "five years"},
    )
    amount_asked: float = declare(
        100.0,
        "More than",
        unit=MONEY_A_YEAR,
        group="risk",
        span=(0, MOST_MONEY),
        rail=(0, 100_000),
        step=10,
        scale="log",
        source="page_choices_assumed",
        help="How likely is it that a member pays more than this in the first year?",
    )
    stress_year: Literal["first", "last"] = declare(
        "first",
        "Cost in the",
        group="risk",
        source="page_choices_assumed",
        help="The year for which the stresses are compared.",
        words={"first": "First year", "last": "Last year"},
    )
    costly_year: float | None = declare(
        None,
        "One year in 200 costs more than",
        unit=MONEY_A_YEAR,
        group="risk",
        span=(1, MOST_MONEY),
        rail=(10, 10_000),
        step=10,
        scale="log",
        first=188.0,
        source="page_choices_assumed",
        help=(
            "Where a member would pay more than this more often than once in 200 years, the plan "
            "counts as broken. It starts at 188, in yuan the most that was promised for 2019."
        ),
        words={NONE: "no limit"},
    )
    promise_loading: float = declare(
        0.3,
        "Loading on a promise to pay",
        unit=Unit("share", "of what is expected"),
        group="risk",
        span=(0, 2),
        step=0.05,
        source="promise_loading_assumed",
        help="What someone who promises to pay above a cap asks on top of what they expect to pay.",
    )
    stop_month: float = declare(
        12.0,
        "Months until the notice",
        unit=MONTHS,
        group="closing",
        span=(1, 120),
        step=1,
        source="page_choices_assumed",
        help="From then on members are charged no more.",
    )
    cost_basis: Basis = declare(
        "now",
        "Mutual aid’s cost",
        group="insurance",
        source="page_choices_assumed",
        help=(
            "This year: the plan as it is, many members still in their healthy first years. "
            "Later: the same members once hardly anyone is new. A renewed policy covers fully, "
            "so the second is the stricter comparison."
        ),
        words={"now": "This year", "settled": "Once hardly anyone is new"},
    )
    young_until: int = declare(
        40,
        "The young stay with mutual aid up to the age of",
        unit=AGE,
        group="insurance",
        span=(0, OLDEST_AGE - 1),
        step=1,
        source="page_choices_assumed",
        help="The insurer then has the members from this age on.",
    )
    cut_age: int = declare(
        40,
        "Lower payout from age",
        unit=AGE,
        group="fairness",
        span=(0, OLDEST_AGE),
        step=1,
        source="page_choices_assumed",
        help="The age at which another payout begins, at the same cost to members.",
    )
    cut_ratio: float = declare(
        1.0,
        "Payout from there on",
        unit=SHARE,
        group="fairness",
        span=(0, 2),
        step=0.05,
        source="page_choices_assumed",
        help="As a share of the payout below that age.",
    )
    income_year: Literal["2018", "2019", "2020", "2021"] = declare(
        "2021",
        "Incomes of",
        group="fairness",
        source="page_choices_assumed",
        help="The year whose incomes the costs are set against.",
    )
    income_measure: Literal["mean", "median"] = declare(
        "mean",
        "Income per person",
        group="fairness",
        source="page_choices_assumed",
        help="Mean or median of disposable income.",
        words={"mean": "mean", "median": "median"},
    )
    history_day: SettlementDay = declare(
        "2019-12-28",
        "From the settlement of",
        group="history",
        source="page_choices_assumed",
        ordered=True,
        help="The day from which history takes another course.",
    )
    history_turn: Turn = declare(
        "payout",
        "What if",
        group="history",
        source="page_choices_assumed",
        help="What changes from that day on.",
        words={
            "payout": "A payout of 50,000 yuan from 40 on",
            "joiners": "Nobody joins any more",
            "leavers": "Nobody leaves any more",
            "none": "Nothing changes",
        },
    )

    money: Literal["plan", "dollars"] = declare(
        "plan",
        "Amounts are told in",
        group="money",
        source="page_choices_assumed",
        help=(
            "Of a plan in yuan every figure, chart, table and sentence can be told in US dollars. "
            "What you set stays in yuan, and so does what is quoted."
        ),
        words={"plan": "the plan’s money", "dollars": "US dollars"},
    )
    rate_year: RateYear = declare(
        "2018",
        "At the mean rate of",
        group="money",
        source="page_choices_assumed",
        help=(
            "The year whose mean exchange rate turns yuan into US dollars, for all amounts alike. "
            "It starts at 2018, when the payouts were promised."
        ),
    )

    @property
    def varies_assumed(self) -> bool:
        """Whether what is assumed varies in a range: it is included, or asked for alone."""
        return self.include_assumed == "yes" or self.range_of == "assumed"

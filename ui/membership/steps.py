"""How the members after ten years come about."""

from mutualmodel import Case, Projection, Quantity, Sentence
from mutualmodel.engine import never_starts, settlements_held
from mutualmodel.inputs import fields
from mutualmodel.text import N_, Part, Step
from ui.membership.ahead import last_members
from ui.membership.form import LEVERS

_GONE = N_("joined {joined}, left {lapsed}, reached {age}: {aged}")
_GONE_BY_DEATH = N_("joined {joined}, left {lapsed}, died from 60 on {died}, reached {age}: {aged}")
_LEFT = N_(
    "{start} + {joined} − {lapsed} − {aged}; each leaves at {rate} × (price / own expected "
    "benefit) ^ {elasticity}"
)
_LEFT_BY_DEATH = N_(
    "{start} + {joined} − {lapsed} − {died} − {aged}; each leaves at {rate} × (price / own "
    "expected benefit) ^ {elasticity}"
)


def member_steps(plan: Projection) -> list[Step]:
    """Return the steps that lead to the members at the last settlement."""
    scenario = plan.scenario
    if never_starts(plan):
        return [_never_started(plan)]
    until = max(settlements_held(plan) - 1, 0)
    totals = {
        name: float(plan.array(name)[:until].sum())
        for name in ("joined", "lapsed", "died", "aged_out")
    }
    end = last_members(plan)
    moved: dict[str, Part | Sentence] = {
        "joined": Quantity(totals["joined"], ""),
        "lapsed": Quantity(totals["lapsed"], ""),
        "died": Quantity(totals["died"], ""),
        "age": Quantity(scenario.exit_age, ""),
        "aged": Quantity(totals["aged_out"], ""),
    }
    return [
        Step(
            "Members at the start",
            Sentence("as set"),
            Quantity(scenario.members, "members"),
            (fields()["members"].source,),
        ),
        Step(
            "Who comes and goes until the last settlement",
            Sentence(_GONE_BY_DEATH if totals["died"] else _GONE, moved),
            Quantity(
                totals["joined"] - totals["lapsed"] - totals["died"] - totals["aged_out"],
                "members",
            ),
            tuple(Case.fields()[path].source for path in LEVERS),
        ),
        Step(
            "Members at the last settlement",
            Sentence(
                _LEFT_BY_DEATH if totals["died"] else _LEFT,
                moved
                | {
                    "start": Quantity(scenario.members, ""),
                    "rate": Quantity(scenario.lapse_rate, "percent"),
                    "elasticity": Quantity(scenario.price_elasticity, "times"),
                },
            ),
            Quantity(end, "members"),
        ),
    ]


def _never_started(plan: Projection) -> Step:
    scenario = plan.scenario
    return Step(
        "The plan dissolves at the start",
        Sentence(
            "{members}, fewer than its minimum of {minimum}",
            {
                "members": Quantity(scenario.members, "members"),
                "minimum": Quantity(scenario.minimum_members, "members"),
            },
        ),
        Quantity(0.0, "settlements"),
        (fields()["minimum_members"].source,),
    )

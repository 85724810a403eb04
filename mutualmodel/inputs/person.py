"""The person for whom the pages compare covers."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from mutualmodel.ages import OLDEST_AGE
from mutualmodel.inputs.declare import Declared, declare
from mutualmodel.money import MOST_MONEY
from mutualmodel.text import N_
from mutualmodel.units import AGE, MONEY_A_YEAR

Sex = Literal["F", "M"]
Wish = Literal["price", "balance", "certainty"]

# Nobody but the person herself.
ALONE = "alone"
MOST_OTHERS = 7
_OTHER = r"[FM](?:\d|[1-9]\d|10[0-4])"


class Person(Declared):
    """One person: age, sex, what she can spend and how much certainty she wants.

    Raises
    ------
    ScenarioError
        When a value is out of range or unknown; the message names field, value and range.
    """

    GROUPS: ClassVar[Mapping[str, str]] = {"person": "For one person"}

    sex: Sex = declare(
        "F",
        "Who",
        group="person",
        source="person_assumed",
        help="Policies are priced by sex; mutual aid is not.",
        words={"F": "Woman", "M": "Man"},
    )
    age: int = declare(
        30,
        "Age",
        unit=AGE,
        group="person",
        span=(0, OLDEST_AGE - 1),
        step=1,
        source="person_assumed",
        help="Age at which the covers are compared, of those that the plan admits.",
    )
    income: float = declare(
        30_000.0,
        "Disposable income",
        unit=MONEY_A_YEAR,
        group="person",
        span=(100, MOST_MONEY),
        rail=(1_000, 1_000_000),
        step=1_000,
        source="person_assumed",
        help="What a year's contributions are set against.",
    )
    wish: Wish = declare(
        "balance",
        "What matters",
        group="person",
        source="person_assumed",
        help="What decides which cover is named as the one that fits.",
        words={
            "price": "The lowest price",
            "balance": "Some certainty",
            "certainty": "Full certainty",
        },
    )
    household: str = declare(
        ALONE,
        "Others in the household",
        group="person",
        source="household_assumed",
        help=(
            "Sex and age of everyone else, such as M35 F4 for a man of 35 and a girl of 4. The "
            "plan and policies are then priced for all together."
        ),
        words={ALONE: "nobody else"},
        pattern=rf"{ALONE}|{_OTHER}(?: {_OTHER}){{0,{MOST_OTHERS - 1}}}",
        written_as=N_(
            "alone, or the sexes and ages of at most 7 others, such as M35 F4: M is a man or boy, "
            "F a woman or girl, ages from 0 to 104"
        ),
    )

    @property
    def members(self) -> tuple[tuple[str, int], ...]:
        """Sex and age of everyone in the household, the person first."""
        others = () if self.household == ALONE else self.household.split()
        return (self.sex, self.age), *((one[0], int(one[1:])) for one in others)

"""The person for whom the pages compare covers."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from mutualmodel.ages import OLDEST_AGE
from mutualmodel.inputs.declare import Declared, declare
from mutualmodel.units import YEARS, MONEY_A_YEAR

Sex = Literal["F", "M"]
Wish = Literal["price", "balance", "certainty"]


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
        unit=YEARS,
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
        span=(1_000, 1_000_000),
        step=1_000,
        source="person_assumed",
        help="What a year's contributions are set against.",
    )
    wish: Wish = declare(
        "balance",
        "What matters",
        group="person",
        source="person_assumed",
        help="Which cover is named as the one that fits.",
        words={
            "price": "The lowest price",
            "balance": "Some certainty",
            "certainty": "Full certainty",
        },
    )

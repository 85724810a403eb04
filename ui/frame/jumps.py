"""Why a line jumps: what a chart's note says of a step that its reader will ask about."""

from mutualmodel import Scenario
from ui.kit.language import _, money


def payout_step(plan: Scenario) -> str:
    """Say where the payout changes with age; nothing where members of all ages are paid the same.

    What depends on the payout, such as a policy's price, has a step there.
    """
    young, old, _mild = plan.payouts
    if young == old or not plan.minimum_age < plan.payout_age < plan.exit_age:
        return ""
    told = (
        _("At {age} the payout falls from {young} to {old}.")
        if young > old
        else _("At {age} the payout rises from {young} to {old}.")
    )
    return told.format(age=plan.payout_age, young=money(young), old=money(old))

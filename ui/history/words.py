"""What the history page says in words: how well the model meets the record, and what it misses."""

import pandas as pd

from ui.kit.language import _, amount, listed, percent


def verdict(points: pd.DataFrame) -> str:
    """Say how near the model comes to what was reported, and where it fails."""
    years = points[points["quantity"] == "share of the year"]
    closing = points[points["quantity"] == "payout of a settlement"]
    return _(
        "Fitted to three yearly totals of shares and claims only, the model gives {years} yuan a "
        "member for 2019, 2020 and 2021 against {reported} reported, and comes within {closing} of "
        "the last three payouts, which it never saw. It misses the first months of 2019."
    ).format(
        years=listed(amount(value) for value in years["model"]),
        reported=listed(amount(value) for value in years["reported"]),
        closing=percent(closing["error"].abs().max(), 1),
    )


def misses() -> str:
    """Say what the model misses, and what stood apart from the plan."""
    return _(
        """**What it misses, and why.** The settlements of May to July 2019: claims rose from nine
to 500 in ten weeks, far faster than a steady delay lets them. The first claims of a new plan take
longer to report and to examine; the model gives every claim the same delay. The report for
28 December 2020 does not fit itself: its share and its count of claims cannot both be right.

**Apart from the plan.** The claims of 2020 and 2021 were published with those of the small senior
and chronic plans; the model has neither, and counts 5 to 9 % fewer."""
    )


def unknown() -> str:
    """Say what the record cannot tell apart."""
    return _(
        """**What cannot be told apart.** A longer delay and healthier first years put claims off
alike. More members over 40 and a higher incidence cost alike: a quarter over 40 instead of a third
fits the yearly shares as well. The ages here are those that meet the published mean age of 34.4
and the average payout of 144,800 yuan together.

The four fitted values move together: delays from 30 to 150 days fit almost as well as 122.

**At the end of 2020** the level after two years could not be known: anything from 0.55 of the table
to the 0.78 that commercial prices imply fitted 2019 and 2020 equally. The band drawn for 2021 is
that range, 166 to 201 yuan. The real year, 140 to 160, came out below it."""
    )

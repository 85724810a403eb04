"""What the history page says in words: how well the model meets the record, and what it misses."""

import datetime as dt

import pandas as pd

from ui.kit.language import _, amount, listed, percent

# From this day on the operator paid.
_NOTICE = dt.date(2021, 12, 28)


def verdict(points: pd.DataFrame) -> str:
    """Say how near the model comes to what was reported, and where it fails."""
    years = points[points["quantity"] == "share of the year"]
    closing = points[(points["quantity"] == "payout of a settlement") & (points["date"] >= _NOTICE)]
    return _(
        "A member paid {reported} ¤ in 2019, 2020 and 2021, and the model replays {years}. It "
        "meets the last three payouts to within {closing}. It was fitted to nearly all that was "
        "published, except the settlements from September 2019 to November 2021, kept apart as a "
        "test. It misses the first four months of 2019, and what a claim paid that summer."
    ).format(
        years=listed(amount(value) for value in years["model"]),
        reported=listed(amount(value) for value in years["reported"]),
        closing=percent(closing["error"].abs().max(), 1),
    )


def misses() -> str:
    """Say what the model meets of the ages, what it misses, and what stood apart from the plan."""
    return _(
        """**What fits.** All three years, the payouts of 2020, and the shares from May to July 2019
within 12 %. The ages: members are 34.7 years old in mid-2020 by their last birthday (34.4 were
published), and at the end of 2018 44 % are under 30 (46 %) and 22.5 % are 39 or older (about 20 %).

**What does not fit.** By the end of April 2019 36 people had been paid; the model has five, as the
first claims were accidents inside the waiting period. In June and July 2019 a claim paid 227,000
and 218,000 yuan, in the model 195,000 and 192,000: the table has too few young claimants for that
time. In mid-September 2019 the model has 41 % more claims than were counted, as those came in
steps. The shares of April and August 2021 are 7 to 8 % too low, though the year derived from them
and others fits. The report for 28 December 2020 contradicts itself: its share and its count of
claims cannot both be right.

**Claims of other plans.** The claims of 2020 and 2021 were published together with those of the
small senior and chronic plans. Their part is fitted, 6.4 %, and follows from the fee of 2020."""
    )


def at_the_end_of_2020() -> str:
    """Say what could be known at the end of 2020."""
    return _(
        """**At the end of 2020** nothing then known limited the level of incidence after two years:
0.3 of the table and 2.0 of it fit 2019 and 2020 equally well, and give 127 and 439 yuan for 2021.
The band drawn is of the levels that one might have thought likely: from 0.55 of the table to the
0.78 that commercial prices imply, 172 to 215 yuan. The real year, 140 to 160, came out below it.

**The ages are not fitted.** They are set by what was published: the operator’s figures for the end
of 2018, and for 2020 the mean age. A third of those who joined by the peak were aged 40 to 59, a
tenth under 18; those who had joined by the end of 2018 were younger."""
    )

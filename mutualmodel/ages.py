"""Groups of age of which a plan states its members' shares, and the bands that its ages part."""

from itertools import pairwise

ADULT_AGE = 18
MIDDLE_AGE = 40
# From here on deaths are a decrement of their own; below, they are among the members who leave.
SENIOR_AGE = 60
# Nobody is older in the census and in the life table's last full year of age.
OLDEST_AGE = 100
# First and end age of each group by the share that a plan states; the second is what is left.
AGE_GROUPS = {
    "share_under_18": (0, ADULT_AGE),
    "rest": (ADULT_AGE, MIDDLE_AGE),
    "share_40_to_59": (MIDDLE_AGE, SENIOR_AGE),
    "share_60_plus": (SENIOR_AGE, OLDEST_AGE),
}


def age_bands(payout_age: int, exit_age: int, minimum_age: int = 0) -> dict[str, slice]:
    """Return the single ages of each band by its name: children, below the payout age, from it on.

    Bands that the plan has nobody in are left out. The names are numbers, the same in every
    language.

    Examples
    --------
    >>> list(age_bands(40, 60))
    ['0–17', '18–39', '40–59']
    >>> list(age_bands(40, 70, minimum_age=60))
    ['60–69']
    """
    inner = {age for age in (ADULT_AGE, payout_age) if minimum_age < age < exit_age}
    edges = [minimum_age, *sorted(inner), exit_age]
    return {
        f"{first}–{end - 1}" if end - first > 1 else f"{first}": slice(first, end)
        for first, end in pairwise(edges)
    }

"""How time is counted: settlements twice a month, and what that makes of a month, a year, a day."""

MONTHS_PER_YEAR = 12
PERIODS_PER_MONTH = 2
PERIODS_PER_YEAR = PERIODS_PER_MONTH * MONTHS_PER_YEAR
# Leap years included.
DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
DAYS_PER_PERIOD = DAYS_PER_YEAR / PERIODS_PER_YEAR


def plan_year(year: int, years: int) -> slice:
    """Return the settlements of a plan year, the first being 1, within a horizon of ``years``.

    Raises
    ------
    ValueError
        When the year lies outside the horizon.
    """
    if not 1 <= year <= years:
        raise ValueError(f"year = {year!r}: allowed is 1 to {years}")
    return slice((year - 1) * PERIODS_PER_YEAR, year * PERIODS_PER_YEAR)

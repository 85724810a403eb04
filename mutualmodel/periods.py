"""How time is counted: settlements twice a month, and what that makes of a month, a year, a day."""

MONTHS_PER_YEAR = 12
PERIODS_PER_MONTH = 2
PERIODS_PER_YEAR = PERIODS_PER_MONTH * MONTHS_PER_YEAR
# Leap years included.
DAYS_PER_YEAR = 365.25
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
DAYS_PER_PERIOD = DAYS_PER_YEAR / PERIODS_PER_YEAR


def plan_year(year: int) -> slice:
    """Return the settlements of a plan year, the first being 1."""
    return slice((year - 1) * PERIODS_PER_YEAR, year * PERIODS_PER_YEAR)

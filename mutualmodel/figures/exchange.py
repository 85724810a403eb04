"""What a US dollar was in yuan, on average over a year."""

from functools import cache

from mutualmodel.figures.reading import numbers_of


@cache
def yuan_a_dollar(year: str) -> float:
    """Return the mean exchange rate of a year, yuan for a US dollar.

    Raises
    ------
    KeyError
        When the rate of that year is not among the figures.

    Examples
    --------
    >>> round(300_000 / yuan_a_dollar("2018"))
    45393
    """
    return numbers_of(f"exchange_rate_{year}")[0]

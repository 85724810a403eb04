"""The money of a plan: which currencies there are, and how people mark an amount of each.

No text about a plan's own money names it. The mark of an unspecified currency stands in its place,
``¤`` as in the patterns of Unicode's CLDR: "{amount} ¤", "¤ a year". Whoever writes such a text
down for a reader puts the plan's own in. Nothing is ever converted: there is no rate of exchange.
"""

from collections.abc import Mapping

# What stands for the plan's money in texts and units.
MARK = "¤"
# That of Xianghubao, of the record and of every published price in the data.
CHINESE = "CNY"

# By its code of ISO 4217 the other marks that people type before or behind an amount, folded as
# numbers are. A mark that several have ($, ¥) means the one that the plan counts in.
MARKS: Mapping[str, tuple[str, ...]] = {
    "CNY": ("cn¥", "¥", "rmb", "yuan", "元", "人民币"),
    "AUD": ("a$", "au$", "$", "dollar", "dollars"),
    "BRL": ("r$", "real", "reais"),
    "CAD": ("c$", "ca$", "$", "dollar", "dollars"),
    "CHF": ("fr", "franken", "francs"),
    "EUR": ("€", "euro", "euros"),
    "GBP": ("£", "pound", "pounds"),
    "HKD": ("hk$", "$", "dollar", "dollars", "元", "港元"),
    "IDR": ("rp", "rupiah"),
    "INR": ("₹", "rs", "rupee", "rupees"),
    "JPY": ("jp¥", "¥", "yen", "円"),
    "KES": ("ksh", "shilling", "shillings"),
    "KRW": ("₩", "won", "원"),
    "MXN": ("mx$", "$", "peso", "pesos"),
    "MYR": ("rm", "ringgit"),
    "NGN": ("₦", "naira"),
    "PHP": ("₱", "peso", "pesos"),
    "SGD": ("s$", "$", "dollar", "dollars"),
    "THB": ("฿", "baht"),
    "TWD": ("nt$", "$", "dollar", "dollars", "元"),
    "USD": ("us$", "$", "dollar", "dollars"),
    "ZAR": ("r", "rand"),
}

# The most that an amount in an input may be: currencies differ in size by a factor of thousands.
MOST_MONEY = 1_000_000_000.0


def marks_of(currency: str) -> tuple[str, ...]:
    """Return all that may mark an amount of a currency: its code and its other marks.

    Raises
    ------
    ValueError
        When it is none of :data:`MARKS`.
    """
    if currency not in MARKS:
        raise ValueError(f"currency = {currency!r}: allowed is one of {', '.join(MARKS)}")
    return currency.casefold(), *MARKS[currency]

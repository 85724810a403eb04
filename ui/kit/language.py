"""Words and numbers in the reader's language.

Texts go through :func:`_` and :func:`ngettext`; the model's texts are English message ids, marked
where they are defined, and are translated here too. Numbers are written by Babel. The language is
looked up at every call: a server speaks to readers of several languages at once. So is the money of
the plan, which stands in a text as ``¤`` until it is told. Catalogues lie in
``mutualmodel/locale``, where the command line finds them too; see ``docs/languages.md``.
"""

import datetime as dt
import gettext
import math
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache, reduce

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from mutualmodel import Quantity, Scenario, Sentence, locale, magnitudes
from mutualmodel.inputs import FieldMeta, Value
from mutualmodel.locale import ENGLISH as ENGLISH
from mutualmodel.money import CHINESE, MARK
from mutualmodel.text import N_, Given, Part
from mutualmodel.units import MONEY_FOR_1000, OF_RESULTS, Unit
from ui.kit import session
from ui.kit.counting import as_set as as_set
from ui.kit.counting import counting_in as counting_in
from ui.kit.counting import currency as currency
from ui.kit.counting import in_full, of_each, telling

# Where a Streamlit session keeps its reader's language; ui.frame.state sets it.
SESSION_KEY = "language"
LOCALE_FOLDER = locale.FOLDER

# Less than this is a rounding error of nothing: the smallest share of one claim is larger.
LEAST_YUAN = 1e-6
# What no coin pays.
_PENNY = 0.01
_TEN_THOUSAND = 1e4
# Where English has the mark of one unit of money alone.
_ONES = ("a", "each", "every", "one", "that")
_ONE_OF_IT = re.compile(
    "|".join(rf"(?<=\b{one} ){MARK}" for one in ("a", "each", "every", "one", "that"))
)
# An amount of yuan in a text whose numbers are part of it, in English and in Chinese.
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_YUAN = re.compile(
    rf"(?:(?P<low>{_NUMBER}) to )?(?P<high>{_NUMBER})\s?(?P<times>million|bn|万|亿)?\s?"
    r"(?:yuan\b|元)"
)
_ISO_DAY = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
_TIMES = {"million": 1e6, "bn": 1e9, "万": 1e4, "亿": 1e8}

# From here on a percentage would have thousands.
_MANY_TIMES = 10.0

# How several things are told one after another: short ones, ones that have commas themselves, and
# ones that stand within a sentence.
COMMAS, SEMICOLONS = N_("{several}, {one}"), N_("{several}; {one}")
AND = N_("{several} and {one}")
# A language may put no space between two sentences.
_NEXT = N_("{several} {one}")

# Outside a page, or instead of its reader's; an empty one forbids all texts.
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


# ---------------------------------------------------------------------------------- the language


def languages() -> tuple[str, ...]:
    """Return the languages there are: English, and each that has a catalogue."""
    return locale.languages(LOCALE_FOLDER)


def language() -> str:
    """Return the reader's language: the one being spoken, else the session's, else English.

    Raises
    ------
    RuntimeError
        In work that readers of all languages share.
    """
    spoken = _spoken.get()
    if spoken == "":
        raise RuntimeError("What readers of all languages share holds no text of one of them.")
    return spoken or session.get(SESSION_KEY, ENGLISH)


def language_tag() -> str:
    """Return the reader's language as HTML names it; Chinese with the script it is written in."""
    return {"zh": "zh-Hans"}.get(language(), language())


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak a language outside a page: in a report, a command or a test."""
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)


@contextmanager
def speechless() -> Iterator[None]:
    """Refuse every text: for work whose result readers of all languages share."""
    with speaking(""):
        yield


def catalogue() -> gettext.NullTranslations:
    """Return all texts in the reader's language."""
    return locale.translations(language(), LOCALE_FOLDER)


# ------------------------------------------------------------------------------------- the words


def _(text: str) -> str:
    """Return a text in the reader's language, and of the plan's money."""
    return _with_money(catalogue().gettext(text)) if text else ""


def money_word() -> str:
    """Return what the money that amounts are told in is called behind one: yuan, EUR, dollars."""
    code = currency()
    if code != CHINESE:
        return code
    return catalogue().gettext(N_("dollars") if telling().in_dollars else N_("yuan"))


def _with_money(text: str) -> str:
    if MARK not in text:
        return text
    if telling().in_dollars and language() == ENGLISH:
        text = _ONE_OF_IT.sub("dollar", text)
    return text.replace(MARK, money_word())


def retold(text: str) -> str:
    """Tell the amounts of yuan in a text whose numbers are part of it as the reader wants them."""
    if not telling().in_dollars:
        return text

    def told_amount(found: re.Match[str]) -> str:
        times = _TIMES.get(found["times"] or "", 1.0)
        low, high = (times * float((found[end] or "0").replace(",", "")) for end in ("low", "high"))
        if not found["low"]:
            return money(high)
        return _("{low} to {high}").format(low=amount(low), high=money(high))

    return _YUAN.sub(told_amount, text)


def ngettext(one: str, many: str, count: float) -> str:
    """Return the text that fits a count, in the reader's language."""
    # Catalogues know forms of whole numbers only: a broken one takes the form of a few.
    whole = float(count).is_integer()
    return _with_money(catalogue().ngettext(one, many, abs(int(count)) if whole else 2))


def inside(title: str) -> str:
    """Return a title as it stands inside a sentence, where English begins it small."""
    return _with_money(title.lower()) if language() == ENGLISH else _(title)


def title_of(meta: FieldMeta, plan: Scenario) -> str:
    """Return the title of an input, with the ages of a plan where it names them."""
    return sentence(meta.titled(vars(plan)))


def sentences(*texts: str) -> str:
    """Put whole sentences one behind the other; empty ones are left out."""
    return listed(filter(None, texts), _NEXT)


def listed(texts: Iterable[str], pattern: str = COMMAS) -> str:
    """Tell several things one after another; none are nothing."""
    several, *more = [*texts] or [""]
    told = _(pattern)
    return reduce(lambda before, one: told.format(several=before, one=one), more, several)


def named(name: str, value: str) -> str:
    """Write a name before what is said of it: "men: 91.2 yuan"."""
    return _("{name}: {value}").format(name=name, value=value)


def entry(name: str, value: str) -> str:
    """Write a name and its number as an entry of a list: "fee 8"."""
    return _("{name} {value}").format(name=name, value=value)


def published(outlet: str, day: str) -> str:
    """Name who published something and, where that is known, when."""
    if not day:
        return _(outlet)
    return _("{outlet}, {day}").format(outlet=_(outlet), day=day_in_words(day))


def day_written(day: dt.date) -> str:
    """Write a day as people do."""
    # A pattern of CLDR's, in the language's own order.
    return str(format_date(day, format=_("d MMM yyyy"), locale=_locale()))


def day_in_words(text: str) -> str:
    """Write a day, a month or a year that data have in ISO's way; any other text as it is."""
    if not _ISO_DAY.fullmatch(text):
        return text
    year, *rest = map(int, text.split("-"))
    if not rest:
        return str(format_skeleton("y", dt.date(year, 1, 1), locale=_locale()))
    return month(dt.date(year, rest[0], 1)) if len(rest) == 1 else day_written(dt.date(year, *rest))


def label_behind(shown: float, unit: Unit) -> str:
    """Return a unit's label as it stands behind a number."""
    return ngettext(unit.one, unit.label, shown) if unit.one else _(unit.label)


def unit_in_words(unit: Unit) -> str:
    """Name the unit of a raw number: a fraction where a page would write per cent."""
    label = label_behind(2, unit)
    return with_unit(_("fraction"), label) if unit.percent else label


# ----------------------------------------------------------------------------------- the numbers


def decimal_mark() -> str:
    """Return the reader's decimal mark."""
    return str(get_decimal_symbol(_locale()))


def group_mark() -> str:
    """Return the mark between a reader's thousands."""
    return str(get_group_symbol(_locale()))


def _locale() -> Locale:
    return Locale.parse(language())


def month(day: dt.date) -> str:
    """Write the month of a day: January 2019."""
    return str(format_skeleton("yMMMM", day, locale=_locale()))


def number(value: float, decimals: int = 0) -> str:
    """Write a number with thousands separators and exactly so many decimals."""
    # What rounds to nothing is not written as less than nothing.
    return _number(0.0 if round(value, decimals) == 0 else value, decimals, language())


# A page writes some hundreds of numbers, most of which stay as they are while a lever moves.
@lru_cache(maxsize=20_000)
def _number(value: float, decimals: int, locale: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=locale)).replace("-", "−")


def significant(value: float, digits: int = 3) -> str:
    """Write a number with so many significant digits, but never fewer than its whole part."""
    if value == 0 or not math.isfinite(value):
        return number(0)
    decimals = digits - 1 - math.floor(math.log10(abs(value)) + 1e-12)
    return number(value, min(max(decimals, 0), 8))


def large(value: float) -> str:
    """Write a number in the language's large units where that reads more easily."""
    size = abs(value)
    for unit in magnitudes.of_sentences(language()):
        if size >= unit.size:
            rounded_to_three = float(f"{value / unit.size:.3g}")
            brief = magnitudes.counts_by_ten_thousands(language())
            shown = exact(rounded_to_three) if brief else significant(value / unit.size)
            return counted_in(unit, shown)
    return number(value) if size >= 1000 else significant(value)


def persons(value: float) -> str:
    """Write how many people there are, in whole people."""
    if 0.0 < value < 0.5:
        return _("fewer than one")
    return large(round(value)) if abs(value) >= 1000 else number(round(value))


def exact(value: float) -> str:
    """Write a number with as many decimals as it has, six at most."""
    return number(value, len(f"{value:.6f}".rstrip("0").partition(".")[2]))


@as_set()
def measured(value: float, unit: Unit) -> str:
    """Write the value of an input with its unit, so exactly that two values never look alike.

    An amount stands in the money of the plan, as it is set.
    """
    shown = 100.0 * value if unit.percent else value
    if unit.percent:
        written = _("{number} %").format(number=exact(shown))
    elif unit.kind in ("count", "money"):
        written = exactly_large(value)
    else:
        written = exact(value)
    label = label_behind(round(shown, 6), unit)
    if unit.kind == "plain" and label:
        # The name of a bare number stands before it: elasticity 2.
        return _("{unit} {number}").format(unit=label, number=written)
    return with_unit(written, label)


def exactly_large(value: float) -> str:
    """Write a number with all its decimals, in the language's large units."""
    for unit in magnitudes.of_inputs(language()):
        if abs(value) >= unit.size:
            return counted_in(unit, exact(value / unit.size))
    return exact(value)


def counted_in(unit: magnitudes.Magnitude, written: str, *, short: bool = False) -> str:
    """Put a number that is written already into a large unit.

    Nobody marks the thousands of ten thousands: 91 million are 9100 of them, not 9,100.
    """
    if magnitudes.counts_by_ten_thousands(language()):
        written = written.replace(group_mark(), "")
    return _(unit.short if short else unit.written).format(number=written)


def with_unit(written: str, label: str) -> str:
    """Write a unit in words behind a number that is written already."""
    return _("{number} {unit}").format(number=written, unit=label) if label else written


def choice_in_words(meta: FieldMeta, choice: str) -> str:
    """Name a choice; a day, which has no other name, as the reader writes days."""
    return _(meta.words[choice]) if choice in meta.words else day_in_words(choice)


def written(meta: FieldMeta, value: Value) -> str:
    """Write the value of any input for people."""
    if value is None:
        return _(meta.nothing)
    if isinstance(value, str):
        return choice_in_words(meta, value)
    # A seed is a name more than a number.
    return str(value) if meta.unit.kind == "plain" and meta.integer else measured(value, meta.unit)


def as_told(value: float, unit: Unit | None = None) -> float:
    """Return an amount as a number of the money in which it is told; another number as it is."""
    is_amount = unit is None or (unit.kind == "money" and unit != MONEY_FOR_1000)
    return value / telling().rate if is_amount else value


def less_than_a_penny(value: float) -> bool:
    """Whether an amount is told in dollars and is one that no coin pays."""
    how = telling()
    return how.in_dollars and not how.in_full and value >= LEAST_YUAN and as_told(value) < _PENNY


def amount(value: float) -> str:
    """Write an amount of money without its unit: 91.2, 3.80, 0.0031, 300,000, 8.65 bn."""
    if abs(value) < LEAST_YUAN:
        return number(0)
    if less_than_a_penny(value):
        return _("less than {amount}").format(amount=number(_PENNY, 2))
    value = as_told(value)
    size = abs(value)
    if size >= magnitudes.rounded_from(language()) or _is_round(size):
        return large(value)
    if size >= 1000:
        return number(value)
    if size >= 10:
        return number(value, 1)
    return number(value, 2) if size >= 0.995 else significant(value, 2)


def _is_round(size: float) -> bool:
    """Whether a number of a language that counts in ten thousands is short in them: 5 of them."""
    return (
        magnitudes.counts_by_ten_thousands(language())
        and size >= _TEN_THOUSAND
        and round(size, 2) % 1000 == 0
    )


def money(value: float) -> str:
    """Write an amount of money: 91.2 yuan, 8.65 bn yuan."""
    if less_than_a_penny(value):
        return _("less than a penny")
    return _("{amount} ¤").format(amount=amount(value))


def change(value: float) -> str:
    """Write a difference of money with its sign."""
    with in_full():
        return ("+" if value > 0 else "") + money(value)


def percent(value: float, decimals: int = 0) -> str:
    """Write a fraction as a percentage, or from ten times on as a multiple: × 200."""
    if abs(value) >= _MANY_TIMES:
        return "× " + significant(value)
    # In decimal figures: 100 times 0.285 is 28.499999999999996 in binary ones.
    hundredths = float(100 * Decimal(repr(float(value))))
    return _("{number} %").format(number=number(hundredths, decimals))


def portion(value: float, decimals: int = 1) -> str:
    """Write a part of something as a percentage that is never nothing: less than 0.1 %."""
    least = 10.0 ** -(decimals + 2)
    if 0.0 < value <= least / 2:
        return _("less than {share}").format(share=percent(least, decimals))
    return percent(value, decimals)


def chances(value: float) -> str:
    """Write a chance, as small as ten thousand paths can tell."""
    if 0 < value < 0.0005:
        return _("below 0.1 %")
    return percent(value, 0 if value in (0.0, 1.0) else 1)


def ratio(value: float) -> str:
    """Write a ratio as a relative change, +4.2 %, or from three times on as a multiple, × 32.7."""
    if value >= 3:
        return "× " + significant(value)
    return _signed_percent(value - 1)


def _signed_percent(value: float) -> str:
    decimals = 0 if abs(value) >= 0.1 else 1
    return ("+" if value > 0 else "") + percent(value, decimals)


def set_to(meta: FieldMeta, plan: Scenario, *values: Value) -> str:
    """Write an input's title and its value, or how that moved: "Members: 3 million → 5 million".

    A unit that the title says already is left out.
    """
    return named(title_of(meta, plan), reduce(moved, (beside(meta, value) for value in values)))


def moved(before: str, now: str) -> str:
    """Write what something was and what it is now."""
    return _("{before} → {now}").format(before=before, now=now)


def beside(meta: FieldMeta, value: Value) -> str:
    """Write the value of an input beside its title, without a unit that this says already."""
    if isinstance(value, str) or value is None:
        return written(meta, value)
    # English counts members in members; other languages have a word of their own behind a number.
    said = language() == ENGLISH and meta.unit.label == meta.title.lower()
    return measured(value, Unit(meta.unit.kind)) if said else written(meta, value)


def quantity(item: Quantity) -> str:
    """Write a number of the model with its unit: an input exactly, a result rounded."""
    if isinstance(item.unit, Unit):
        return measured(item.value, item.unit)
    return rounded(item.value, OF_RESULTS[item.unit])


def rounded(value: float, unit: Unit) -> str:
    """Write a result with its unit, with as many digits as are worth reading."""
    if unit.percent:
        return percent(value, 0 if round(value * 1000) % 10 == 0 else 1)
    if unit.kind == "multiple":
        return number(value, 2)
    if unit == MONEY_FOR_1000:
        with of_each():
            return with_unit(amount(value), _(unit.label))
    if unit.kind == "money":
        return with_unit(amount(value), _(unit.label))
    whole = float(value).is_integer() and abs(value) < magnitudes.rounded_from(language())
    return with_unit(number(value) if whole else large(value), label_behind(value, unit))


def sentence(item: Sentence) -> str:
    """Write a sentence of the model with its numbers."""
    return _(item.text).format(**{name: _part(value) for name, value in item.values.items()})


def _part(value: Part | Sentence) -> str:
    if isinstance(value, Sentence):
        return sentence(value)
    if isinstance(value, Quantity):
        return quantity(value)
    if isinstance(value, Given):
        return value.text
    return _(value) if isinstance(value, str) else listed(map(_, value))

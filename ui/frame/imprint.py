"""The imprint of a case: what is taken away of it says of where it comes from. No state here."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import urlencode, urlsplit

from mutualmodel import Case, Scenario, __version__, preset_of, to_query
from mutualmodel.figures import figure
from mutualmodel.figures.exchange import yuan_a_dollar
from mutualmodel.inputs import ALL_PRESETS, FieldMeta, Preset, Value
from mutualmodel.inputs.declare import OWN
from mutualmodel.inputs.own import KINDS
from mutualmodel.text import N_
from ui.kit.imprint import Imprint, Origin, Reference, Setting
from ui.kit.language import (
    AND,
    _,
    as_set,
    counting_in,
    exact,
    listed,
    named,
    ngettext,
    sentences,
    set_to,
    title_of,
    unit_in_words,
    written,
)

# So many changes are told one by one; files have all of them.
_MOST_TOLD = 5
_MOST_OUTLETS = 3
_OWN_FIGURE = "own_tables_convention"
MONEY_TOLD = ("view.money", "view.rate_year")

_ORIGINS: Mapping[str, str] = {
    "default": N_("default"),
    "preset": N_("of the plan so called"),
    "own": N_("a table of the reader’s own"),
    "reader": N_("set by the reader"),
}


def origin(
    case: Case, baseline: Case | None, *, address: str = "", levers: Sequence[str] = ()
) -> Origin:
    """Return where a picture of a case comes from.

    Parameters
    ----------
    case, baseline
        What is shown, and what is pinned beside it.
    address
        Of the page, without parameters; empty where it is not known.
    levers
        Dotted names of inputs to be told with their values.
    """
    compared = baseline is not None and baseline.plan.currency == case.plan.currency
    query = urlencode(to_query(case, baseline))
    return Origin(
        plan=plan_in_words(case.plan),
        changes=_changes(case),
        baseline=_summary(baseline) if compared and baseline is not None else "",
        levers=tuple(_setting(case, path) for path in dict.fromkeys(levers)),
        source=sentences(_source(levers), rate_in_words(case.dollars_of)),
        link=f"{_with_path(address)}?{query}",
        slug=slug(case, baseline),
    )


def imprint(case: Case, baseline: Case | None, known: Origin, made_on: dt.date) -> Imprint:
    """Return where a file of a case comes from; ``known`` is what a picture of it says."""
    settings = tuple(_settings(case, path, meta, baseline) for path, meta in Case.fields().items())
    used = dict.fromkeys(name for one in settings for name in one.figures)
    sources = {source.id: source for name in used for source in figure(name).sources}
    references = tuple(
        Reference(one.id, one.outlet, one.title_or_what, one.url, one.published)
        for one in sources.values()
    )
    return Imprint(
        origin=known,
        settings=settings,
        references=references,
        notes=tuple(_notes(case, baseline)),
        version=__version__,
        made_on=made_on,
        compared=baseline is not None,
    )


def _source(levers: Sequence[str]) -> str:
    """Say who computed it, and whose figures the defaults of the levers are."""
    said = _("Model calculation: Mutual aid, modelled, version {version}.").format(
        version=__version__
    )
    metas = [Case.fields()[path] for path in levers]
    outlets = {_(source.outlet): "" for meta in metas for source in figure(meta.source).sources}
    if not outlets:
        return said
    named_here = list(outlets)[:_MOST_OUTLETS]
    text = _("Figures of {outlets}; all sources stand at the link.")
    return sentences(said, text.format(outlets=listed(named_here)))


def rate_in_words(year: str) -> str:
    """Say at which rate amounts are told in dollars; nothing where they are not."""
    if not year:
        return ""
    return _("Told in US dollars at the mean rate of {year}: {rate} yuan for a dollar.").format(
        year=year, rate=exact(yuan_a_dollar(year))
    )


def _with_path(address: str) -> str:
    """Return an address as a browser writes it: that of the first page ends with a slash."""
    return f"{address}/" if address and not urlsplit(address).path else address


# ------------------------------------------------------------------------------- a plan in words


@lru_cache(maxsize=256)
def nearest_preset(plan: Scenario) -> Preset:
    """Return the named plan from which fewest inputs of a plan differ; of equals the default."""
    exact = preset_of(plan)
    if exact is not None:
        return exact
    mine, usual = plan.values(), Scenario()

    def distance(preset: Preset) -> tuple[int, bool]:
        theirs = _values(preset.name)
        apart = sum(value != theirs[name] for name, value in mine.items())
        return apart, preset.scenario != usual

    return min(ALL_PRESETS.values(), key=distance)


@cache
def _values(preset: str) -> Mapping[str, Value]:
    return ALL_PRESETS[preset].scenario.values()


def plan_in_words(plan: Scenario) -> str:
    """Name a plan: by its own name, or as the named one that is most like it, changed."""
    name = _(nearest_preset(plan).title)
    return name if preset_of(plan) else _("{plan}, changed").format(plan=name)


def _changed_paths(case: Case) -> list[str]:
    """Return the inputs that depart from the named plan most like the case's, or its defaults."""
    usual = Case(plan=nearest_preset(case.plan).scenario)
    changed = case.changes_from(usual)
    # Of a plan in other money nothing is told in dollars, whatever was chosen.
    return [path for path in changed if path not in MONEY_TOLD or case.dollars_of]


def _changes(case: Case) -> tuple[str, ...]:
    own = [named(_(KINDS[kind].title), _("yours")) for kind in case.own.fingerprints()]
    return (*(_setting(case, path) for path in _changed_paths(case)), *own)


def _setting(case: Case, path: str) -> str:
    meta = Case.fields()[path]
    return set_to(meta, case.plan, case.value(path))


def _summary(case: Case) -> str:
    """Tell a plan in one line: its name and what was changed."""
    with counting_in(case.plan.currency):
        changes = told_changes(_changes(case))
    name = plan_in_words(case.plan)
    return named(name, changes) if changes else name


def told_changes(changes: Sequence[str]) -> str:
    """Tell some changes in a line: the first of them, and how many more there are."""
    shown, more = list(changes[:_MOST_TOLD]), len(changes) - _MOST_TOLD
    told = listed(shown, N_("{several}; {one}"))
    if more <= 0:
        return told
    rest = ngettext("{count} more", "{count} more", more).format(count=more)
    return listed([told, rest], AND)


def slug(case: Case, baseline: Case | None) -> str:
    """Return what stands for a case in names of files, one for each case.

    Examples
    --------
    >>> slug(Case(), None)
    'peak-2020'
    """
    usual = Case(plan=nearest_preset(case.plan).scenario)
    parts = [nearest_preset(case.plan).name]
    if case != usual or baseline is not None:
        query = urlencode(to_query(case, baseline)) + repr(case.own.fingerprints())
        code = hashlib.sha256(query.encode()).hexdigest()[:6]
        if case != usual:
            parts.append("changed")
        if baseline is not None:
            parts += ["beside", nearest_preset(baseline.plan).name]
        parts.append(code)
    return re.sub(r"[^a-z0-9]+", "-", "-".join(parts).lower()).strip("-")


# ------------------------------------------------------------------------------------- in a file


@as_set()
def _settings(case: Case, path: str, meta: FieldMeta, baseline: Case | None) -> Setting:
    value = case.value(path)
    origin, figures = _from(case, path, meta, value)
    return Setting(
        name=path,
        title=title_of(meta, case.plan),
        value=value,
        written=written(meta, value),
        unit="" if meta.choices else unit_in_words(meta.unit),
        baseline=None if baseline is None else baseline.value(path),
        origin=_(_ORIGINS[origin]),
        figures=figures,
    )


def _from(case: Case, path: str, meta: FieldMeta, value: Value) -> tuple[str, tuple[str, ...]]:
    """Return where a value is from, and the figures of the register that say so."""
    if meta.own and value == OWN:
        return "own", (_OWN_FIGURE,)
    record, _dot, name = path.partition(".")
    sources = nearest_preset(case.plan).sources if record == "plan" else {}
    if name in sources and value == getattr(nearest_preset(case.plan).scenario, name):
        return "preset", (sources[name],)
    return ("default", (meta.source,)) if value == meta.default else ("reader", ())


def _notes(case: Case, baseline: Case | None) -> list[str]:
    """Say what the link does not carry."""
    pinned = baseline.own.fingerprints() if baseline is not None else {}
    tables = {**pinned, **case.own.fingerprints()}
    if not tables:
        return []
    names = listed(named(_(KINDS[kind].title), mark) for kind, mark in tables.items())
    text = _("Tables of the reader’s own are in it, which no link carries: {names}.")
    return [text.format(names=names)]

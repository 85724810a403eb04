"""What tables of a reader's own there are: their columns, what each may hold, and its names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mutualmodel.figures.rates import LAST_AGE_INCIDENCE
from mutualmodel.text import N_
from mutualmodel.units import MEMBERS, MONEY, MONEY_A_YEAR, MONTHS, PLAIN, Unit

Holds = Literal["age", "sex", "day", "number"]

LAST_AGE = LAST_AGE_INCIDENCE
# The horizon is ten years at most.
LAST_MONTH = 120.0
MOST_MEMBERS = 1e9


@dataclass(frozen=True)
class Column:
    """One column of a table: ``name`` heads it, ``aliases`` are other words for the same.

    ``times`` is what a cell is multiplied with, so that rates in a thousand can be given as such.
    ``minimum`` and ``maximum`` hold for the cell as it is written; ``open_end`` says that the
    maximum itself is not allowed. A column with ``stands_for`` is another way to give that one.
    ``optional`` columns may be missing, ``gaps`` says that single cells may be empty.
    """

    name: str
    title: str
    holds: Holds
    aliases: tuple[str, ...] = ()
    minimum: float = 0.0
    maximum: float = 0.0
    unit: Unit = PLAIN
    times: float = 1.0
    open_end: bool = False
    stands_for: str = ""
    optional: bool = False
    gaps: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of table: what it is, its columns, and which of them together name a row.

    ``moves_plan`` says that it changes the plan, not only what is set beside it.
    """

    name: str
    title: str
    help: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    moves_plan: bool

    def column(self, name: str) -> Column:
        """Return a column by name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def heads(self) -> tuple[str, ...]:
        """Names of the columns that a table is written with."""
        return tuple(column.name for column in self.columns if not column.stands_for)


_AGE = Column(
    "age", N_("age"), "age", ("age last birthday", "年龄", "岁"), 0, LAST_AGE, Unit("plain", "")
)
_SEX = Column("sex", N_("sex"), "sex", ("gender", "性别"))
_MONTH = Column(
    "month",
    N_("months from the start"),
    "number",
    ("months", "月", "月份", "第几月"),
    0,
    LAST_MONTH,
    MONTHS,
)
_IN_1000 = Column(
    "rate_per_1000",
    N_("rate in 1,000"),
    "number",
    ("rate per 1000", "rate per 1,000", "rate in 1,000", "per mille", "千分率", "每千人发病率"),
    0,
    1000,
    times=1e-3,
    open_end=True,
    stands_for="rate",
)
_IN_100000 = Column(
    "rate_per_100000",
    N_("rate in 100,000"),
    "number",
    ("rate per 100000", "rate per 100,000", "rate in 100,000", "每十万人发病率", "十万分率"),
    0,
    100_000,
    times=1e-5,
    open_end=True,
    stands_for="rate",
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "incidence",
            N_("Incidence table"),
            N_(
                "First diagnoses a life and year by sex and age. The column is rate for a fraction "
                "of one, or rate_per_1000, or rate_per_100000."
            ),
            (
                _AGE,
                _SEX,
                Column(
                    "rate",
                    N_("rate"),
                    "number",
                    ("incidence", "发病率", "发生率"),
                    0,
                    1,
                    open_end=True,
                ),
                _IN_1000,
                _IN_100000,
            ),
            ("age", "sex"),
            moves_plan=True,
        ),
        Kind(
            "ages",
            N_("Ages of members"),
            N_("Members, or their share, by sex and age. An age that is not there has none."),
            (
                _AGE,
                _SEX,
                Column(
                    "members",
                    N_("members"),
                    "number",
                    ("persons", "lives", "share", "count", "人数", "会员数", "占比"),
                    0,
                    MOST_MEMBERS,
                    MEMBERS,
                ),
            ),
            ("age", "sex"),
            moves_plan=True,
        ),
        Kind(
            "members",
            N_("Path of members"),
            N_("Members by months since the start, from month 0; between two rows on a line."),
            (
                _MONTH,
                Column(
                    "members",
                    N_("members"),
                    "number",
                    ("membership", "人数", "会员数"),
                    1,
                    MOST_MEMBERS,
                    MEMBERS,
                ),
            ),
            ("month",),
            moves_plan=True,
        ),
        Kind(
            "level",
            N_("Path of incidence"),
            N_(
                "A factor on every member's incidence by months since the start; between two rows "
                "on a line, before the first and after the last as there."
            ),
            (
                _MONTH,
                Column("factor", N_("factor"), "number", ("level", "系数", "倍数"), 0, 20, PLAIN),
            ),
            ("month",),
            moves_plan=True,
        ),
        Kind(
            "record",
            N_("Record of settlements"),
            N_(
                "What a plan settled on a day: claims, payout and share of a member; single cells "
                "may be empty, members may not."
            ),
            (
                Column("date", N_("date"), "day", ("day", "settled", "日期", "公示日期")),
                Column(
                    "members",
                    N_("members"),
                    "number",
                    ("membership", "人数", "会员数", "分摊人数"),
                    1,
                    MOST_MEMBERS,
                    MEMBERS,
                ),
                Column(
                    "claims",
                    N_("claims"),
                    "number",
                    ("cases", "案件数", "互助人数"),
                    0,
                    1e8,
                    Unit("count", "claims", "claim"),
                    gaps=True,
                ),
                Column(
                    "payout",
                    N_("payout"),
                    "number",
                    ("paid", "互助金", "赔付"),
                    0,
                    1e13,
                    MONEY,
                    optional=True,
                    gaps=True,
                ),
                Column(
                    "share",
                    N_("share"),
                    "number",
                    ("levy", "分摊金额", "人均分摊"),
                    0,
                    1e6,
                    MONEY,
                    optional=True,
                    gaps=True,
                ),
            ),
            ("date",),
            moves_plan=False,
        ),
        Kind(
            "prices",
            N_("Prices of a policy"),
            N_("What a rival policy costs a year by sex and age, for the benefit in its column."),
            (
                _AGE,
                _SEX,
                Column(
                    "premium",
                    N_("premium"),
                    "number",
                    ("price", "保费", "价格"),
                    0,
                    1e7,
                    MONEY_A_YEAR,
                ),
                Column(
                    "benefit",
                    N_("benefit"),
                    "number",
                    ("sum insured", "保额", "保险金额"),
                    1,
                    1e9,
                    MONEY,
                ),
            ),
            ("age", "sex"),
            moves_plan=False,
        ),
    )
}

SEX_WORDS: Mapping[str, int] = {
    **dict.fromkeys(("m", "male", "man", "men", "男", "男性"), 0),
    **dict.fromkeys(("f", "female", "woman", "women", "w", "女", "女性"), 1),
}

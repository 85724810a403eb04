"""The fit that the tests of the history replay."""

from mutualmodel import Scenario
from mutualmodel.history import Fit
from mutualmodel.history.slow_start import SlowStart

# The final fit, written out so that these tests do not follow the defaults of the scenario.
FITTED = Scenario().with_changes(
    share_under_18=0.10,
    share_40_to_59=0.33,
    share_female=0.5,
    incidence_table="CI4",
    incidence_multiplier=0.4234,
    incidence_trend=0.0,
    select_year_1=0.4012,
    select_year_2=0.6564,
    claim_delay_days=78.5,
    claim_delay_cv=0.262,
    waiting_days=90.0,
    lapse_rate=0.05,
    price_elasticity=0.0,
    systemic_cv=0.1,
    systemic_correlation=0.0,
)
SLOW_START = SlowStart(extra_days=134.0, fall_days=101.8)
FIT = Fit(FITTED, SLOW_START, other_plans_share=0.0637)

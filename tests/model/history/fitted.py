"""The scenario that the tests of the history replay."""

from mutualmodel import Scenario

# The final fit, written out so that these tests do not follow the defaults of the scenario.
FITTED = Scenario().with_changes(
    share_under_18=0.10,
    share_40_to_59=0.33,
    share_female=0.5,
    incidence_table="CI4",
    incidence_multiplier=0.4355,
    incidence_trend=0.0,
    select_year_1=0.4423,
    select_year_2=0.6683,
    claim_delay_days=121.7,
    waiting_days=90.0,
    lapse_rate=0.05,
    price_elasticity=0.0,
)

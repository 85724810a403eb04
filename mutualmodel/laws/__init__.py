"""The law of a year's claims: Poisson counts under one common factor, told in several ways.

>>> from mutualmodel.laws import claims_law
>>> law = claims_law(30_000, {100_000: 0.4, 300_000: 0.6}, cv=0.1)
>>> round(law.quantile(0.995) / 1e9, 2)
8.43
"""

from mutualmodel.laws.claims_law import ClaimsLaw, claims_law, normal_power_quantile

__all__ = ["ClaimsLaw", "claims_law", "normal_power_quantile"]

"""The probabilities at which a spread is told: the 99.5 % VaR, and the middle nine in ten."""

# Solvency capital covers all but one year in two hundred.
ONE_IN_200 = 0.995
# Its counterpart: a year as good as one in two hundred.
BEST_OF_200 = 0.005
LOW, HIGH = 0.05, 0.95
MEDIAN = 0.5

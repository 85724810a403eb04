"""The fairness page: who pays for whom, and who can afford it."""

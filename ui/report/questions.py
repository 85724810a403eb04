"""The question that each page answers, and which of them a report tells by itself."""

from collections.abc import Mapping

from mutualmodel.text import N_

QUESTIONS: Mapping[str, str] = {
    "home": N_("What does a member of a mutual-aid plan pay?"),
    "membership": N_("If the price rises, who leaves, and does the plan hold?"),
    "risk": N_("How sure is the cost, and who pays in a bad year?"),
    "fund": N_("Will the money last?"),
    "closing": N_("What happens on the day the plan stops?"),
    "insurance": N_("Is mutual aid cheaper than insurance, and what is given up for it?"),
    "fairness": N_("Who pays for whom, and who can afford it?"),
    "history": N_("What really happened, and does the model replay it?"),
}
USUAL = ("home", "risk", "closing")

"""Fairness: who pays for whom, and who can afford it."""

from ui.fairness import page as fairness_page
from ui.frame.shell import begin_page

fairness_page.show(begin_page("fairness", on_page=fairness_page.ON_PAGE))

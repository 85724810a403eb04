"""Fairness: who pays for whom, and who can afford it."""

from ui.fairness import page as fairness_page
from ui.frame.shell import draw_page
from ui.report.offer import offer_report

draw_page("fairness", fairness_page.show, on_page=fairness_page.ON_PAGE, report=offer_report)

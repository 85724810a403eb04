"""Limits: what the model does not know, and what it must not be used for."""

from ui.frame.shell import draw_page
from ui.limits import page as limits_page
from ui.report.offer import offer_report

draw_page("limits", limits_page.show, inputs=False, report=offer_report)

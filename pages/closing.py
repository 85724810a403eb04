"""Closing: what is owed when a plan stops, who pays, who is left without cover."""

from ui.closing import page as closing_page
from ui.frame.shell import draw_page
from ui.report.offer import offer_report

draw_page("closing", closing_page.show, report=offer_report)

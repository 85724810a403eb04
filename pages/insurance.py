"""Versus insurance: mutual aid beside commercial cover of the same benefit."""

from ui.frame.shell import draw_page
from ui.insurance import page as insurance_page
from ui.report.offer import offer_report

draw_page("insurance", insurance_page.show, report=offer_report)

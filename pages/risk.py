"""Risk: how sure is the cost, and who carries the tail."""

from ui.frame.shell import draw_page
from ui.report.offer import offer_report
from ui.risk import page as risk_page

draw_page("risk", risk_page.show, on_page=risk_page.ON_PAGE, report=offer_report)

"""Fund: will money paid in advance last, what does it take, and who could lose it."""

from ui.frame.shell import draw_page
from ui.fund import page as fund_page
from ui.report.offer import offer_report

draw_page("fund", fund_page.show, on_page=fund_page.ON_PAGE, report=offer_report)

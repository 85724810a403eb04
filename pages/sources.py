"""Sources: every figure used, where it comes from, how good it is, and what contradicts it."""

from ui.frame.shell import draw_page
from ui.report.offer import offer_report
from ui.sources import page as sources_page

draw_page("sources", sources_page.show, inputs=False, report=offer_report)

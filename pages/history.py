"""History: what really happened, and how well the model replays it."""

from ui.frame.shell import draw_page
from ui.history import page as history_page
from ui.report.offer import offer_report

draw_page("history", history_page.show, inputs=False, report=offer_report)

"""Lab: cases side by side, what matters, two inputs at once, and what a goal takes."""

from ui.frame.shell import draw_page
from ui.lab import page as lab_page
from ui.report.offer import offer_report

draw_page("lab", lab_page.show, report=offer_report)

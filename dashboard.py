"""Home: move incidence, membership and payouts, and see what one member pays."""

from ui.frame.shell import draw_page
from ui.home import page as home
from ui.report.offer import offer_report

draw_page("home", home.show, on_page=home.LEVERS, report=offer_report)

"""Membership: who leaves when the share rises, and whether the plan settles or unravels."""

from ui.frame.shell import draw_page
from ui.membership import page as membership_page
from ui.membership.form import ON_PAGE
from ui.report.offer import offer_report

draw_page("membership", membership_page.show, on_page=ON_PAGE, report=offer_report)

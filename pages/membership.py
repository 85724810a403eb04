"""Membership: who leaves when the share rises, and whether the plan settles or unravels."""

from ui import membership_page
from ui.shell import begin_page

membership_page.show(begin_page("membership", levers=membership_page.ON_PAGE))

"""Membership: who leaves when the share rises, and whether the plan settles or unravels."""

from ui.frame.shell import begin_page
from ui.membership import page as membership_page
from ui.membership.form import ON_PAGE

membership_page.show(begin_page("membership", on_page=ON_PAGE))

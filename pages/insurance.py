"""Versus insurance: mutual aid beside commercial cover of the same benefit."""

from ui.frame.shell import begin_page
from ui.insurance import page as insurance_page

insurance_page.show(begin_page("insurance"))

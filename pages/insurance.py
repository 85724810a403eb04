"""Versus insurance: mutual aid beside commercial cover of the same benefit."""

from ui import insurance_page
from ui.frame.shell import begin_page

insurance_page.show(begin_page("insurance"))

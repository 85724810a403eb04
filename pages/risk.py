"""Risk: how sure is the cost, and who carries the tail."""

from ui import risk_page
from ui.frame.shell import begin_page

risk_page.show(begin_page("risk", on_page=risk_page.ON_PAGE))

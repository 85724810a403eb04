"""Risk: how sure is the cost, and who carries the tail."""

from ui.frame.shell import begin_page
from ui.risk import page as risk_page

risk_page.show(begin_page("risk", on_page=risk_page.ON_PAGE))

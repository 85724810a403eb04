"""Sources: every figure used, where it comes from, how good it is, and what contradicts it."""

from ui import sources_page
from ui.frame.shell import begin_page

sources_page.show(begin_page("sources", inputs=False))

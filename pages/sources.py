"""Sources: every figure used, where it comes from, how good it is, and what contradicts it."""

from ui.frame.shell import begin_page
from ui.sources import page as sources_page

sources_page.show(begin_page("sources", inputs=False))

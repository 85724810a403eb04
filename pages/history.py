"""History: what really happened, and how well the model replays it."""

from ui import history_page
from ui.frame.shell import begin_page

history_page.show(begin_page("history", inputs=False))

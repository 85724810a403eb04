"""History: what really happened, and how well the model replays it."""

from ui.frame.shell import begin_page
from ui.history import page as history_page

history_page.show(begin_page("history", inputs=False))

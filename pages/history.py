"""History: what really happened, and how well the model replays it."""

from ui.frame.shell import draw_page
from ui.history import page as history_page

draw_page("history", history_page.show, inputs=False)

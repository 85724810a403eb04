"""Home: move incidence, membership and payouts, and see what one member pays."""

from ui import home
from ui.frame.shell import begin_page

home.show(begin_page("home", on_page=home.LEVERS))

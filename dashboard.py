"""Home: move incidence, membership and payouts, and see what one member pays."""

from ui.frame.shell import begin_page
from ui.home import page as home

home.show(begin_page("home", on_page=home.LEVERS))

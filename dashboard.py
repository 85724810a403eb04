"""Home: move incidence, membership and payouts, and see what one member pays."""

from ui import home
from ui.controls import LEVERS
from ui.shell import begin_page

home.show(begin_page("home", levers=LEVERS))

"""Glossary: what the terms of art mean."""

from ui.frame.shell import draw_page
from ui.glossary import page as glossary_page
from ui.report.offer import offer_report

draw_page("glossary", glossary_page.show, inputs=False, report=offer_report)

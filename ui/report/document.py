"""The file of a report: markup, styles, script and figures in one, and nothing from outside."""

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from ui.kit.charts import Chart, alone
from ui.kit.components import source
from ui.kit.language import language_tag
from ui.kit.markup import Markup, element
from ui.kit.plotly_language import plotly_language
from ui.kit.plotly_script import plotly_source

_HERE = Path(__file__).parent
_FONT = _HERE.parents[1] / "static" / "fonts" / "inter-latin.woff2"
HEIGHT = 360
# A script ends at its closing tag, wherever in it that stands.
_CLOSING = re.compile("</(?=script|style)", re.IGNORECASE)


def document(title: str, body: Sequence[Markup], charts: Sequence[Chart]) -> str:
    """Return the whole file.

    The policy lets run what is in the file, by its hash, and nothing else: neither a script that
    words might carry nor a request. ``charts`` are drawn at the places that :func:`place` made, in
    the same order.
    """
    scripts = [_CLOSING.sub(r"<\\/", text) for text in _scripts()]
    allowed = " ".join(f"'sha256-{_hash(text)}'" for text in scripts)
    policy = (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    figures = [
        f'<script type="application/json" id="{_figure_id(number)}">{_figure(chart)}</script>'
        for number, chart in enumerate(charts)
    ]
    head = [
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        element("title", title),
        f"<style>{_font()}{_read('report.css')}</style>",
    ]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language_tag()}">',
        "<head>",
        *head,
        "</head>",
        "<body>",
        *body,
        *figures,
        *(f"<script>{text}</script>" for text in scripts),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def place(number: int, chart: Chart) -> Markup:
    """Return the place of a chart, which says it in words to who cannot see it."""
    return element(
        "div",
        css="chart",
        role="figure",
        aria_label=chart.alt,
        data_figure=_figure_id(number),
        style=f"height: {HEIGHT}px",
    )


def _scripts() -> tuple[str, ...]:
    return plotly_source(), source("label_places.js"), _read("report.js")


def _figure_id(number: int) -> str:
    return f"figure-{number}"


def _figure(chart: Chart) -> str:
    config = {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtons": [["resetScale2d", "toImage"]],
        **plotly_language(),
    }
    # Within a script no word may open or close anything.
    return alone(chart.figure, HEIGHT, config).replace("<", "\\u003c")


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _font() -> str:
    if not _FONT.exists():
        return ""
    held = base64.b64encode(_FONT.read_bytes()).decode()
    return (
        "@font-face { font-family: Inter; font-weight: 100 900; "
        f"src: url(data:font/woff2;base64,{held}) format('woff2'); }}\n"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

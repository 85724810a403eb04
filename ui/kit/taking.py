"""What a reader can take away of a table: a CSV file, a workbook, a copy for the clipboard."""

import json
from collections.abc import Callable
from functools import partial

import streamlit as st

from ui.kit.charts import Table
from ui.kit.component import component
from ui.kit.components import source
from ui.kit.files import CSV_TYPE, XLSX_TYPE, csv_file, harmless, rows_of, xlsx_file
from ui.kit.heard import heard
from ui.kit.imprint import Imprint, Imprinter, held
from ui.kit.language import _

_copy = component(
    "copy_table",
    html=source("copy_table.html"),
    styles=("copy_table.css",),
    scripts=("copy_table.js",),
)


def take_table(table: Table, *, key: str, title: str, subject: str = "", copy: bool = True) -> None:
    """Offer a table as CSV, as a workbook and for the clipboard; files are made when asked for.

    ``title`` is what the file says of itself. ``subject`` is what the table is of where that is not
    the plan at hand. A long table had better not be offered to ``copy``: it travels at each run.
    """
    imprinter = held()
    name = file_name(key, imprinter, subject)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, ending, kind, make in (
            (_("CSV"), "csv", CSV_TYPE, csv_file),
            (_("Excel"), "xlsx", XLSX_TYPE, xlsx_file),
        ):
            st.download_button(
                heard(label, title),
                data=partial(_made, make, table, imprinter, title, subject),
                file_name=f"{name}.{ending}",
                mime=kind,
                on_click="ignore",
                key=f"{key}_{ending}",
                type="tertiary",
                icon=":material/download:",
                help=_("Raw numbers with units, inputs, link and sources"),
            )
        if copy:
            _copy(key=f"{key}_copy", data=_copied(table, imprinter, title), width="content")


def file_name(key: str, imprinter: Imprinter | None, subject: str = "") -> str:
    """Return the name of a file without its ending: what it holds, and of which plan."""
    name = key.replace("_", "-")
    # What moves is no plan to be named after yet.
    if imprinter is None or not imprinter.settled:
        return name
    return f"{name}_record" if subject else f"{name}_{imprinter.origin.slug}"


def _made(
    make: Callable[[Table, Imprint | None, str], bytes],
    table: Table,
    imprinter: Imprinter | None,
    title: str,
    subject: str,
) -> bytes:
    if imprinter is None:
        return make(table, None, title)
    imprint = imprinter.imprint()
    with imprinter.speaking():
        return make(table, imprint.of(subject) if subject else imprint, title)


def _copied(table: Table, imprinter: Imprinter | None, title: str) -> bytes:
    """Return the words of the button and, once the plan rests, the cells that it copies."""
    settled = imprinter is None or imprinter.settled
    rows = [[harmless(one) for one in row] for row in rows_of(table.raw)] if settled else []
    told = {
        "label": _("Copy"),
        "of": title,
        "help": _("Copy the table for a spreadsheet or a document"),
        "done": _("Copied"),
        "failed": _("This browser does not let a page copy here."),
        "cells": rows,
    }
    # Bytes travel as they are, while a dict would be looked through for data frames.
    return json.dumps(told, default=str, ensure_ascii=False).encode()

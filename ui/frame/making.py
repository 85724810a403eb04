"""A file that takes seconds: made beside the page once it is asked for, and then offered."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import streamlit as st

from ui.frame.background import Report, ask_file, drop
from ui.frame.faults import fragment
from ui.frame.presses import safely
from ui.frame.progress import how_far
from ui.kit.imprint import Imprinter
from ui.kit.language import sentence

_LOOK_AGAIN_MS = 700


@dataclass(frozen=True)
class LongFile:
    """A file to be offered, and its words in the reader's language.

    ``of`` is what it is made of: of another case or choice another file has to be made. ``ask`` and
    ``save`` are the words of the button before and after, ``told`` and ``left_off`` those of the
    work and of work that was stopped.
    """

    name: str
    of: Hashable
    make: Callable[[Report], bytes]
    file_name: str
    mime: str
    icon: str
    ask: str
    save: str
    help: str
    told: str
    left_off: str


@fragment()
def offer_file(file: LongFile, imprinter: Imprinter) -> None:
    """Offer to make a file, show how far it is, and offer it once it is made."""
    key = (file.name, file.of, imprinter.language, imprinter.currency, imprinter.dollars_of)
    wanted = f"{file.name}_wanted"
    if st.session_state.get(wanted) != key:
        drop(file.name)

        def want() -> None:
            st.session_state[wanted] = key

        st.button(
            file.ask,
            key=f"{file.name}_make",
            icon=file.icon,
            help=file.help,
            on_click=safely(want),
        )
        return

    def work(report: Report) -> bytes:
        with imprinter.speaking():
            return file.make(report)

    job = ask_file(file.name, key, work)
    if job.failure is not None:
        st.error(sentence(job.failure.sentence))
    made = job.result
    if made is not None:
        st.download_button(
            file.save,
            # Called when it is pressed: the file is not handed over at every run.
            data=lambda: made,
            file_name=file.file_name,
            mime=file.mime,
            icon=":material/download:",
            on_click="ignore",
            key=file.name,
            type="primary",
        )
    how_far(file.name, [job], file.told, file.left_off, after_ms=_LOOK_AGAIN_MS)

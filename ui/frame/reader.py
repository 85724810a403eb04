"""The language of a reader: the one in the address, else the chosen, else that of the browser."""

import streamlit as st
from babel import Locale, negotiate_locale

from ui.frame.presses import safely
from ui.kit import session
from ui.kit.language import ENGLISH, SESSION_KEY, _, language, languages, listed

PARAMETER = "lang"
_CHOSEN = "language_chosen"
_CHOICE = "language_choice"


def listen() -> str | None:
    """Set the session's language for this run; return what the address asks for and there is not.

    To be called once a run, before the first text.
    """
    asked = st.query_params.get(PARAMETER)
    if asked in languages():
        speak(asked)
        session.put(_CHOSEN, True)
        return None
    if session.get(SESSION_KEY) is None:
        speak(preferred(st.context.locale))
    return asked


def speak(chosen: str) -> None:
    """Set the language in which this session's reader is spoken to, from the next text on.

    Raises
    ------
    ValueError
        When there is no catalogue of it.
    """
    if chosen not in languages():
        raise ValueError(f"language = {chosen!r}: allowed is one of {', '.join(languages())}")
    session.put(SESSION_KEY, chosen)


def preferred(of_browser: str | None) -> str:
    """Return the language there is that comes closest to a browser's, such as zh-Hans-CN."""
    if not of_browser:
        return ENGLISH
    found = negotiate_locale([of_browser], languages(), sep="-")
    return found or ENGLISH


def parameters() -> dict[str, str]:
    """Return what links carry of the language: nothing while it follows the browser."""
    return {PARAMETER: language()} if session.get(_CHOSEN) else {}


def told_unknown(asked: str) -> str:
    """Say that a language of the address is not there, and which are."""
    names = listed(f"{name_of(one)} ({one})" for one in languages())
    told = _("Language: “{asked}” is not known. There are: {names}.")
    return told.format(asked=asked, names=names)


def name_of(chosen: str) -> str:
    """Return what a language is called by those who speak it."""
    return str(Locale.parse(chosen).display_name).capitalize()


def choose_language() -> None:
    """Offer the languages there are; nothing where there is but one."""
    if len(languages()) > 1:
        st.session_state[_CHOICE] = language()
        st.segmented_control(
            _("Language"),
            languages(),
            format_func=name_of,
            key=_CHOICE,
            required=True,
            label_visibility="collapsed",
            on_change=safely(_choose),
        )


def _choose() -> None:
    chosen = st.session_state[_CHOICE]
    speak(chosen)
    session.put(_CHOSEN, True)
    st.query_params[PARAMETER] = chosen

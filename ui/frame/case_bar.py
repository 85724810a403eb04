"""The bar at the head of every page: presets, baseline, undo, sharing, files, and what changed."""

from collections.abc import Callable

import streamlit as st

from mutualmodel import PRESETS, Case, Scenario
from mutualmodel.analysis import RULES, PlanRules, rules_followed
from mutualmodel.figures import figure
from mutualmodel.inputs import OTHER_PLANS, CaseFileError, from_file, to_file
from mutualmodel.inputs.own import KINDS
from ui.frame import kept, state
from ui.frame.analysis_book import whole_analysis
from ui.frame.background import ask_again
from ui.frame.forms import OWN_FIGURE
from ui.frame.imprint import plan_in_words
from ui.frame.making import LongFile, offer_file
from ui.frame.money_shown import money_switch, told_in_dollars
from ui.frame.presses import safely
from ui.frame.qr import offer_qr
from ui.frame.tour import tour_button
from ui.kit.blocks import notice, says
from ui.kit.component import component
from ui.kit.components import source
from ui.kit.files import XLSX_TYPE
from ui.kit.imprint import held
from ui.kit.language import (
    _,
    beside,
    counting_in,
    listed,
    moved,
    named,
    retold,
    sentence,
    sentences,
    title_of,
    written,
)
from ui.kit.taking import file_name

_REPLAY_MS = 2200

_share = component("share", html=source("share.html"), styles=("share.css",), scripts=("share.js",))
_projector = component(
    "projector",
    html=source("projector.html"),
    scripts=("projector.js",),
    isolate_styles=False,
)
_fold = component("fold", html=source("fold.html"), scripts=("fold.js",), isolate_styles=False)


def case_bar(view: state.View, more_files: Callable[[], None] | None = None) -> None:
    """Draw the bar, and under it what differs from the baseline.

    ``more_files`` offers what else can be taken away, once that is unfolded.
    """
    with st.container(key="case_bar", horizontal=True, vertical_alignment="center", gap="small"):
        name = _(view.preset.title) if view.preset else _("Your own plan")
        _fold(key="fold", data={"text": _("Plan: {name}").format(name=name)}, width="content")
        _presets(view)
        _other_plans()
        _pin(view)
        _keep(view, name)
        _steps()
        money_switch(view.case)
        _share(key="share", data=_share_data(), width="content")
        offer_qr()
        _files(more_files)
        _projector(key="projector", data=_projector_data(), width="content")
        tour_button()
    # In one place, there or not: the page below is then not drawn anew when they come and go.
    with st.container():
        if state.replaying():
            _told_replay()
        told_in_dollars(view.case)
        if view.pinned is not None:
            _told_other_money(view.plan, view.pinned.plan)
            _chips(view, view.pinned)
        for rules in rules_followed(view.plan):
            _told_rules(view, rules)


def _presets(view: state.View) -> None:
    known = view.preset.name if view.preset and view.preset.name in PRESETS else None
    state.offer("preset", known)
    st.pills(
        _("Start from a plan"),
        list(PRESETS),
        format_func=lambda name: _(PRESETS[name].title),
        key="preset",
        label_visibility="collapsed",
        wrap=True,
        width="content",
        on_change=safely(_load_preset),
    )


def _load_preset() -> None:
    name = state.offered("preset")
    if isinstance(name, str):
        state.load_preset(name)


def _other_plans() -> None:
    """Offer plans of another kind than the main one, and their rules for the plan at hand."""
    box = st.popover(_("Other plans"), icon=":material/groups:", key="others", on_change="rerun")
    if not box.open:
        st.session_state["rules_problem"] = None
        return
    with box:
        st.markdown("**" + _("Whole plans") + "**")
        for name, preset in OTHER_PLANS.items():
            _choice(f"other_{name}", preset.title, preset.insight, state.load_preset, name)
        st.markdown("**" + _("Rules of other plans, on your plan") + "**")
        st.caption(
            _(
                "Their rules are applied to your plan’s claims. How often they themselves pay is "
                "not in the data, so nothing is said of their own results."
            )
        )
        for name, rules in RULES.items():
            _choice(f"rules_{name}", rules.title, rules.insight, _lay_rules, name)
        if problem := st.session_state.get("rules_problem"):
            st.error(sentence(problem))


def _choice(key: str, title: str, insight: str, press: Callable[[str], None], chosen: str) -> None:
    st.button(
        _(title),
        key=key,
        help=retold(_(insight)),
        on_click=safely(press),
        args=(chosen,),
        width="stretch",
    )


def _lay_rules(name: str) -> None:
    problem = state.lay_rules(RULES[name])
    st.session_state["rules_problem"] = problem
    # What has changed is told below, which the open list would hide.
    st.session_state["others"] = problem is not None


def _pin(view: state.View) -> None:
    if view.pinned is None:
        st.button(
            _("Pin as baseline"),
            icon=":material/push_pin:",
            help=_("Every figure on every page then shows how far it is from this case."),
            on_click=safely(state.pin),
        )
    else:
        st.button(_("Unpin baseline"), icon=":material/keep_off:", on_click=safely(state.unpin))


def _keep(view: state.View, name: str) -> None:
    st.button(
        _("Keep for the lab"),
        icon=":material/bookmark_add:",
        key="keep_case",
        help=_("Keep this case by name, to compare it with others on the page Lab."),
        on_click=safely(_kept),
        args=("" if view.preset is None else name,),
    )


def _kept(name: str) -> None:
    """Keep the case that is shown now: the button may have been drawn with one before it."""
    view = state.view()
    case, name = view.case, name or plan_in_words(view.plan)
    # Names are not told: one may be a stranger's, and a toast takes some signs for marks.
    if any(one.case == case for one in kept.kept_cases()):
        st.toast(_("This case is kept for the lab already."), icon=":material/bookmark:")
        return
    kept.keep(name, case)
    if problem := kept.problem():
        st.toast(sentence(problem), icon=":material/error:")
    else:
        st.toast(_("Kept for the lab."), icon=":material/bookmark_added:")


def _steps() -> None:
    """Offer the ways between the cases there have been."""
    back, ahead = state.before(), state.ahead()
    _icon(
        "undo",
        _("Undo"),
        _("Back to the case before the last change."),
        state.undo,
        disabled=back is None,
        shortcut="Mod+Z",
    )
    _icon(
        "redo",
        _("Redo"),
        _("Do again what was undone."),
        state.redo,
        disabled=ahead is None,
        shortcut="Mod+Shift+Z",
    )
    _icon(
        "replay",
        _("Replay"),
        _("Show the case before the last change for a moment, then the present one."),
        state.replay,
        disabled=back is None or state.replaying(),
    )
    _icon(
        "restart_alt",
        _("Reset all"),
        _("Every input back to its default; the baseline stays, and it can be undone."),
        state.reset_all,
        key="reset_all",
    )


def _icon(
    icon: str,
    label: str,
    tip: str,
    press: Callable[[], None],
    *,
    key: str = "",
    disabled: bool = False,
    shortcut: str | None = None,
) -> None:
    """Draw a button of which the icon is seen and the label is read aloud."""
    st.button(
        label,
        key=key or icon,
        icon=f":material/{icon}:",
        help=tip,
        on_click=safely(press),
        disabled=disabled,
        shortcut=shortcut,
    )


def _projector_data() -> dict[str, str]:
    return {
        "label": _("Projector"),
        "leave": _("Leave projector"),
        "help": _("Large type, no sidebar and the full screen, for a room."),
    }


def _share_data() -> dict[str, object]:
    return {
        "query": state.query(),
        "label": _("Copy link"),
        "done": _("Link copied"),
        "failed": _("Copy this link:"),
    }


def _files(more: Callable[[], None] | None) -> None:
    """Offer what can be taken away and opened again."""
    box = st.popover(_("File"), icon=":material/folder_open:", key="files", on_change="rerun")
    if not box.open:
        st.session_state["file_problem"] = None
        return
    settled, beside = state.present(), kept.kept_cases()
    with box:
        st.download_button(
            _("Save this case"),
            data=lambda: to_file(settled.case, settled.baseline, beside).encode(),
            file_name="case.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="save_case",
        )
        _whole_analysis(state.view())
        if more is not None:
            more()
        st.file_uploader(
            _("Open a case file"), type="json", key="open_case", on_change=safely(_open_case)
        )
        if problem := st.session_state.get("file_problem"):
            st.error(sentence(problem))
        st.markdown(
            f"[{_('Bring figures of your own')}]({state.link_to('sources', figure=OWN_FIGURE)})"
        )


def _whole_analysis(view: state.View) -> None:
    """Offer all inputs, results and tables as one workbook, made when it is asked for."""
    imprinter = held()
    if imprinter is None:
        return
    file = LongFile(
        name="save_analysis",
        of=(view.case, view.pinned, view.kept),
        make=lambda report: whole_analysis(view, imprinter.imprint(), report),
        file_name=f"{file_name('analysis', imprinter)}.xlsx",
        mime=XLSX_TYPE,
        icon=":material/table_view:",
        ask=_("Make the whole analysis (Excel)"),
        save=_("Save the whole analysis (Excel)"),
        help=_(
            "Inputs, results, every page’s tables and the sources, each on a sheet. It takes some "
            "seconds and can be stopped."
        ),
        told=_("The workbook is being made."),
        left_off=_("Stopped: the workbook is not made."),
    )
    offer_file(file, imprinter)


def _open_case() -> None:
    uploaded = st.session_state["open_case"]
    st.session_state["file_problem"] = None
    if uploaded is None:
        return
    try:
        state.show_opened(from_file(uploaded.getvalue()))
    except CaseFileError as error:
        st.session_state["file_problem"] = error.problem.sentence


def _told_replay() -> None:
    """Say which change is replayed, and have the page show the present case again soon."""
    before = state.before()
    now = state.present()
    if before is not None:
        names = [
            title_of(Case.fields()[path], now.case.plan)
            for path in now.case.changes_from(before.case)
        ]
        names += [_(KINDS[kind].title) for kind in now.case.tables_changed_from(before.case)]
        changed = listed(names) or _("the baseline")
        told = _("Before the last change ({changed}).").format(changed=changed)
        says(told, live=True, kind="replayed")
    ask_again("replay_over", _REPLAY_MS, safely(state.end_replay))


def _told_rules(view: state.View, rules: PlanRules) -> None:
    """Say whose rules the plan follows, what they do here, and where each of them comes from."""
    says(named(_(rules.title), retold(_(rules.insight))))
    links: dict[bool, list[str]] = {False: [], True: []}
    for name, source_id in rules.sources.items():
        title = title_of(Case.fields()[f"plan.{name}"], view.plan)
        link = f"[{title}]({state.link_to('sources', figure=source_id)})"
        links[figure(source_id).kind == "assumption"].append(link)
    told = []
    if links[False]:
        told.append(_("Taken from that plan: {links}.").format(links=listed(links[False])))
    if links[True]:
        told.append(_("Assumed: {links}.").format(links=listed(links[True])))
    st.caption(sentences(*told))


def _told_other_money(plan: Scenario, pinned: Scenario) -> None:
    """Say that amounts of different money are not compared."""
    if plan.currency != pinned.currency:
        word = Case.fields()["plan.currency"].word
        told = _(
            "The plan is in {here}, the baseline in {there}: nothing is converted, so they are "
            "not compared."
        )
        notice(told.format(here=_(word(plan.currency)), there=_(word(pinned.currency))))


def _chips(view: state.View, pinned: Case) -> None:
    """List what differs from the baseline; a press puts one input back."""
    with st.container(horizontal=True, wrap=True, gap="small", key="chips"):
        for path, (before, now) in view.changes.items():
            meta = Case.fields()[path]
            with counting_in(pinned.plan.currency):
                was, was_beside = written(meta, before), beside(meta, before)
            st.button(
                named(title_of(meta, view.plan), moved(was_beside, beside(meta, now))),
                key=f"chip_{path}",
                icon=":material/undo:",
                wrap=True,
                help=_("Back to the baseline’s {value}").format(value=was),
                on_click=safely(state.back_to_baseline),
                args=(path,),
            )
        if view.baseline is not None:
            _table_chips(view.case, view.baseline)


def _table_chips(case: Case, baseline: Case) -> None:
    """List tables of the reader's own that are others than in the baseline."""
    for kind in case.tables_changed_from(baseline):
        before, now = (
            table.fingerprint if (table := one.own.table(kind)) else _("none")
            for one in (baseline, case)
        )
        st.button(
            named(_(KINDS[kind].title), moved(before, now)),
            key=f"chip_own_{kind}",
            icon=":material/undo:",
            wrap=True,
            help=_("Back to the baseline’s {value}").format(value=before),
            on_click=safely(state.table_of_baseline),
            args=(kind,),
        )

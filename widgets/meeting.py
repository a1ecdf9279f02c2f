"""The meeting screen: one slide, the keys that change it, and what they open.

Elements keep their order and keys from slide to slide, so that the browser
redraws the mounted chart in place; the neighbours' figures are read beforehand.
"""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import streamlit as st

from access import meeting_mode, run
from access.challenges import may_ask
from access.meeting_mode import Mode
from access.scope import NotYours
from access.viewer import Viewer
from charts.chart import Chart
from charts.plotly import figure_json
from models.meeting import STANDING_AGENDA, Meeting, agenda_of
from models.quarters import LONDON
from models.state import today
from models.store import reading
from widgets import meeting_look as look
from widgets.ask_about import ask_form
from widgets.card import plot
from widgets.meeting_slides import Room, Slide, Stop, definition_text, slide_of, stops, you_said
from widgets.pickers import View

_LOOK_AGAIN = timedelta(seconds=30)
_NOTHING = '{"data":[],"layout":{"height":10,"font":{"size":20}}}'
# name: (key, words on its button)
_PANELS = {
    "table": ("T", "Table"),
    "definition": ("D", "Definition"),
    "said": ("Y", "You said"),
    "ask": ("A", "Ask"),
    "black": ("B", "Black"),
    "help": ("H", "Help"),
}


@dataclass(frozen=True)
class _Shown:
    """The slide on the screen, or why there is none."""

    slide: Slide | None
    view: View | None
    refusal: str = ""


def meeting_screen(viewer: Viewer) -> None:
    """The whole screen of a sign-in that is in meeting mode."""
    st.html(look.STYLE)
    with reading() as session:
        mode = meeting_mode.mode_of(session, run.cookie())
    if mode is None:
        meeting_mode.leave(viewer)
    if mode.locked:
        _locked(viewer)
        return
    meeting_mode.touch(run.cookie())
    room, about, agenda = _room(viewer, mode)
    _start_slide(agenda)
    _bar(viewer, len(agenda))
    stop = agenda[st.session_state["slide"]]
    _draw(room, stop, _shown(room, stop), about)
    _watch()
    _read_neighbours(room, agenda)


def _room(viewer: Viewer, mode: Mode) -> tuple[Room, str, list[Stop]]:
    """What is shared, the words on the figures' age, and the agenda's slides."""
    with reading() as session:
        room = Room(viewer, mode.meeting_id, mode.edition_id, today(session))
        if mode.meeting_id is None:
            return room, "Figures as they stand now", stops(_standing())
        meeting = session.get(Meeting, mode.meeting_id)
        opened = meeting.opened_at.astimezone(LONDON)
        words = f"Figures as opened on {opened.day} {opened:%B %Y at %H:%M}"
        return room, words, stops(agenda_of(session, mode.meeting_id))


def _standing() -> list[SimpleNamespace]:
    """The standing agenda for the view that the address names."""
    chosen = {name: st.query_params.get(name, "") for name in ("quarter", "directorate")}
    return [SimpleNamespace(page=page, note="", **chosen) for page in STANDING_AGENDA]


def _start_slide(agenda: list[Stop]) -> None:
    """At first the slide of the page from which the screen was opened, else the first."""
    state = st.session_state
    if "slide" not in state:
        asked = st.query_params.get("page")
        state["slide"] = next((n for n, stop in enumerate(agenda) if stop.page == asked), 0)
        state["panel"], state["panel_page"] = "", 0
    state["slide"] = min(state["slide"], len(agenda) - 1)


def _shown(room: Room, stop: Stop) -> _Shown:
    try:
        return _Shown(*slide_of(room, stop))
    except (NotYours, ValueError) as refusal:
        return _Shown(None, None, str(refusal))


def _draw(room: Room, stop: Stop, shown: _Shown, age: str) -> None:
    """Head, words, chart and panel, always in this order."""
    slide, panel = shown.slide, st.session_state["panel"]
    if slide is None:
        parts = [look.head("This view cannot be shown", shown.refusal, "", (age,)), ""]
        chart = None
    else:
        parts = [_head(shown, stop, age), _body(room, stop, slide, panel)]
        chart = slide.chart if not panel else None
    st.html(parts[0])
    scale, figure = _drawing(chart, slide)
    st.html(parts[1] + (look.scaled_chart(scale) if figure else look.NO_CHART))
    with st.container(key="slide_chart"):
        # Always there, so that the next chart is drawn into the mounted one.
        plot(figure or _NOTHING, chart.alt if figure else "", key="meeting_plot")
    st.html(look.under(chart.notes) if figure else "<span></span>")
    with st.container(key="slide_panel"):
        if panel == "ask" and slide is not None:
            _ask(room, stop, shown)


def _drawing(chart: Chart | None, slide: Slide | None) -> tuple[float, str]:
    """How much the chart is enlarged, and the chart as JSON; empty where there is none."""
    if chart is None or chart.empty:
        return 1.0, ""
    scale, high, wide = look.chart_size(chart, under_figures=bool(slide.figures))
    return scale, figure_json(chart, meeting=True, height=high, width=wide)


def _head(shown: _Shown, stop: Stop, age: str) -> str:
    slide = shown.slide
    return look.head(slide.question, slide.title, slide.about, (*slide.marks, age), stop.note)


def _body(room: Room, stop: Stop, slide: Slide, panel: str) -> str:
    page = st.session_state["panel_page"]
    if panel == "table" and slide.table is not None:
        return look.table(slide.table, page=page % look.pages_of(slide.table))
    if panel == "said":
        told = you_said(room, stop)
        return look.table(told, page=page % look.pages_of(told))
    if panel == "definition":
        return look.words(definition_text(slide))
    if panel == "help":
        return look.help_keys()
    if panel == "black":
        return look.BLACK
    if panel == "ask":
        return "<span></span>"
    alone = slide.chart is None and not slide.lines
    drawn = look.figures(slide.figures, alone=alone) + look.lines(
        slide.lines, counts=slide.counts, under_figures=bool(slide.figures)
    )
    if not drawn and slide.chart is None:
        drawn = look.words("There is nothing to list. Press A on any screen to ask about it.")
    if slide.chart is not None and slide.chart.empty:
        drawn += look.words("Nothing is recorded for this view, so there is no chart to show.")
    return drawn


def _ask(room: Room, stop: Stop, shown: _Shown) -> None:
    viewer, slide = room.viewer, shown.slide
    if not may_ask(viewer):
        st.write("Only members of the Group can ask. Press A to go back.")
        return
    figure = f"{slide.question} {slide.title}"
    ask_form(viewer, shown.view, figure, stop.page, key="_slide", meeting_id=room.meeting_id)


def _bar(viewer: Viewer, count: int) -> None:
    """The buttons of the keys, and where the meeting is."""
    now = st.session_state["slide"]
    with st.container(horizontal=True, key="meeting_bar", vertical_alignment="center"):
        _button("Back", "Left", _go, -1, count, disabled=now == 0)
        st.text(f"{now + 1} of {count}", width="content")
        _button("Next", "Right", _go, 1, count, disabled=now == count - 1)
        for name, (key, words) in _PANELS.items():
            _button(words, key, _open, name)
        _button("Leave", "Q", _back_out)
    with st.container(key="unseen"):
        _button("Page up", "PageUp", _go, -1, count)
        _button("Page down", "PageDown", _go, 1, count)
        _button("Escape", "Escape", _back_out)
    if st.session_state.pop("leaving", False):
        meeting_mode.leave(viewer)


def _button(words: str, key: str, act, *given, disabled: bool = False) -> None:
    st.button(words, key=f"key_{key}", shortcut=key, on_click=act, args=given, disabled=disabled)


def _go(step: int, count: int) -> None:
    state = st.session_state
    state["slide"] = min(max(state["slide"] + step, 0), count - 1)
    state["panel"], state["panel_page"] = "", 0


def _open(name: str) -> None:
    """Open a panel; its next rows, or close it, where it is open."""
    state = st.session_state
    if state["panel"] != name:
        state["panel"], state["panel_page"] = name, 0
    elif name in {"table", "said"}:
        state["panel_page"] += 1
    else:
        state["panel"] = ""


def _back_out() -> None:
    """Close what is open; with nothing open, leave."""
    if st.session_state.get("panel"):
        st.session_state["panel"], st.session_state["panel_page"] = "", 0
    else:
        st.session_state["leaving"] = True


@st.fragment(run_every=_LOOK_AGAIN)
def _watch() -> None:
    """Look now and then whether the screen must lock. This is no input."""
    with reading() as session:
        mode = meeting_mode.mode_of(session, run.cookie())
    if mode is None or mode.locked:
        st.rerun()


def _locked(viewer: Viewer) -> None:
    """Nothing of the meeting, and a way to open it again."""
    st.title("The screen is locked", anchor=False)
    st.write("Nothing was typed or clicked for a while. Give your password to go on.")
    with st.form("unlock", clear_on_submit=True):
        password = st.text_input("Password", type="password", autocomplete="current-password")
        sent = st.form_submit_button("Unlock")
    if sent:
        if meeting_mode.unlock(run.cookie(), viewer, password):
            st.rerun()
        st.error("The password is wrong, or there were too many attempts.")
    if st.button("Sign out", key="locked_out"):
        meeting_mode.sign_out(viewer)


def _read_neighbours(room: Room, agenda: list[Stop]) -> None:
    """Read what the next and the last slide need, so that they come at once."""
    now = st.session_state["slide"]
    for number in (now + 1, now - 1):
        if 0 <= number < len(agenda):
            _shown(room, agenda[number])

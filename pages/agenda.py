"""The chair plans a meeting: views in an order, from the standing agenda, then opens it."""

import streamlit as st

from access import meetings
from access.challenges import NotYourStep, may_chair, need
from access.guard import require
from access.reading import read
from access.scope import directorates_for
from access.viewer import Role
from measures.meeting_lists import open_meeting
from measures.quarters import quarters_of
from measures.rounding import day_text
from models.meeting import MeetingError, MeetingState
from models.quarters import Quarter
from models.state import today
from models.store import reading, writing
from widgets.agenda import agenda_rows, agenda_title, meetings_of, moved
from widgets.meeting_slides import OF_THE_GROUP, VIEWS
from widgets.plain import plain
from widgets.turns import keyed, start_anew

STEPS = (("Up", -1), ("Down", 1), ("Take off", 0))

viewer = require(Role.OVERSIGHT)
with reading() as session:
    day = today(session)
    rows = meetings_of(session)
planned = {row["id"]: row for row in rows if row["state"] == MeetingState.PLANNED}
opened = {row["id"]: row for row in rows if row["state"] == MeetingState.OPEN}
st.title(agenda_title(len(planned), len(opened)), anchor=False)
if said := st.session_state.pop("said", None):
    st.success(said)
if not may_chair(viewer):
    st.write("The chair plans and opens meetings. You can see what is planned.")


def attempt(change, words: str, *, form: str = "") -> None:
    """Make one change, and say what came of it on the page drawn anew, its form empty again."""
    try:
        with writing() as session:
            change(session)
    except (MeetingError, NotYourStep) as error:
        st.error(plain(str(error)))
        return
    if form:
        start_anew(form)
    st.session_state["said"] = words
    st.rerun()


def start(session, number: int) -> None:
    """Open a meeting with the figures of this moment."""
    need(may_chair(viewer), "open a meeting")
    open_meeting(session, number, by=viewer.username)


def plan_form() -> None:
    """Plan a meeting, which starts from the standing agenda."""
    with st.form("plan"):
        title = st.text_input("Title", key=keyed("plan", "plan_title"), max_chars=120)
        on = st.date_input("Held on", day, format="DD/MM/YYYY", key=keyed("plan", "plan_on"))
        sent = st.form_submit_button("Plan the meeting")
    if sent:
        terms = {"title": title, "held_on": on}
        attempt(lambda s: meetings.plan(s, viewer, **terms), "Planned.", form="plan")


def agenda_editor(number: int) -> None:
    """The views of one meeting, each to be moved or taken off, and a form to add one."""
    names = {"": "Essex county", **dict(directorates_for(viewer))}
    items = agenda_rows(number)
    for place, item in enumerate(items):
        row, *steps = st.columns([7, 0.8, 1, 1.4], vertical_alignment="center")
        what = [VIEWS[item["page"]]]
        if item["page"] not in OF_THE_GROUP:
            what += [names.get(item["directorate"], ""), quarter_words(item["quarter"])]
        row.text(f"{place + 1}. " + ", ".join(filter(None, [*what, item["note"]])))
        for column, (words, step) in zip(steps, STEPS, strict=True):
            if column.button(words, key=f"{words}_{place}", disabled=not may_chair(viewer)):
                changed = moved(items, place, step)
                attempt(
                    lambda s, new=changed: meetings.put_agenda(s, viewer, number, new),
                    "The agenda is changed.",
                )
    add_form(number, items, names)


def add_form(number: int, items: list[dict], names: dict[str, str]) -> None:
    """A form that adds one view to the agenda."""
    codes = ["", *(quarter.code for quarter in read(quarters_of, viewer))]
    with st.form("add_view"):
        page = st.selectbox("View", list(VIEWS), format_func=VIEWS.get, key=added("page"))
        quarter = st.selectbox("Quarter", codes, format_func=quarter_words, key=added("quarter"))
        place = st.selectbox("Directorate", list(names), format_func=names.get, key=added("place"))
        note = st.text_input("Note on the screen, if any", key=added("note"), max_chars=300)
        sent = st.form_submit_button("Add to the agenda", disabled=not may_chair(viewer))
    if sent:
        own = {} if page in OF_THE_GROUP else {"quarter": quarter, "directorate": place}
        new = [*items, {"page": page, "note": note.strip(), **own}]
        attempt(lambda s: meetings.put_agenda(s, viewer, number, new), "Added.", form="add")


def quarter_words(code: str) -> str:
    """A quarter as people read it; blank stands for the last whole one."""
    return Quarter.parse(code).label if code else "the last whole quarter"


def added(name: str) -> str:
    """The key of a field of the form that adds a view."""
    return keyed("add", f"add_{name}")


for number, row in opened.items():
    st.header(f"Open: {plain(row['title'])}, {day_text(row['held_on'])}", anchor=False)
    st.write("Its figures and lists stay as they were when it was opened. Press M to show it.")
    if may_chair(viewer) and st.button("End this meeting", key=f"end_{number}"):
        attempt(lambda s, n=number: meetings.end(s, viewer, n), "The meeting is ended.")
if planned:
    chosen = st.selectbox(
        "Planned meeting",
        list(planned),
        format_func=lambda n: f"{planned[n]['title']}, {day_text(planned[n]['held_on'])}",
        key="chosen",
    )
    agenda_editor(chosen)
    if may_chair(viewer) and st.button("Open this meeting now", key="open", type="primary"):
        attempt(lambda s: start(s, chosen), "The meeting is open. Press M to show it.")
if may_chair(viewer):
    st.header("Plan a meeting", anchor=False)
    plan_form()

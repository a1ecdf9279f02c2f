"""Notes on lines: what happened, put on a trend where everyone reads it."""

import streamlit as st

from access.challenges import NotYourStep, may_note
from access.guard import require
from access.meetings import NOTE_LETTERS, add_note
from access.scope import NotYours
from access.viewer import Role
from models.meeting import MeetingError
from models.state import today
from models.store import reading, writing
from widgets.line_notes import notes_table, places_for, trend_names
from widgets.plain import plain
from widgets.show import show_table
from widgets.turns import keyed, start_anew

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.DATA_OFFICER)
with reading() as session:
    day = today(session)
    names = trend_names(session)
    places = places_for(viewer)
    noted = notes_table(session, names, places)
st.title(noted.title, anchor=False)
if said := st.session_state.pop("said", None):
    st.success(said)
show_table(noted, key="notes", heading=False)
st.write("A note shows on the line on every screen, in meetings and in the packs.")
if not may_note(viewer):
    st.write("The chair, directorate leads and data officers add notes.")
    st.stop()
with st.form("note"):
    measure = st.selectbox("Line", list(names), format_func=names.get, key=keyed("note", "measure"))
    scope = st.selectbox("Unit", list(places), format_func=places.get, key=keyed("note", "scope"))
    on = st.date_input(
        "It happened on", day, max_value=day, format="DD/MM/YYYY", key=keyed("note", "on")
    )
    words = st.text_input(
        "What happened, in a few words", key=keyed("note", "words"), max_chars=NOTE_LETTERS
    )
    sent = st.form_submit_button("Put it on the line")
if sent:
    try:
        with writing() as session:
            add_note(session, viewer, measure=measure, scope=scope, happened_on=on, text=words)
        start_anew("note")
        st.session_state["said"] = "The note is on the line."
        st.rerun()
    except (MeetingError, NotYourStep, NotYours) as error:
        st.error(plain(str(error)))

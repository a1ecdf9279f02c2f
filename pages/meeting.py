"""The meeting screen, and the way to it."""

import streamlit as st

from access import meeting_mode
from access.guard import require
from models.meeting import open_now
from models.store import reading
from widgets.meeting import meeting_screen
from widgets.meeting_look import KEYS
from widgets.plain import plain

viewer = require(meeting=True)
if viewer.in_meeting:
    meeting_screen(viewer)
    st.stop()

with reading() as session:
    meeting = open_now(session)
    title = meeting.title if meeting else ""
st.title(f"{plain(title)} is open" if title else "No meeting is open", anchor=False)
if title:
    st.write("The meeting screen shows its agenda, with the figures as they were opened.")
else:
    st.write("The chair opens a meeting on the page of the agenda.")
    if meeting_mode.may_start(viewer):
        st.write("Until then the meeting screen shows the standing agenda, as figures stand now.")
st.write("While the screen is on, this sign-in shows the meeting alone. It locks when unused.")
if meeting_mode.may_start(viewer) and st.button("Show the meeting screen", key="show_meeting"):
    meeting_mode.enter(viewer)
st.header("Keys", anchor=False)
st.table({"Key": [key for key, _ in KEYS], "What it does": [what for _, what in KEYS]})

"""Members of the panel, one record at a time: consent, withdrawal, erasure and removal."""

import streamlit as st

from access.guard import require
from access.pages import row_of
from access.viewer import Role
from widgets.marks import say_illustrative
from widgets.members import due, find, opened, say, show_record

viewer = require(Role.DATA_OFFICER)
FIND, DUE = "Find a member", "See what is due for removal"
st.title("Panel members", anchor=False)
say_illustrative(viewer)
say()
if (member_id := opened()) is not None:
    show_record(viewer, member_id)
    st.stop()
audited = "Each list and each record that you open is noted in the audit trail."
sign_up = row_of("record_panel")
st.write(f"{audited} To add or change a record, go to “{sign_up.title}”." if sign_up else audited)
if st.radio("What do you want to do?", (FIND, DUE), horizontal=True, key="task") == FIND:
    find(viewer)
else:
    due(viewer)

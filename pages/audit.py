"""The audit trail: what was done, by whom, and whether the record of it is whole."""

import streamlit as st

from access.guard import require
from access.trail import SHOWN, as_csv, choices, events, shown, verify
from access.viewer import Role
from charts.chart import Table
from models.audit import record
from models.store import reading, writing
from widgets.show import show_table

viewer = require(Role.ADMINISTRATOR)
with reading() as session:
    actors, actions = choices(session)

st.title("Audit trail")
left, right = st.columns(2)
since = left.date_input("From", value=None, format="DD/MM/YYYY", key="since")
until = right.date_input("To", value=None, format="DD/MM/YYYY", key="until")
actor = left.selectbox("Who", ["", *actors], format_func=lambda a: a or "Anyone", key="actor")
action = right.selectbox(
    "What", ["", *actions], format_func=lambda a: a or "Anything", key="action"
)
chosen = {"since": since, "until": until, "actor": actor, "action": action}
with reading() as session:
    rows = events(session, **chosen)
if rows:
    st.write("The latest 200 events." if len(rows) == 200 else f"{len(rows)} events.")
    listed = Table("Audit trail", SHOWN, shown(rows))
    show_table(listed, key="events", heading=False, download=False)
else:
    st.write("No event fits these choices.")


def note_export() -> None:
    """Note that the trail was taken out."""
    with writing() as session:
        record(session, actor=viewer.username, action="audit trail exported")


def all_rows() -> bytes:
    """Every event that fits, as CSV."""
    with reading() as session:
        return as_csv(events(session, **chosen, most=None))


st.download_button(
    "Download as CSV",
    all_rows,
    "audit-trail.csv",
    "text/csv",
    on_click=note_export,
    key="download",
)
if st.button("Verify the trail", key="verify"):
    with writing() as session:
        count, found = verify(session, by=viewer.username)
    if found:
        st.error("The trail was changed.")
        st.table({"What is wrong": found})
    else:
        st.success(f"The trail is whole: {count} events, each following the one before.")

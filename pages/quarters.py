"""Quarters: what is missing, closing with everything frozen, and reopening with a reason."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts.closings import checklist_table, closings_table, closings_title, revisions_table
from measures.closings import closings, revisions
from measures.missing import missing
from models.quarters import Quarter
from widgets.closing import close_button, reopen_form
from widgets.marks import say_illustrative
from widgets.pickers import choose
from widgets.show import show_table

viewer = require(Role.DATA_OFFICER)
found = read(closings, viewer)
st.title(closings_title(found), anchor=False)
say_illustrative(viewer)
options = dict(zip(found["code"], found["quarter"], strict=True))
waiting = found.loc[found["may_close"], "code"].tolist()
order = {code: options[code] for code in [*waiting[::-1], *options]}
quarter = Quarter.parse(choose("Quarter", "quarter", order))
row = found[found["code"] == quarter.code].iloc[0]

if row["state"] == "closed":
    reopen_form(viewer, quarter)
elif row["may_close"]:
    close_button(viewer, quarter)
else:
    st.write(f"{quarter} can be closed from {row['closes_from']}, so that late entries are in.")
show_table(
    checklist_table(read(missing, viewer, quarter=quarter), quarter=quarter.label), key="checklist"
)
show_table(
    revisions_table(read(revisions, viewer, quarter=quarter), quarter=quarter.label),
    key="revisions",
)
show_table(closings_table(found), key="quarters")

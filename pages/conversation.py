"""What needs a conversation: every signal, its rule, and the view that shows it."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts.overview import signals_table, signals_title
from measures.definitions import definition, points
from measures.signals import in_part, signals
from widgets.ask_about import ask_about
from widgets.pickers import pick
from widgets.show import show_table
from widgets.signals import signal_lines

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER)
heading = st.container(key="heading")
view = pick(viewer)
this = {**view.unit, "quarter": view.quarter}
found, part = read(signals, viewer, **this), read(in_part, viewer, **this)
with heading:
    st.title(signals_title(found, in_part=part), anchor=False)
if found.empty:
    st.write("No rule found anything in this quarter. The definitions say which rules there are.")
if not found.empty:
    said = (found["label"] + ": " + found["finding"]).tolist()
    ask_about(viewer, view, said, "conversation")
st.html(signal_lines(found, quarter=view.quarter))
with st.expander("Table"):
    show_table(signals_table(found, in_part=part), key="signals", heading=False)
st.markdown(definition("signals"))
with st.expander("The rules, one by one"):
    st.markdown(points("signals"))

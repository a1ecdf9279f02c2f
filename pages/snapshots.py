"""Snapshots of the panel: a new one outside a closing, those taken, and what they may hold."""

import streamlit as st

from access.guard import require
from access.reading import read
from access.viewer import Role
from charts.snapshots import declared_table, taken_table
from measures.panel_tables import DECLARED
from measures.snapshots import taken_so_far
from widgets.marks import say_illustrative
from widgets.show import show_table
from widgets.snapshots import take_button

viewer = require(Role.DATA_OFFICER)
st.title("Panel snapshots", anchor=False)
say_illustrative(viewer)
st.write(
    "Pages about the panel never look at members. They read a snapshot of protected tables. "
    "Closing a quarter takes one."
)
st.write("You can take one between closings, once at least 10 members joined, left or changed.")
take_button(viewer)
show_table(taken_table(read(taken_so_far, viewer)), key="taken")
show_table(declared_table(DECLARED), key="declared")

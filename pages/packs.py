"""Packs: make a quarter's review in every format, and find past ones with their hashes."""

import streamlit as st

from access.guard import require
from access.viewer import Role
from exports.keeping import content_of, make_and_keep, past
from exports.making import FORMATS
from widgets.packs import download_past, make_button
from widgets.pickers import pick
from widgets.plain import plain

viewer = require(Role.OVERSIGHT, Role.LEAD, Role.SERVICE_MANAGER, Role.DATA_OFFICER)
st.title("The quarterly review, in a form for everyone", anchor=False)
view = pick(viewer)
st.write(f"The pack is about {plain(view.label)} in {view.quarter.label}.")
if view.provisional:
    st.write("This quarter is open, so every page of its pack says “Draft”.")
make_button(viewer, view, FORMATS, make_and_keep)
st.header("Past packs", anchor=False)
download_past(viewer, past(viewer), content_of)

"""The word that must stand wherever made-up records are shown."""

import streamlit as st

from access.reading import read
from access.viewer import Viewer
from measures.quarters import illustrative
from widgets.show import ILLUSTRATIVE


def say_illustrative(viewer: Viewer) -> None:
    """Say on a page without pickers that the county's records are made up, where they are."""
    if read(illustrative, viewer):
        st.badge(ILLUSTRATIVE, color="gray")

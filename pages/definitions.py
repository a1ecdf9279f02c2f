"""How we measure: every definition, with its formulas and their sources."""

import streamlit as st

from access.guard import require
from measures.definitions import document, markdown, sections
from models.edition import DEFINITIONS_VERSION

require()

st.title("How we measure")
st.markdown(
    f"Definitions version {DEFINITIONS_VERSION}. "
    "A closed quarter keeps the version that it was closed with."
)
st.download_button(
    "Download all definitions",
    data=document(),
    file_name="how-we-measure.md",
    mime="text/markdown",
    key="definitions_file",
    on_click="ignore",
)
rules, *others = sections()
st.header(rules.title, anchor=False)
st.markdown(markdown(rules))
st.header("Subject by subject", anchor=False)
for section in others:
    with st.expander(section.title, key=f"definition_{section.subject}"):
        st.markdown(markdown(section))

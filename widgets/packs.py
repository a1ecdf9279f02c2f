"""The controls that make a pack and hand out past ones."""

import pandas as pd
import streamlit as st

from access.scope import NotYours
from access.viewer import Viewer
from charts.chart import Table
from widgets.pickers import View
from widgets.plain import plain
from widgets.show import show_table


def make_button(viewer: Viewer, view: View, formats, make_and_keep) -> None:
    """Choose formats and make them, with progress."""
    names = {form.code: form.name for form in formats}
    chosen = st.multiselect(
        "Formats", list(names), default=list(names), format_func=names.get, key="formats"
    )
    if not st.button("Make the pack", key="make_pack", type="primary", disabled=not chosen):
        return
    progress = st.progress(0.0, text="Reading the figures")
    try:
        files = make_and_keep(viewer, view.quarter, **view.unit, codes=chosen)
        for number, made in enumerate(files, start=1):
            progress.progress(number / len(chosen), text=f"{made.format.name} is ready")
    except NotYours as refused:
        st.error(plain(str(refused)))
        return
    progress.progress(1.0, text="The pack is ready. Its files are listed below.")


def download_past(viewer: Viewer, found: pd.DataFrame, content_of) -> None:
    """A table of past files with their hashes, and a download of one that is chosen."""
    if found.empty:
        st.write("No pack has been made yet.")
        return
    names = dict(zip(found["id"], found["name"], strict=True))
    words = {row.id: _words(row) for row in found.itertuples()}
    chosen = st.selectbox("File", list(words), format_func=words.get, key="past_file")
    # The rights are checked when the page is drawn and again when the file is asked for.
    st.download_button(
        f"Download: {plain(words[chosen])}",
        data=lambda: content_of(viewer, int(chosen)) or b"",
        file_name=names[chosen],
        key=f"download_{chosen}",
        on_click="ignore",
    )
    show_table(_table(found), key="past_packs", heading=False)


def _words(row) -> str:
    return f"{row.format}: {row.unit}, {row.quarter}, {row.state}, made on {_day(row.made)}"


def _table(found: pd.DataFrame) -> Table:
    return Table(
        title="Past packs",
        columns=("Quarter", "Unit", "State", "Format", "Made on", "By", "Size, kB", "SHA-256"),
        rows=tuple(
            (r.quarter, r.unit, r.state, r.format, _day(r.made), r.by, f"{r.size:,}", r.sha256)
            for r in found.itertuples()
        ),
        notes=("The hash shows that a file is the one that was made.",),
    )


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}"

"""A chart or a table as a card: finding, drawing, notes, table and definition."""

import re
from collections.abc import Sequence
from functools import lru_cache

import streamlit as st

from charts.chart import Chart, Table
from charts.csv_text import csv_bytes
from charts.plotly import figure_json
from widgets.ask_about import Asker
from widgets.plain import WORD_JOINER, plain
from widgets.plot import plot

ILLUSTRATIVE = "Illustrative data"
PROVISIONAL = "Provisional: may still change"
NOTHING = "Nothing is recorded for this choice, so there is no chart to show."
NO_MARK = "There is too little to draw. The table has what is recorded."
EMPTY_TABLE = "There are no rows to show."
# Streamlit's own tables are an eighth smaller than the text around them, and row heads pale.
_TABLE_STYLE = """<style>[data-testid="stTableStyledTable"] :is(th, td, p)
{ font-size: 1rem; color: inherit; }</style>"""


def show(
    chart: Chart,
    *,
    table: Table | None,
    key: str,
    definition: str | None = None,
    download_name: str = "",
    heading: bool = True,
    meeting: bool = False,
    compact: bool = False,
    ask: Asker | None = None,
) -> None:
    """One chart as a card.

    table          the same figures, behind one control and as CSV; None only where no
                   figures may leave the screen
    key            unique on the page, the same between runs
    definition     markdown of ours, one click away
    download_name  name of the CSV file without its ending; made from the title if empty
    heading        whether the title is printed; False where the page's title says it
    ask            puts “Ask about this” beside it, for the Group
    """
    with st.container(key=f"card_{key}"):
        if heading:
            st.header(plain(chart.title), anchor=False)
        _marks(chart)
        if chart.empty:
            st.markdown(NO_MARK if _has_words(chart) and table is not None else NOTHING)
        else:
            drawing = figure_json(chart, meeting=meeting, compact=compact)
            plot(drawing, chart.alt, key=f"plot_{key}", fill=meeting)
        _notes(chart.notes)
        _controls(table, definition, download_name, key, chart.title, ask)


def show_table(table: Table, *, key: str, download_name: str = "", heading: bool = True) -> None:
    """One table alone with its notes and its CSV; a sentence where it has no rows."""
    with st.container(key=f"table_card_{key}"):
        if heading and table.title:
            st.header(plain(table.title), anchor=False)
        _table(table)
        _notes(table.notes)
        if table.rows:
            _download(table, download_name, key)


def _has_words(chart: Chart) -> bool:
    """Whether a chart without marks still has something to say of a count, such as “3 of 7”."""
    texts = (text for series in chart.series for text in series.texts)
    return any(letter.isdigit() for text in texts for letter in text)


def _marks(chart: Chart) -> None:
    words = [ILLUSTRATIVE] * chart.illustrative + [PROVISIONAL] * chart.provisional
    if words:
        st.markdown(f"**{' · '.join(words)}**")


def _notes(notes: Sequence[str]) -> None:
    if notes:
        st.markdown("  \n".join(plain(note) for note in notes))


def _controls(
    table: Table | None, definition: str | None, name: str, key: str, figure: str, ask: Asker | None
) -> None:
    if table is None and definition is None:
        return
    with st.container(horizontal=True, key=f"controls_{key}"):
        if definition is not None:
            with st.popover("How this is measured", key=f"definition_{key}"):
                st.markdown(definition)
        if table is not None and table.rows:
            _download(table, name, key)
        if ask is not None:
            ask.button(figure, key)
    if table is not None:
        # Drawn when opened: closed tables would be two thirds of what a browser holds.
        place = st.expander("Table", key=f"table_{key}", on_change="rerun")
        if place.open:
            with place:
                _table(table)
                _notes(table.notes)


def _table(table: Table) -> None:
    """An HTML table: screen readers walk it, and its first column heads each row."""
    if not table.rows:
        st.markdown(EMPTY_TABLE)
        return
    st.html(_TABLE_STYLE)
    st.table(_frame(table), border="horizontal", alt=table.title or None)


@lru_cache(maxsize=256)
def _frame(table: Table):
    """The table as Streamlit takes it; it is only ever read."""
    import pandas as pd

    rows = [[plain(cell) for cell in row] for row in table.rows]
    columns = _told_apart([plain(column) for column in table.columns])
    frame = pd.DataFrame(rows, columns=columns)
    return frame.set_index(columns[0]) if len(columns) > 1 else frame


def _told_apart(columns: list[str]) -> list[str]:
    """Heads of the same words told apart by unseen marks, since a frame wants no two alike."""
    return [name + WORD_JOINER * columns[:i].count(name) for i, name in enumerate(columns)]


def _download(table: Table, name: str, key: str) -> None:
    """The file is made here, inside the viewer's own run, and handed over as it is."""
    data = csv_bytes(table)
    st.download_button(
        "Download as CSV",
        data=lambda: data,
        file_name=f"{file_name(name or table.title)}.csv",
        mime="text/csv",
        key=f"csv_{key}",
        on_click="ignore",
    )


def file_name(text: str) -> str:
    """A file name of lower-case words and hyphens, at most 80 letters."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].strip("-") or "table"

"""The one component that draws cards: plotly loaded once, and every chart redrawn in place.

The script (`script/card.js`) is ours and fixed; words and figures reach it as JSON text and
never become script or markup. A card of Streamlit's own elements would be ten of them, each
made again by the browser at every change, and its chart mounted again.
"""

import json
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

from charts.chart import Table
from charts.csv_text import csv_bytes

_HTML = """<section class="oversight-card">
<h2 hidden></h2><p class="marks" hidden></p>
<div class="oversight-plot" role="img" hidden></div>
<p class="words" hidden></p><div class="open" hidden></div><p class="notes" hidden></p>
<div class="controls" hidden>
<details class="how"><summary>How this is measured</summary><p></p></details>
<button type="button" class="csv">Download as CSV</button>
<button type="button" class="ask">Ask about this</button>
<details class="behind"><summary>Table</summary><div></div></details>
</div></section>"""
_CSS = ".oversight-plot { width: 100%; overflow: hidden; }"
_NAME = "oversight.card"


def offer() -> None:
    """Let browsers have the cards' script from now on, before any card is drawn."""
    _component()


def plot(figure: str, alt: str, *, key: str, fill: bool = False) -> None:
    """Draw a figure (JSON from `charts.plotly.figure_json`) with its text alternative.

    fill   grow into the height of a large screen
    """
    draw(content(figure=figure, alt=alt, fill=fill), key=key)


def draw(card: str, *, key: str, ask: bool = False, beside: str = "") -> bool:
    """Draw a card (JSON from `content`). True in the run in which “Ask about this” was pressed.

    ask      offer “Ask about this”
    beside   the name from `widgets.beside.note` under which its neighbours are to be had
    """
    data = {"card": card, "beside": beside}
    if not ask:
        _component()(key=key, data=data)
        return False
    drawn = _component()(key=key, data=data | {"ask": True}, on_ask_change=_noted)
    return bool(drawn.ask)


@lru_cache(maxsize=512)
def content(
    *,
    title: str = "",
    marks: str = "",
    figure: str = "",
    alt: str = "",
    fill: bool = False,
    words: str = "",
    notes: tuple[str, ...] = (),
    definition: str = "",
    table: Table | None = None,
    opened: bool = False,
    file_name: str = "",
) -> str:
    """What one card holds, as JSON. Empty parts are left out.

    words       a sentence in place of the figure
    definition  a text in which ** stands around what is bold
    table       the same figures, with their CSV; opened where the table is the card
    file_name   the CSV's name without its ending
    """
    parts = {
        "title": title, "marks": marks, "figure": figure, "alt": alt, "fill": fill,
        "words": words, "notes": notes, "definition": definition, "opened": opened,
    }  # fmt: skip
    if table is not None and table.rows:
        parts["table"] = {
            "title": table.title, "columns": table.columns, "rows": table.rows,
            "notes": () if opened else table.notes,
        }  # fmt: skip
        if file_name:
            parts["csv"] = {"name": f"{file_name}.csv", "text": csv_bytes(table).decode()}
    said = {name: part for name, part in parts.items() if part}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _noted() -> None:
    """The press is read from what `draw` returns."""


def _component():
    return _mount(get_bidi_component_manager())


@lru_cache(maxsize=2)
def _mount(manager):
    """The component of a server, its script a file: one given as text would need a laxer CSP."""
    own = ComponentManifest("oversight", "1", [ComponentConfig("card", "script")])
    manager.register_from_manifest(own, Path(__file__).parent)
    return st.components.v2.component(
        _NAME, html=_HTML, css=_CSS, js="card.js", isolate_styles=False
    )

"""The one component that draws: plotly loaded once, and every chart redrawn in place.

The script (`plot.js`) is ours and fixed; figures reach it as JSON text and never become
script. Streamlit's own chart element would mount each chart again at every change.
"""

from pathlib import Path

import streamlit as st

_HTML = '<div class="oversight-plot" role="img"></div>'
_CSS = ".oversight-plot { width: 100%; overflow: hidden; }"
_SCRIPT = Path(__file__).with_name("plot.js").read_text(encoding="utf-8")

_component = st.components.v2.component(
    "oversight_plot", html=_HTML, css=_CSS, js=_SCRIPT, isolate_styles=False
)


def plot(figure: str, alt: str, *, key: str, fill: bool = False) -> None:
    """Draw a figure (JSON from `charts.plotly.figure_json`) with its text alternative.

    fill   grow into the height of a large screen
    """
    _component(key=key, data={"figure": figure, "alt": alt, "fill": fill})

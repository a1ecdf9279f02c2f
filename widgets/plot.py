"""The one component that draws: plotly loaded once, and every chart redrawn in place.

The script (`script/plot.js`) is ours and fixed; figures reach it as JSON text and never
become script. Streamlit's own chart element would mount each chart again at every change.
"""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_HTML = '<div class="oversight-plot"></div>'
_CSS = ".oversight-plot { width: 100%; overflow: hidden; }"
_NAME = "oversight.plot"


def plot(figure: str, alt: str, *, key: str, fill: bool = False) -> None:
    """Draw a figure (JSON from `charts.plotly.figure_json`) with its text alternative.

    fill   grow into the height of a large screen
    """
    _component()(key=key, data={"figure": figure, "alt": alt, "fill": fill})


def _component():
    """The component, its script served as a file: one given as text would need a laxer CSP."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(_NAME) is None:
        own = ComponentManifest("oversight", "1", [ComponentConfig("plot", "script")])
        manager.register_from_manifest(own, Path(__file__).parent)
    return st.components.v2.component(
        _NAME, html=_HTML, css=_CSS, js="plot.js", isolate_styles=False
    )

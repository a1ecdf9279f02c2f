"""A Chart drawn by plotly: as JSON for the screen, or as a Figure for whoever needs one.

The drawing is made as plain dictionaries (`charts.drawing`), so that a page that shows a
chart never waits for plotly to be imported; `figure` imports it at its first call.
"""

import json
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from charts.chart import Chart, Kind
from charts.drawing.bars import bars
from charts.drawing.frame import COMPACT, MEETING, NORMAL, TEMPLATE, Size
from charts.drawing.grids import heatmap, tiles
from charts.drawing.lines import lines, steps
from charts.drawing.points import funnel, ranges

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_DRAW = {
    Kind.BARS: bars,
    Kind.STACKED: bars,
    Kind.LINES: lines,
    Kind.STEPS: steps,
    Kind.HEATMAP: heatmap,
    Kind.FUNNEL: funnel,
    Kind.RANGES: ranges,
    Kind.TILES: tiles,
}
NAME = "oversight"


def figure(chart: Chart, *, meeting: bool = False, compact: bool = False) -> "Figure":
    """The chart as a plotly Figure under our own registered template.

    meeting   larger letters, for the back of a room
    compact   for half the width of a page
    """
    from plotly import graph_objects, io

    if NAME not in io.templates:
        io.templates[NAME] = graph_objects.layout.Template(TEMPLATE)
    drawn = specification(chart, meeting=meeting, compact=compact)
    return graph_objects.Figure(drawn["data"], drawn["layout"] | {"template": NAME})


@lru_cache(maxsize=256)
def figure_json(
    chart: Chart,
    *,
    meeting: bool = False,
    compact: bool = False,
    height: int | None = None,
    width: int | None = None,
) -> str:
    """The same figure as JSON for plotly.js, made without importing plotly.

    height, width   in pixels, where a screen gives them; the drawing's own otherwise
    """
    drawn = specification(chart, meeting=meeting, compact=compact, width=width)
    drawn["layout"]["height"] = height or drawn["layout"]["height"]
    drawn["layout"]["template"] = TEMPLATE
    return json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def specification(
    chart: Chart, *, meeting: bool = False, compact: bool = False, width: int | None = None
) -> dict:
    """{"data": traces, "layout": layout}; `layout.height` is in pixels, the width is free.

    The title is not drawn: whoever shows the chart prints it as a heading above.
    width   in pixels, where it is known; labels are broken to fit it
    """
    size = _size(meeting, compact)
    size = replace(size, width=width) if width else size
    drawing = _DRAW[chart.kind](chart, size)
    drawing.layout["font"] = {"size": size.font}
    for axis in ("xaxis", "yaxis"):
        if "title" in drawing.layout[axis]:
            drawing.layout[axis]["title"]["font"] = {"size": size.font}
    drawing.layout["autosize"] = True
    drawing.layout["meta"] = {"title": chart.title, "alt": chart.alt}
    return {"data": drawing.traces, "layout": drawing.layout}


def _size(meeting: bool, compact: bool) -> Size:
    if meeting:
        return MEETING
    return COMPACT if compact else NORMAL

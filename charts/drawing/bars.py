"""Horizontal bars: side by side, or adding up. Zero-based."""

from charts.chart import Chart, Kind, Series
from charts.drawing.frame import (
    Drawing,
    Size,
    ends,
    fitted,
    legend_rows,
    rows_axis,
    title_above,
    value_axis,
)
from charts.palette import GREY, PAPER, colour, outline, text_on
from charts.wording import line_count, pixels, safe, texts_of, wrapped

LINE_ROLES = {"limit", "target"}


def bars(chart: Chart, size: Size) -> Drawing:
    """BARS and STACKED: one row of bars to a category, from top to bottom."""
    stacked = chart.kind is Kind.STACKED
    drawing = Drawing()
    solid = [series for series in chart.series if series.role not in LINE_ROLES]
    labels = [wrapped(c, 18 if size.compact else 30) for c in chart.categories]
    low, high = _ends(chart, solid, stacked)
    right = _right(chart, solid, size, stacked)
    across = size.width - max([pixels(label, size.font) for label in labels] or [0]) - right - 24
    for series in solid:
        drawing.traces.append(_bar(chart, series, size, stacked, across / (high - low)))
    for series in chart.series:
        if series.role in LINE_ROLES:
            drawing.traces.append(_target(chart, series))
    if len(solid) < len(chart.series) and not stacked:
        drawing.traces += _beside(drawing.traces[: len(solid)], size, high)
    legend = len(chart.series) > 1
    names = [series.name for series in chart.series]
    above = size.lines_high(1.35 * legend_rows(names, across, size)) if legend else 0
    drawing.layout = {
        "barmode": "stack" if stacked else "group",
        "showlegend": legend,
        "legend": {"traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
        "xaxis": value_axis(chart.value_title, chart.unit, low, high, pixels_long=across),
        "yaxis": rows_axis(labels),
        "margin": {"l": 8, "t": size.lines_high(1.6), "b": 8, "r": right},
        "height": _height(labels, 1 if stacked else len(solid), above, size),
    }
    if stacked:
        drawing.layout["xaxis"]["range"][1] += (high - low) * 0.004
    title_above(drawing, safe(chart.category_title), 4, rows=True)
    return drawing


def _ends(chart: Chart, solid: list[Series], stacked: bool) -> tuple[float, float]:
    if not stacked:
        return ends(chart, zero=True)
    totals = [sum(s.values[i] or 0 for s in solid) for i in range(len(chart.categories))]
    low, high = ends(chart, zero=True, extra=tuple(totals))
    return low, (1.0 if chart.unit == "%" and high < 1.02 else high)


def _bar(chart: Chart, series: Series, size: Size, stacked: bool, per_unit: float) -> dict:
    texts = texts_of(series, chart.unit)
    fill = colour(series.role)
    hatched = series.dashed or series.role == "none"
    trace = {
        "type": "bar",
        "orientation": "h",
        "name": safe(series.name),
        "y": list(range(len(series.values))),
        "x": [value or 0 for value in series.values],
        "text": _fitting(texts, series, size, per_unit) if stacked else texts,
        "textposition": "inside" if stacked else "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": _hover(chart, series, texts),
        "marker": {"color": fill, "line": {"color": outline(fill), "width": 1}},
    }
    if stacked:
        trace["insidetextanchor"] = "middle"
        trace["textfont"] = {"color": text_on(PAPER if hatched else fill), "size": size.small}
    if hatched:
        trace["marker"] |= hatching()
    return trace


def hatching() -> dict:
    """A white bar with slanted grey lines and a dark edge: not recorded."""
    pattern = {"shape": "/", "size": 7, "solidity": 0.15, "fgcolor": "#A6A6A6", "bgcolor": PAPER}
    return {"color": PAPER, "pattern": pattern, "line": {"color": GREY, "width": 1}}


def _fitting(texts: list[str], series: Series, size: Size, per_unit: float) -> list[str]:
    """The texts of a stack's parts, nothing where the part is narrower than its text."""
    return [
        text if value and value * per_unit > pixels(text, size.small) + 4 else ""
        for text, value in zip(texts, series.values, strict=True)
    ]


def _hover(chart: Chart, series: Series, texts: list[str]) -> list[str]:
    return [
        f"{safe(category)}<br>{safe(series.name)}: {text}"
        for category, text in zip(chart.categories, texts, strict=True)
    ]


def _target(chart: Chart, series: Series) -> dict:
    """A short upright across each bar: a target or a limit."""
    texts = texts_of(series, chart.unit)
    line = {"color": colour(series.role), "width": 4}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": safe(series.name),
        "x": list(series.values),
        "y": list(range(len(series.values))),
        "marker": {"symbol": "line-ns-open", "size": 26, "line": line, "color": line["color"]},
        "hoverinfo": "text",
        "hovertext": _hover(chart, series, texts),
    }


def _beside(bars: list[dict], size: Size, high: float) -> list[dict]:
    """The bars' words moved to the right edge, where no target can cross them."""
    traces = []
    for rank, bar in enumerate(bars):
        shift = (rank - (len(bars) - 1) / 2) * 0.72 / len(bars)
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [high] * len(bar["y"]),
                "y": [row + shift for row in bar["y"]],
                "text": [f"\u00a0\u00a0{text}" for text in bar["text"]],
                "textposition": "middle right",
                "textfont": {"size": size.font},
                "cliponaxis": False,
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
        bar["text"] = [""] * len(bar["y"])
    return traces


def _right(chart: Chart, solid: list[Series], size: Size, stacked: bool) -> int:
    if stacked:
        return 24
    texts = [text for series in solid for text in texts_of(series, chart.unit)]
    return int(max((pixels(text, size.font) for text in texts), default=0)) + 16


def _height(labels: list[str], group: int, above: int, size: Size) -> int:
    least = 26 if size.compact or len(labels) > 24 else 34
    lines = max(line_count(labels), group)
    row = max(size.lines_high(line_count(labels)) + 6, group * size.lines_high(1) + 12, least)
    titles = size.lines_high(3.6)
    rows = max(len(labels), 1)
    rest = above + titles + 20
    return fitted(max(row * rows + rest, 160), rows * size.lines_high(lines) + rest, size)

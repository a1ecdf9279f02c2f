"""Points: a funnel of values over their base, and points with their intervals."""

from charts.chart import Chart, Series
from charts.drawing.frame import (
    Drawing,
    Size,
    ends,
    fitted,
    label,
    legend_rows,
    rows_axis,
    ticks_wide,
    title_above,
    value_axis,
)
from charts.palette import colour, symbol
from charts.wording import axis_title, line_count, pixels, safe, texts_of, wrapped

MOST_NAMED = 12
_LEGEND = {"traceorder": "normal", "itemclick": False, "itemdoubleclick": False}


def funnel(chart: Chart, size: Size) -> Drawing:
    """FUNNEL: points over base size inside limit curves.

    A series with role "limit", or dashed, is a curve; any other is points, whose `texts` name
    them. Up to twelve names are written; of more, those of signals only. A name that would
    cover another is left to the table.
    """
    curves = [series for series in chart.series if _is_curve(series)]
    points = [series for series in chart.series if not _is_curve(series)]
    far = max((x for series in chart.series for x in series.at), default=1) * 1.06 or 1
    low, high = ends(chart, zero=chart.unit == "%")
    tall = 380 if size.compact else 430
    axis = value_axis(chart.category_title, "", 0, far, pixels_long=size.width * 0.7, label=70)
    drawing = Drawing([_curve(series) for series in curves])
    frame = (far, low, high, size.width * 0.8, tall * 0.75)
    taken = [_around(x, y, frame) for s in points for x, y in _places(s)]
    for series in points:
        drawing.traces.append(_points(chart, series))
    names = [
        note for series in points for note in _names(chart, series, points, size, frame, taken)
    ]
    legend = len(chart.series) > 1
    rows = legend_rows([series.name for series in chart.series], size.width * 0.85, size)
    below = size.lines_high(3 + axis["title"]["text"].count("<br>"))
    drawing.layout = {
        "annotations": names,
        "showlegend": legend,
        "legend": _LEGEND | {"y": -below / (tall - below), "yanchor": "top"},
        "xaxis": axis,
        "yaxis": value_axis("", chart.unit, low, high, pixels_long=300, label=40, upright=True),
        "margin": {"l": 8, "r": 24, "t": size.lines_high(1.8), "b": 8},
        "height": tall + size.lines_high(1.4 * rows if legend else 0),
    }
    ticks = ticks_wide(chart.unit, high, size)
    title_above(drawing, axis_title(chart.value_title, chart.unit), 8, ticks=ticks)
    return drawing


def ranges(chart: Chart, size: Size) -> Drawing:
    """RANGES: a row to a category, each series a point with its interval and its words."""
    labels = [wrapped(c, 18 if size.compact else 30) for c in chart.categories]
    low, high = ends(chart, zero=False)
    legend = len(chart.series) > 1
    shares = [s for s in chart.series if s.role not in {"limit", "target"}]
    drawing = Drawing()
    for rank, series in enumerate(chart.series):
        shift = (rank - (len(chart.series) - 1) / 2) * 0.6 / max(len(chart.series), 1)
        drawing.traces += _range(chart, series, shift, size)
    texts = [
        text
        for series in shares
        for text, value in zip(texts_of(series, chart.unit), series.values, strict=True)
        if value is not None
    ]
    right = int(max([pixels(text, size.small) for text in texts] or [0])) + 20
    across = size.width - max([pixels(text, size.font) for text in labels] or [0]) - right - 24
    rows_of_names = legend_rows([series.name for series in chart.series], across, size)
    above = size.lines_high(1.4 * rows_of_names) if legend else 0
    row = max(
        size.lines_high(line_count(labels)) + 10, len(chart.series) * size.lines_high(1.1) + 14
    )
    least = max(line_count(labels), len(chart.series)) * size.lines_high(1) * len(labels)
    least += size.lines_high(4.5) + above
    drawing.layout = {
        "showlegend": legend,
        "legend": _LEGEND,
        "xaxis": value_axis(chart.value_title, chart.unit, low, high, pixels_long=across, label=45),
        "yaxis": rows_axis(labels) | {"showgrid": True},
        "margin": {"l": 8, "t": size.lines_high(1.6), "b": 8, "r": right},
        "height": fitted(
            max(row * max(len(labels), 1) + size.lines_high(4.5) + above, 180), least, size
        ),
    }
    title_above(drawing, safe(chart.category_title), 4, rows=True)
    return drawing


def _is_curve(series: Series) -> bool:
    return series.role in {"limit", "target"} or series.dashed


def _curve(series: Series) -> dict:
    pairs = sorted(zip(series.at, series.values, strict=True))
    return {
        "type": "scatter",
        "mode": "lines",
        "name": safe(series.name),
        "x": [x for x, _ in pairs],
        "y": [y for _, y in pairs],
        "line": {
            "color": colour(series.role),
            "width": 2,
            "dash": "dash" if series.dashed or series.role == "limit" else "solid",
        },
        "hoverinfo": "skip",
    }


def _points(chart: Chart, series: Series) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": safe(series.name),
        "x": list(series.at),
        "y": list(series.values),
        "marker": {"color": colour(series.role), "size": 11, "symbol": symbol(series.role)},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": texts_of(series, chart.unit),
    }


def _places(series: Series) -> list[tuple[float, float]]:
    pairs = zip(series.at, series.values, strict=True)
    return [(x, y) for x, y in pairs if y is not None]


def _around(x: float, y: float, frame) -> tuple:
    """The box of a point, in pixels."""
    far, low, high, wide, tall = frame
    across, down = x / far * wide, (high - y) / (high - low) * tall
    return (across - 6, down - 6, across + 6, down + 6)


def _names(chart: Chart, series: Series, points, size: Size, frame, taken) -> list[dict]:
    names = texts_of(series, chart.unit)
    many = sum(len(other.values) for other in points) > MOST_NAMED
    if many and series.role in {"ordinary", "1", "provisional"}:
        return []
    notes = []
    for name, x, y in zip(names, series.at, series.values, strict=True):
        side = None if y is None else _free_side(x, y, name, size, frame, taken)
        if side:
            notes.append(label(x, y, name, size, **_SIDES[side]))
    return notes


_SIDES = {
    "right": {"xanchor": "left", "xshift": 9, "yanchor": "middle"},
    "left": {"xanchor": "right", "xshift": -9, "yanchor": "middle"},
    "above": {"xanchor": "center", "yanchor": "bottom", "yshift": 8},
    "below": {"xanchor": "center", "yanchor": "top", "yshift": -8},
}


def _free_side(x: float, y: float, name: str, size: Size, frame, taken: list) -> str | None:
    """The side of a point where its name covers no point or name, and stays inside; else None."""
    *_, wide, tall = frame
    left, top, right, bottom = _around(x, y, frame)
    long, line = pixels(name, size.small), size.small * 1.3
    middle, level = (left + right) / 2, (top + bottom) / 2
    corners = {
        "right": (right + 3, level - line / 2),
        "left": (left - 3 - long, level - line / 2),
        "above": (middle - long / 2, top - 3 - line),
        "below": (middle - long / 2, bottom + 3),
    }
    for side, (x0, y0) in corners.items():
        box = (x0, y0, x0 + long, y0 + line)
        inside = x0 >= 0 and box[2] <= wide and y0 >= 0 and box[3] <= tall
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            return side
    return None


def _overlap(one: tuple, two: tuple) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _range(chart: Chart, series: Series, shift: float, size: Size) -> list[dict]:
    texts = texts_of(series, chart.unit)
    rows = [i + shift for i in range(len(series.values))]
    shade = colour(series.role)
    trace = {
        "type": "scatter",
        "mode": "markers",
        "name": safe(series.name),
        "x": list(series.values),
        "y": rows,
        "marker": {"color": shade, "size": 12, "symbol": symbol(series.role)},
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [
            f"{safe(category)}<br>{safe(series.name)}: {text}"
            for category, text in zip(chart.categories, texts, strict=True)
        ],
    }
    if series.highs and series.lows:
        trace["error_x"] = _arms(series) | {"color": shade, "thickness": 2.5, "width": 6}
    return [trace, _range_words(chart, series, rows, texts, size)]


def _arms(series: Series) -> dict:
    up = [_length(v, h) for v, h in zip(series.values, series.highs, strict=True)]
    down = [_length(v, low) for v, low in zip(series.values, series.lows, strict=True)]
    return {"type": "data", "symmetric": False, "array": up, "arrayminus": down}


def _length(value: float | None, end: float | None) -> float:
    return 0.0 if value is None or end is None else round(abs(end - value), 9)


def _range_words(chart: Chart, series: Series, rows: list[float], texts, size: Size) -> dict:
    """What is printed right of each interval; at the axis's start where there is no figure."""
    start = ends(chart, zero=False)[0]
    highs = series.highs or (None,) * len(series.values)
    tips = [
        start if v is None else v if h is None else max(v, h)
        for v, h in zip(series.values, highs, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": tips,
        "y": rows,
        "text": [f"\u00a0\u00a0\u00a0{text}" for text in texts],
        "textposition": "middle right",
        "textfont": {"size": size.small},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }

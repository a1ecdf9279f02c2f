"""Points: a funnel of values over their base, and points with their intervals."""

from charts.chart import Chart, Series
from charts.drawing.frame import Drawing, Size, ends, rows_axis, value_axis
from charts.palette import colour, symbol
from charts.wording import line_count, pixels, safe, texts_of, wrapped

MOST_NAMED = 12


def funnel(chart: Chart, size: Size) -> Drawing:
    """FUNNEL: points over base size inside limit curves.

    A series with role "limit", or dashed, is a curve; any other is points, whose `texts` name
    them. Up to twelve names are written; of more, those of signals only. A name that would
    cover another is left to the table.
    """
    curves = [series for series in chart.series if _is_curve(series)]
    points = [series for series in chart.series if not _is_curve(series)]
    far = max((x for series in chart.series for x in series.at), default=1) * 1.06 or 1
    low, high = ends(chart, zero=True)
    tall = 380 if size.compact else 430
    axis = value_axis(chart.category_title, "", 0, far, pixels_long=size.width * 0.7, label=70)
    drawing = Drawing([_curve(series) for series in curves])
    frame = (far, low, high, size.width * 0.8, tall * 0.75)
    taken: list[tuple] = []
    for series in points:
        drawing.traces.append(_points(chart, series, points, size, frame, taken))
    drawing.layout = {
        "showlegend": len(chart.series) > 1,
        "legend": {"traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
        "xaxis": axis,
        "yaxis": value_axis(chart.value_title, chart.unit, low, high, pixels_long=300, label=40),
        "margin": {"l": 8, "r": 24, "t": 12, "b": 8},
        "height": tall,
    }
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
    texts = [text for series in shares for text in texts_of(series, chart.unit)]
    row = max(
        size.lines_high(line_count(labels)) + 10, len(chart.series) * size.lines_high(1.1) + 14
    )
    drawing.layout = {
        "showlegend": legend,
        "legend": {"traceorder": "normal", "itemclick": False, "itemdoubleclick": False},
        "xaxis": value_axis(chart.value_title, chart.unit, low, high, pixels_long=size.width * 0.6),
        "yaxis": rows_axis(labels, chart.category_title) | {"showgrid": True},
        "margin": {
            "l": 8,
            "t": 12,
            "b": 8,
            "r": int(max([pixels(t, size.small) for t in texts] or [0])) + 20,
        },
        "height": int(max(row * max(len(labels), 1) + size.lines_high(5), 180)),
    }
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


def _points(chart: Chart, series: Series, points: list[Series], size: Size, frame, taken) -> dict:
    names = texts_of(series, chart.unit)
    many = sum(len(other.values) for other in points) > MOST_NAMED
    wanted = [] if many and series.role in {"ordinary", "1"} else range(len(names))
    places = {i: _free_side(series, i, names[i], size, frame, taken) for i in wanted}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": safe(series.name),
        "x": list(series.at),
        "y": list(series.values),
        "marker": {"color": colour(series.role), "size": 11, "symbol": symbol(series.role)},
        "text": [names[i] if places.get(i) else "" for i in range(len(names))],
        "textposition": [places.get(i) or "top center" for i in range(len(names))],
        "textfont": {"size": size.small},
        "hoverinfo": "text",
        "hovertext": names,
    }


def _free_side(series: Series, i: int, name: str, size: Size, frame, taken) -> str | None:
    """The side of a point where its name covers no other name, and stays inside; else None."""
    far, low, high, wide, tall = frame
    if series.values[i] is None:
        return None
    x = series.at[i] / far * wide
    y = (high - series.values[i]) / (high - low) * tall
    long, line = pixels(name, size.small), size.small * 1.2
    boxes = {
        "middle right": (x + 9, y - line / 2),
        "middle left": (x - 9 - long, y - line / 2),
        "top center": (x - long / 2, y - 9 - line),
        "bottom center": (x - long / 2, y + 9),
    }
    for side, (left, top) in boxes.items():
        box = (left, top, left + long, top + line)
        inside = left >= 0 and box[2] <= wide and top >= 0 and box[3] <= tall
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
        "text": [f"  {text}" for text in texts],
        "textposition": "middle right",
        "textfont": {"size": size.small},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }

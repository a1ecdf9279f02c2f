"""Values over ordered categories, and curves of numbers over numbers."""

import re

from charts.chart import Chart, Series
from charts.drawing.frame import (
    Drawing,
    Size,
    add_marks,
    ends,
    label,
    position_axis,
    spread,
    ticks_wide,
    title_above,
    value_axis,
)
from charts.palette import INK, PAPER, colour, contrast, symbol
from charts.wording import axis_title, pixels, safe, texts_of, wrapped

QUARTER = re.compile(r"^(\d{4}/\d{2}) (Q[1-4])$")
NUMBER = re.compile(r"^\d+(\.\d+)?$")
NO_MARKERS = {"limit", "target"}
HEIGHT = 340


def lines(chart: Chart, size: Size) -> Drawing:
    """LINES: one line to a series, named at its end; gaps stay gaps."""
    labels = category_labels(chart.categories, size)
    low, high = ends(chart, zero=False)
    drawing = Drawing()
    notes = drawing.layout.setdefault("annotations", [])
    for series in chart.series:
        drawing.traces.append(_line(chart, series))
        notes += _values(chart, series, size)
    axis = position_axis(labels, chart.category_title)
    axis["range"] = [-0.4, max(len(labels), 1) - 0.6]
    places = [(chart.categories.index(m.at), m.text) for m in _known(chart)]
    _finish(drawing, chart, size, axis, (low, high), places)
    return drawing


def steps(chart: Chart, size: Size) -> Drawing:
    """STEPS: a curve that holds each value until the next, its interval as a pale band."""
    low, high = ends(chart, zero=True)
    if chart.unit == "%" and chart.high is None:
        high = 1.0
    drawing = Drawing()
    for series in chart.series:
        drawing.traces += [*_band(series), _steps(chart, series)]
    far = max((x for series in chart.series for x in series.at), default=1) or 1
    axis = value_axis(chart.category_title, "", 0, far, pixels_long=size.width * 0.7, label=70)
    places = [(float(m.at), m.text) for m in chart.marks if NUMBER.match(m.at)]
    _finish(drawing, chart, size, axis, (low, high), places)
    return drawing


def category_labels(categories: tuple[str, ...], size: Size) -> list[str]:
    """Labels under a line: quarters in two lines, the year once; other words broken to fit."""
    parts = [QUARTER.match(category) for category in categories]
    if categories and all(parts):
        return _quarters([(part[1], part[2]) for part in parts if part], size)
    room = size.width * 0.7 / max(len(categories), 1)
    return [wrapped(c, max(8, int(room / (size.font * 0.56))), 4) for c in categories]


def _quarters(parts: list[tuple[str, str]], size: Size) -> list[str]:
    labels = []
    for i, (year, quarter) in enumerate(parts):
        new = i == 0 or parts[i - 1][0] != year
        alone = new and i + 1 < len(parts) and parts[i + 1][0] != year
        crowded = size.width * 0.72 / len(parts) < pixels("2026/27", size.font) + 8
        short = quarter[1] if crowded and size.compact else quarter
        labels.append(f"{short}<br>{year}" if new and not (alone and crowded) else short)
    return labels


def _line(chart: Chart, series: Series) -> dict:
    texts = texts_of(series, chart.unit)
    trace = _scatter(series, "lines" if series.role in NO_MARKERS else "lines+markers")
    trace |= {
        "x": list(range(len(series.values))),
        "y": list(series.values),
        "connectgaps": False,
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": [
            f"{safe(category)}<br>{safe(series.name)}: {text}"
            for category, text in zip(chart.categories, texts, strict=True)
        ],
    }
    return trace


def _values(chart: Chart, series: Series, size: Size) -> list[dict]:
    """Values printed at their points: above for the first series, below for the second."""
    if series.role in NO_MARKERS:
        return []
    above = series.role == "provisional" or _plain(chart).index(series) % 2 == 0
    printed = _printed(chart, series, texts_of(series, chart.unit), size)
    running = any(other.role == "provisional" for other in chart.series)
    if running and sum(map(bool, printed)) == 1 < len(printed):
        above = series.role == "provisional"
    side = {"yanchor": "bottom", "yshift": 8} if above else {"yanchor": "top", "yshift": -8}
    return [
        label(i, series.values[i], text, size, **side) for i, text in enumerate(printed) if text
    ]


def _scatter(series: Series, mode: str) -> dict:
    dash = "dash" if series.dashed or series.role in NO_MARKERS else "solid"
    dash = "dot" if series.role == "provisional" else dash
    width = 2 if series.role in NO_MARKERS else 3
    trace = {
        "type": "scatter",
        "mode": mode,
        "name": safe(series.name),
        "line": {"color": colour(series.role), "width": width, "dash": dash},
    }
    if "markers" in mode:
        trace["marker"] = {"symbol": symbol(series.role), "size": 10, "color": colour(series.role)}
    return trace


def _plain(chart: Chart) -> list[Series]:
    return [series for series in chart.series if series.role not in NO_MARKERS]


def _printed(chart: Chart, series: Series, texts: list[str], size: Size) -> list[str]:
    """Every value in words where there is room for all, else the last one only."""
    shown = [t if v is not None else "" for t, v in zip(texts, series.values, strict=True)]
    room = size.width * 0.7 / max(len(shown), 1)
    if _crowd(chart):
        return []
    if max(pixels(t, size.small) for t in [*shown, ""]) + 4 <= room:
        return shown
    last = max((i for i, text in enumerate(shown) if text), default=-1)
    return [text if i == last else "" for i, text in enumerate(shown)]


def _crowd(chart: Chart) -> bool:
    """Whether there are too many lines to print values at points."""
    return sum(series.role != "provisional" for series in _plain(chart)) > 2


def _steps(chart: Chart, series: Series) -> dict:
    trace = _scatter(series, "lines")
    trace["line"]["shape"] = "hv"
    texts = texts_of(series, chart.unit)
    return trace | {
        "x": list(series.at),
        "y": list(series.values),
        "hoverinfo": "text",
        "hovertext": [
            f"{safe(series.name)}, {at:g}: {text}"
            for at, text in zip(series.at, texts, strict=True)
        ],
    }


def _band(series: Series) -> list[dict]:
    if not (series.lows and series.highs):
        return []
    shared = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": list(series.at)}
    shared["line"] = {"width": 0, "shape": "hv", "color": colour(series.role)}
    lower = shared | {"y": list(series.lows), "name": safe(f"{series.name}: lower end")}
    upper = shared | {"y": list(series.highs), "name": safe(f"{series.name}: upper end")}
    return [lower, upper | {"fill": "tonexty", "fillcolor": _pale(colour(series.role))}]


def _pale(hex_colour: str) -> str:
    red, green, blue = (int(hex_colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"


def _finish(drawing, chart: Chart, size: Size, axis: dict, vertical, places) -> None:
    low, high = vertical
    height = HEIGHT + (60 if size.font > 16 else 0)
    across = axis["range"]
    above = add_marks(drawing, places, size, *across)
    drawing.layout |= {
        "showlegend": False,
        "xaxis": axis,
        "yaxis": value_axis("", chart.unit, low, high, pixels_long=240, label=40, upright=True),
        "height": int(height + above),
    }
    right = _name_ends(drawing, chart, size, vertical, height - size.lines_high(6.5))
    ticks = ticks_wide(chart.unit, high, size)
    title_above(drawing, axis_title(chart.value_title, chart.unit), above + 8, ticks=ticks)
    top = int(above + size.lines_high(1.8))
    drawing.layout["margin"] = {"l": 8, "r": right, "t": top, "b": 8}


def _name_ends(drawing: Drawing, chart: Chart, size: Size, vertical, tall: float) -> int:
    """Each series' name beside its last point, moved apart; returns the margin they need."""
    named = [s for s in chart.series if s.name and _last(s) is not None]
    if len(named) < 2 and not any(s.role in NO_MARKERS for s in named):
        return 32
    names = [wrapped(_end_words(chart, s), 14 if size.compact else 22, 3) for s in named]
    per_pixel = (vertical[1] - vertical[0]) / tall
    high = [size.lines_high(name.count("<br>") + 1) * per_pixel for name in names]
    wanted = [min(max(s.values[_last(s)], vertical[0]), vertical[1]) for s in named]
    placed = spread(wanted, high, vertical[0], vertical[1] + 20 * per_pixel)
    notes = drawing.layout.setdefault("annotations", [])
    for series, name, y, at in zip(named, names, wanted, placed, strict=True):
        notes.append(_end_note(y, (at - y) / per_pixel, name, series, size))
    return int(max(pixels(name, size.small) for name in names)) + 28


def _end_words(chart: Chart, series: Series) -> str:
    if not _crowd(chart) or series.role in NO_MARKERS:
        return series.name
    words = series.texts or texts_of(series, chart.unit)
    return f"{series.name}: {words[_last(series)]}"


def _end_note(y: float, up: float, name: str, series: Series, size: Size) -> dict:
    from_edge = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 10, "align": "left"}
    font = {"size": size.small, "color": _readable(series.role)}
    place = {"y": y, "yanchor": "middle", "yshift": round(up, 1)}
    return from_edge | place | {"text": name, "showarrow": False, "font": font}


def _readable(role: str) -> str:
    return colour(role) if contrast(colour(role), PAPER) >= 4.5 else INK


def _known(chart: Chart):
    return [mark for mark in chart.marks if mark.at in chart.categories]


def _last(series: Series) -> int | None:
    """Where the series' last figure stands."""
    found = [i for i, value in enumerate(series.values) if value is not None]
    return found[-1] if found else None

"""What all kinds share: sizes, the template, axes, legend and notes on the line."""

import textwrap
from dataclasses import dataclass, field
from math import ceil, floor, log10

from charts.chart import Chart
from charts.palette import CATEGORIES, GREY, GRID, INK, PAPER
from charts.wording import axis_title, pixels, wrapped

FONT = "Atkinson Hyperlegible, Source Sans, Arial, sans-serif"
TEMPLATE = {
    "layout": {
        "colorway": list(CATEGORIES),
        "font": {"family": FONT, "size": 16, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": GREY, "font": {"color": INK}},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom"},
        "xaxis": {
            "gridcolor": GRID,
            "zeroline": False,
            "tickangle": 0,
            "automargin": True,
            "ticklabeloverflow": "allow",
            "ticklabelstandoff": 5,
        },
        "yaxis": {
            "gridcolor": GRID,
            "zeroline": False,
            "tickangle": 0,
            "automargin": True,
            "ticklabeloverflow": "allow",
            "ticklabelstandoff": 5,
        },
        "dragmode": False,
        "bargap": 0.28,
        "separators": ".,",
    }
}


@dataclass(frozen=True)
class Size:
    """How large things are drawn, in pixels: letters, and the width that is counted on."""

    font: int
    width: int
    compact: bool

    @property
    def small(self) -> int:
        """The smallest letters of the drawing."""
        return self.font - 1

    def lines_high(self, lines: float) -> int:
        """The height of so many lines of text."""
        return ceil(lines * self.font * 1.3)


NORMAL, COMPACT, MEETING = Size(16, 760, False), Size(14, 370, True), Size(20, 800, False)


# What a projector of 720 lines leaves under a title.
ON_PROJECTOR = 515


@dataclass
class Drawing:
    """Traces, layout and notes of one chart while it is made."""

    traces: list[dict] = field(default_factory=list)
    layout: dict = field(default_factory=dict)


def value_axis(
    title: str,
    unit: str,
    low: float,
    high: float,
    *,
    pixels_long: float = 600,
    label: float = 60,
    upright: bool = False,
) -> dict:
    """An axis of numbers with at most ten light gridlines, its title carrying the unit.

    upright   it has no title of its own: `title_above` writes it in horizontal words
    """
    most = max(1, min(9, int(pixels_long / max(label, 1))))
    step = tick_step(high - low, most)
    axis = {
        "title": {"text": titled(axis_title(title, unit), pixels_long), "standoff": 12},
        "range": [low, high],
        "tick0": 0,
        "dtick": step,
        "fixedrange": True,
    }
    if upright:
        del axis["title"]
    if unit == "%":
        axis["tickformat"] = ".0%" if step >= 0.01 else ".1%"
    elif step >= 1:
        axis["tickformat"] = ",d"
    return axis


def titled(text: str, pixels_long: float) -> str:
    """An axis title in as many lines as its axis needs; already harmless to plotly."""
    letters = max(20, int(pixels_long / 9))
    return "<br>".join(textwrap.wrap(text, letters)) if len(text) > letters else text


def title_above(
    drawing: Drawing, text: str, up: float, *, ticks: float = 0, rows: bool = False
) -> None:
    """The title of the upright axis, in horizontal words above it.

    up     pixels above the drawing's top edge
    ticks  pixels that the axis's numbers take left of the drawing
    rows   it heads the row labels, at their right end
    """
    if text:
        side = (
            {"xanchor": "right", "xshift": -10} if rows else {"xanchor": "left", "xshift": -ticks}
        )
        place = {"x": 0, "xref": "paper", "y": 1, "yref": "paper", "yanchor": "bottom"}
        note = place | side | {"text": text, "showarrow": False, "yshift": up, "align": "left"}
        drawing.layout.setdefault("annotations", []).append(note)


def ticks_wide(unit: str, high: float, size: Size) -> float:
    """Pixels that the numbers of an upright axis take."""
    return pixels("100%" if unit == "%" else f"{high:.0f}", size.font) + 6


def fitted(height: float, least: float, size: Size) -> int:
    """The height of a drawing; on a projector no taller than its screen where that can be."""
    if size.font < MEETING.font:
        return int(height)
    return int(min(height, max(least, ON_PROJECTOR)))


def legend_rows(names: list[str], across: float, size: Size) -> int:
    """Rows that the legend takes above a drawing so many pixels wide."""
    widest = max((pixels(name, size.font) for name in names), default=0) + 46
    return ceil(len(names) / max(1, int(across / widest)))


def tick_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that gives at most so many gridlines."""
    if span <= 0:
        return 1
    power = 10.0 ** floor(log10(span / most))
    for factor in (1, 2, 5, 10):
        step = round(power * factor, 10)
        if span / step <= most:
            return step
    return round(power * 20, 10)


def position_axis(labels: list[str], title: str = "") -> dict:
    """An axis of categories: one tick to each, none skipped, horizontal words."""
    # Not even an empty title where there is none: plotly would leave its room.
    named = {"title": {"text": axis_title(title, ""), "standoff": 12}} if title else {}
    return named | {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "range": [-0.5, max(len(labels), 1) - 0.5],
        "ticks": "",
        "showgrid": False,
        "fixedrange": True,
    }


def rows_axis(labels: list[str]) -> dict:
    """Categories from top to bottom."""
    axis = position_axis(labels)
    return axis | {"range": axis["range"][::-1], "ticklabelstandoff": 6}


def ends(chart: Chart, *, zero: bool, extra: tuple[float, ...] = ()) -> tuple[float, float]:
    """Both ends of the value axis: as the chart says, else as its values need."""
    found = [
        value
        for series in chart.series
        for part in (series.values, series.lows, series.highs)
        for value in part
        if value is not None
    ] + list(extra)
    low, high = min(found, default=0.0), max(found, default=1.0)
    if chart.unit == "%" and low >= 0:
        low, high = 0.0, max(high, 1.0)
    elif zero:
        low, high = min(low, 0.0), max(high, 0.0)
        low, high = (low * 1.05 if low < 0 else 0.0), high * 1.05
    else:
        room = (high - low) * 0.12 or abs(high) * 0.1 or 1
        low, high = (low - room if low < 0 or low - room > 0 else 0.0), high + room
    low = low if chart.low is None else chart.low
    high = high if chart.high is None else chart.high
    if zero and (chart.low is None or chart.low > 0):
        low = min(low, 0.0)
    return (low, high) if high > low else (low, low + 1)


def add_marks(drawing: Drawing, places: list[tuple[float, str]], size: Size, x0: float, x1: float):
    """Notes on the line: dashed uprights, their words above in rows that do not collide.

    places   (where on the horizontal axis, words), any order
    x0, x1   ends of that axis
    Returns the pixels to leave above the drawing.
    """
    if not places:
        return 0
    shapes = drawing.layout.setdefault("shapes", [])
    notes = drawing.layout.setdefault("annotations", [])
    rows: list[float] = []
    across = size.width * 0.72
    row_high = size.lines_high(2.1)
    for x, words in sorted(places):
        text = wrapped(words, 24, 2)
        left = (x - x0) / (x1 - x0) * across
        half = pixels(text, size.small) / 2
        row = next((i for i, end in enumerate(rows) if left - half > end + 8), len(rows))
        rows[row:] = [left + half, *rows[row + 1 :]]
        shapes.append(_upright(x))
        notes.append(_note(x, text, 4 + row * row_high, size))
    return len(rows) * row_high + 8


def _upright(x: float) -> dict:
    line = {"color": GREY, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _note(x: float, text: str, up: float, size: Size) -> dict:
    place = {"x": x, "xanchor": "center", "y": 1, "yref": "paper", "yanchor": "bottom"}
    look = {"showarrow": False, "yshift": up, "font": {"size": size.small}, "align": "center"}
    return place | look | {"text": text}


def spread(wanted: list[float], tall: list[float], floor: float, top: float) -> list[float]:
    """Middles of labels moved apart until none covers another, near where they were asked for.

    tall         height of each label, in the unit of the positions
    floor, top   ends between which they stay, as far as they fit
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = list(wanted)
    least = floor
    for i in order:
        placed[i] = max(wanted[i], least + tall[i] / 2)
        least = placed[i] + tall[i] / 2
    most = top
    for i in reversed(order):
        placed[i] = min(placed[i], most - tall[i] / 2)
        most = placed[i] - tall[i] / 2
    return placed


def label(x: float, y: float, text: str, size: Size, **place) -> dict:
    """Words on a white ground, so that no line crosses them."""
    look = {"bgcolor": "rgba(255,255,255,0.85)", "borderpad": 1, "font": {"size": size.small}}
    return {"x": x, "y": y, "text": text, "showarrow": False} | look | place

"""A Chart as a drawing for the PDF: SVG, the same bytes for the same Chart."""

import io
from textwrap import wrap

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from charts.chart import Chart, Kind, Series
from charts.palette import GREY, GRID, INK, PAPER, colour, outline, text_on
from exports.chart_figures import intervals, named_categories, points, value_ends, words_aside
from exports.plain_text import shortened, spoken
from exports.shaded import Shaded, heat_rows, shown, tile_rows
from exports.text_widths import in_lines

_STYLE = {
    "svg.hashsalt": "collaboration-oversight",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "hatch.linewidth": 0.8,
}
_MARKERS = "osDv"
_UNNAMED = {"ordinary", "1", "provisional"}  # roles of points that many leave without names
_WIDE = 6.7  # inches: 17 cm
_IN_CELL = 7.5  # letters of heatmaps and tiles, in points
_MOST_NAMED = 12  # points of a funnel; of more, only those outside the limits are named
_MOST_PRINTED = 8  # values of a line; of more, only the last is printed


def drawing(chart: Chart) -> str:
    """The chart as SVG text, 17 cm wide, without a date."""
    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **_STYLE, "backend": "svg"}):
        figure = Figure(figsize=(_WIDE, min(_tall(chart), 8.5)), layout="constrained")
        canvas = FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        _DRAW[chart.kind](axes, chart)
        out = io.StringIO()
        # Not savefig, which would lay everything out twice.
        canvas.print_svg(out, metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _tall(chart: Chart) -> float:
    """Height of the drawing in inches."""
    if chart.kind in {Kind.LINES, Kind.STEPS, Kind.FUNNEL}:
        return 3.2
    beside = len(chart.series) - 1 if chart.kind in {Kind.BARS, Kind.RANGES} else 0
    return 1.2 + (0.34 + 0.25 * beside) * max(len(chart.categories), 3)


def _bars(axes, chart: Chart) -> None:
    many = len(chart.series)
    for n, series in enumerate(chart.series):
        for i, value in enumerate(series.values[: len(chart.categories)]):
            at = i + (n - (many - 1) / 2) * 0.8 / many
            if value is not None:
                label = _words(series.name) if _first(series) == i else None
                axes.barh(at, value, 0.72 / many, label=label, **_fill(series))
                _interval(axes, series, i, at)
                _beside(axes, chart, series, i, value, at)
    _name_rows(axes, chart)


def _stacked(axes, chart: Chart) -> None:
    totals = [
        sum(s.values[i] or 0 for s in chart.series if i < len(s.values))
        for i in range(len(chart.categories))
    ]
    starts = [0.0] * len(totals)
    for series in chart.series:
        for i, value in enumerate(series.values[: len(totals)]):
            label = _words(series.name) if i == 0 else None
            axes.barh(i, value or 0, 0.7, left=starts[i], label=label, **_fill(series))
            if value and totals[i] and value / max(totals) >= 0.04:
                _inside(axes, shown(series, i), starts[i] + value / 2, i, series)
            starts[i] += value or 0
    _name_rows(axes, chart)


def _lines(axes, chart: Chart) -> None:
    at = range(len(chart.categories))
    crowd = sum(not series.dashed for series in chart.series) > 2
    for n, series in enumerate(chart.series):
        values = [v if v is not None else float("nan") for v in series.values]
        _line(axes, list(at)[: len(values)], values, series, n)
        known = [i for i, value in enumerate(series.values) if value is not None]
        for i in known if len(at) <= _MOST_PRINTED and not crowd else known[-1:]:
            value = series.values[i]
            if not series.dashed and series.role != "limit" and i < len(series.texts):
                text = _words(series.texts[i])
                axes.annotate(text, (i, value), (0, 6), textcoords="offset points", ha="center")
    letters = max(int(72 / max(len(at), 1)), 8)
    axes.set_xticks(list(at), [_wrapped(c, letters) for c in chart.categories])
    _dress(axes, chart, across=False)


def _steps(axes, chart: Chart) -> None:
    for n, series in enumerate(chart.series):
        placed = points(chart, n)
        _line(axes, [x for x, _, _ in placed], [y for _, y, _ in placed], series, n, marker="")
    axes.set_xlim(left=0)
    _dress(axes, chart, across=False)


def _funnel(axes, chart: Chart) -> None:
    dots = [s for s in chart.series if not s.dashed and s.role != "limit"]
    many = sum(len(series.values) for series in dots) > _MOST_NAMED
    for n, series in enumerate(chart.series):
        placed = points(chart, n)
        xs, ys = [x for x, _, _ in placed], [y for _, y, _ in placed]
        if series.dashed or series.role == "limit":
            _line(axes, xs, ys, series, n, marker="")
            continue
        look = {"color": colour(series.role), "label": _words(series.name)}
        if series.role == "provisional":
            look["markerfacecolor"] = PAPER
        axes.plot(xs, ys, _MARKERS[n % 4], **look)
        for x, y, i in [] if many and series.role in _UNNAMED else placed:
            if i < len(series.texts):
                text = _words(series.texts[i], 30)
                axes.annotate(text, (x, y), (6, -3), textcoords="offset points")
    axes.set_xlim(left=0)
    _dress(axes, chart, across=False)


def _ranges(axes, chart: Chart) -> None:
    for at, (low, high, y, n) in enumerate(intervals(chart)):
        name = None if at else "95% interval"
        axes.plot([low, high], [y, y], color=colour(chart.series[n].role), lw=2, label=name)
    for n, series in enumerate(chart.series):
        placed = points(chart, n)
        xs, ys = [x for x, _, _ in placed], [y for _, y, _ in placed]
        axes.plot(xs, ys, _MARKERS[n % 4], color=colour(series.role), label=_words(series.name))
        for x, y, i in placed:
            if i < len(series.texts):
                end = series.highs[i] if i < len(series.highs) else None
                place, text = (max(x, end or x), y), _words(series.texts[i], 30)
                axes.annotate(text, place, (6, 0), textcoords="offset points", va="center")
    rows = len(chart.categories)
    names = [_words(c, 40) for c in named_categories(chart)]
    axes.set_yticks([rows - i for i in range(rows)], names)
    axes.set_ylim(0.4, rows + 0.7)
    _dress(axes, chart, across=True)


def _heat(axes, chart: Chart) -> None:
    _grid(axes, heat_rows(chart), named=True)


def _tiles(axes, chart: Chart) -> None:
    _grid(axes, tile_rows(chart), named=False)


def _grid(axes, rows: list[list[Shaded]], named: bool) -> None:
    """Shaded cells with a white gap; rows as high as their words, in lines of 0.14 inch."""
    wides = [1.3 if named and c == 0 else 1.0 for c in range(len(rows[0]))]
    room = [(_WIDE * 72 - 6) * wide / sum(wides) - 1 for wide in wides]
    words = [[_in_cell(cell.text, w) for cell, w in zip(row, room, strict=True)] for row in rows]
    top = 0.0
    for row, texts in zip(rows, words, strict=True):
        high = 0.14 * max(text.count("\n") + 1 for text in texts) + 0.14
        for c, (cell, text) in enumerate(zip(row, texts, strict=True)):
            left = sum(wides[:c])
            box = (left, top), wides[c] - 0.03, high - 0.03
            axes.add_patch(Rectangle(*box, facecolor=cell.background))
            side = "left" if named and c == 0 else "center"
            at = left + (0.02 if side == "left" else wides[c] / 2)
            axes.text(
                at, top + high / 2, text, ha=side, va="center", color=cell.ink, fontsize=_IN_CELL
            )
        top += high
    axes.set_xlim(0, sum(wides))
    axes.set_ylim(top, 0)
    axes.axis("off")
    axes.figure.set_size_inches(_WIDE, top + 0.15)


def _in_cell(text: str, width: float) -> str:
    return "\n".join(in_lines(_words(part, 60), width, _IN_CELL) for part in text.split(": ", 1))


def _line(axes, xs, ys, series: Series, n: int, marker: str | None = None) -> None:
    hollow = series.role == "provisional"
    axes.plot(
        xs,
        ys,
        color=colour(series.role),
        linestyle="--" if series.dashed else "-",
        linewidth=1.3 if series.dashed else 2,
        marker="" if series.dashed else (_MARKERS[n % 4] if marker is None else marker),
        markerfacecolor=PAPER if hollow else colour(series.role),
        label=_words(series.name),
    )


def _fill(series: Series) -> dict:
    if series.dashed or series.role == "none":
        return {"facecolor": PAPER, "edgecolor": GREY, "hatch": "///", "linewidth": 0.8}
    fill = colour(series.role)
    return {"facecolor": fill, "edgecolor": outline(fill), "linewidth": 0.8}


def _interval(axes, series: Series, i: int, at: float) -> None:
    low = series.lows[i] if i < len(series.lows) else None
    high = series.highs[i] if i < len(series.highs) else None
    if low is not None and high is not None:
        axes.plot([low, high], [at, at], color=PAPER, linewidth=3)
        axes.plot([low, high], [at, at], color=INK, linewidth=1.4)


def _beside(axes, chart: Chart, series: Series, i: int, value: float, at: float) -> None:
    if i < len(series.texts) and not words_aside(chart):
        text = _words(series.texts[i], 30)
        axes.annotate(text, (value, at), (4, 0), textcoords="offset points", va="center")


def _inside(axes, text: str, x: float, y: float, series: Series) -> None:
    plain = series.dashed or series.role == "none"
    ink = INK if plain else text_on(colour(series.role))
    ground = {"facecolor": PAPER, "edgecolor": "none", "pad": 1} if plain else None
    axes.text(x, y, _words(text, 14), ha="center", va="center", color=ink, bbox=ground)


def _name_rows(axes, chart: Chart) -> None:
    names = [_words(c, 44) for c in named_categories(chart)]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    _dress(axes, chart, across=True)


def _dress(axes, chart: Chart, across: bool) -> None:
    low, high = value_ends(chart)
    (axes.set_xlim if across else axes.set_ylim)(low, high)
    values = axes.xaxis if across else axes.yaxis
    if chart.unit == "%":
        values.set_major_formatter(PercentFormatter(1.0, decimals=0))
    values.grid(True, color=GRID)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.spines[["top", "right"]].set_visible(False)
    title = _words(chart.value_title or ("" if chart.unit == "%" else chart.unit), 60)
    (axes.set_xlabel if across else axes.set_ylabel)(title)
    if not across:
        axes.set_xlabel(_words(chart.category_title, 60))
    if len(chart.series) > 1 or (chart.kind is Kind.RANGES and intervals(chart)):
        axes.figure.legend(loc="outside lower center", ncols=3, frameon=False, fontsize=8)


def _first(series: Series) -> int:
    return next((i for i, v in enumerate(series.values) if v is not None), -1)


def _words(text: str, most: int = 40) -> str:
    return shortened(spoken(text), most) or " "


def _wrapped(text: str, letters: int) -> str:
    """At most four lines of so many letters."""
    text = _words(text, letters * 4)
    return "\n".join(wrap(text, max(letters, 4), break_long_words=True)[:4]) or " "


_DRAW = {
    Kind.BARS: _bars,
    Kind.STACKED: _stacked,
    Kind.LINES: _lines,
    Kind.STEPS: _steps,
    Kind.FUNNEL: _funnel,
    Kind.RANGES: _ranges,
    Kind.HEATMAP: _heat,
    Kind.TILES: _tiles,
}

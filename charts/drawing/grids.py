"""Cells with their number printed: heatmaps, and the districts as equal tiles."""

from math import ceil

from charts.chart import Chart, Series
from charts.drawing.frame import Drawing, Size, fitted, position_axis, rows_axis, title_above
from charts.palette import HEAT, NO_FIGURE, PAPER, colour, heat_colour, heat_step, text_on
from charts.wording import line_count, longest_word, pixels, safe, texts_of, wrapped

SCALE = (NO_FIGURE, *HEAT)


def heatmap(chart: Chart, size: Size) -> Drawing:
    """HEATMAP: a row to each series, every cell with its number, white gaps between."""
    low, high = _ends(chart)
    cells = [[heat_step(v, low, high) for v in series.values] for series in chart.series]
    rows = [wrapped(series.name, 16 if size.compact else 22, 3) for series in chart.series]
    across = size.width - max([pixels(row, size.font) for row in rows] or [0]) - 24
    room = across / max(len(chart.categories), 1)
    columns, head = _columns(chart.categories, room, size)
    texts = [_cell_texts(series, chart.unit, size, room) for series in chart.series]
    axis = position_axis(columns, chart.category_title) | {
        "side": "top",
        "tickfont": {"size": head},
    }
    row = max(
        size.lines_high(
            max(line_count(rows), line_count([t for row_texts in texts for t in row_texts]))
        )
        + 14,
        40,
    )
    least = size.lines_high(line_count(rows)) * max(len(rows), 1)
    above = size.lines_high(line_count(columns) + (1.6 if chart.category_title else 0)) + 16
    drawing = Drawing(
        [
            _grid(cells, _hover(chart)),
            _printed(cells, texts, _cell_font(texts, room, size)),
            _between(len(chart.series), len(chart.categories)),
        ],
        {
            "showlegend": False,
            "xaxis": axis,
            "yaxis": rows_axis(rows),
            "margin": {"l": 8, "r": 8, "t": int(above), "b": 8},
            "height": fitted(row * max(len(rows), 1) + above + 8, least + above + 8, size),
        },
    )
    title_above(drawing, safe(chart.value_title), 4, rows=True)
    return drawing


def tiles(chart: Chart, size: Size) -> Drawing:
    """TILES: one equal tile to a category at its place, with its name and its figure.

    One series of a numbered role is shaded by value; others take the colour of their role.
    """
    tall, wide = _extent(chart)
    letters, font = _tile_letters(chart, size.width / wide, size)
    drawing = Drawing()
    for series in chart.series:
        drawing.traces += _tile_traces(chart, series, font, letters)
    lines = max((t.count("<br>") + 1 for trace in drawing.traces for t in trace["text"]), default=1)
    needed = ceil(lines * font * 1.3)
    blank = {"visible": False, "fixedrange": True}
    drawing.layout = {
        "showlegend": False,
        "shapes": [shape for trace in drawing.traces for shape in trace.pop("_shapes")],
        "xaxis": blank | {"range": [-0.5, wide - 0.5]},
        "yaxis": blank | {"range": [tall - 0.5, -0.5]},
        "margin": {"l": 0, "r": 0, "t": 4, "b": 4},
        "height": fitted(tall * max(needed + 26, 92) + 8, tall * (needed + 8) + 8, size),
    }
    return drawing


def _ends(chart: Chart) -> tuple[float, float]:
    found = [v for series in chart.series for v in series.values if v is not None]
    low = min(found, default=0) if chart.low is None else chart.low
    high = max(found, default=1) if chart.high is None else chart.high
    return (0.0 if chart.unit == "%" and chart.low is None else low), high


def _columns(categories: tuple[str, ...], room: float, size: Size) -> tuple[list[str], int]:
    """Column heads in horizontal words, and the size of their letters.

    On two levels where words are wider than columns, and smaller where even that would
    break a word.
    """
    longest = max(longest_word(list(categories)), 1)
    letters = int(room / (size.font * 0.56))
    if longest <= letters:
        return [wrapped(c, letters, 3) for c in categories], size.font
    font = max(11, min(size.font, int(1.9 * room / (longest * 0.56))))
    letters = max(int(1.9 * room / (font * 0.56)), 6)
    heads = [wrapped(c, letters, 3) for c in categories]
    lift = "<br>\u00a0" * line_count(heads[::2])
    return [head + lift if i % 2 else head for i, head in enumerate(heads)], font


def _tile_letters(chart: Chart, room: float, size: Size) -> tuple[int, int]:
    """Letters to a line of a tile, and their size: smaller where a name would be broken."""
    longest = max(longest_word(list(chart.categories)), 8) + 1
    font = max(11, min(size.small, int(room * 0.94 / (longest * 0.57))))
    return max(int(room * 0.94 / (font * 0.57)), longest - 1), font


def _cell_texts(series: Series, unit: str, size: Size, room: float) -> list[str]:
    texts = series.texts or texts_of(series, unit)
    letters = max(6, longest_word(list(texts)), int(room / (size.font * 0.56)))
    # Four lines, or “just below 3.0 (1,275)” would lose its base in a narrow cell.
    return [wrapped(text, letters, 4) for text in texts]


def _cell_font(texts: list[list[str]], room: float, size: Size) -> int:
    """Letters of the cells: smaller where the longest line is wider than a cell."""
    widest = max((pixels(text, size.font) for row in texts for text in row), default=0)
    return max(11, min(size.font, int(size.font * room * 0.96 / max(widest, 1))))


def _hover(chart: Chart) -> list[list[str]]:
    return [
        [
            f"{safe(series.name)}<br>{safe(category)}: {text}"
            for category, text in zip(chart.categories, texts_of(series, chart.unit), strict=True)
        ]
        for series in chart.series
    ]


def _grid(cells: list[list[int]], hover: list[list[str]]) -> dict:
    scale = [[(i + end) / len(SCALE), shade] for i, shade in enumerate(SCALE) for end in (0, 1)]
    return {
        "type": "heatmap",
        "z": cells,
        "zmin": -0.5,
        "zmax": len(SCALE) - 0.5,
        "colorscale": scale,
        "showscale": False,
        "hoverinfo": "text",
        "hovertext": hover,
    }


def _between(rows: int, columns: int) -> dict:
    """White lines between the cells. A heatmap's own gaps cost the browser a picture each time."""
    x: list[float | None] = []
    y: list[float | None] = []
    for row in range(1, rows):
        x += [-0.5, columns - 0.5, None]
        y += [row - 0.5, row - 0.5, None]
    for column in range(1, columns):
        x += [column - 0.5, column - 0.5, None]
        y += [-0.5, rows - 0.5, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": PAPER, "width": 3},
        "hoverinfo": "skip",
    }


def _printed(cells: list[list[int]], texts: list[list[str]], font: int) -> dict:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [column for row in cells for column in range(len(row))],
        "y": [number for number, row in enumerate(cells) for _ in row],
        "text": [text for row in texts for text in row],
        "textfont": {
            "color": [text_on(heat_colour(step)) for row in cells for step in row],
            "size": font,
        },
        "hoverinfo": "skip",
    }


def _extent(chart: Chart) -> tuple[int, int]:
    places = [place for series in chart.series for place in series.places] or [(0, 0)]
    return max(row for row, _ in places) + 1, max(column for _, column in places) + 1


def _tile_traces(chart: Chart, series: Series, font: int, letters: int) -> list[dict]:
    low, high = _ends(chart)
    shaded = series.role.isdigit()
    fills = [
        heat_colour(heat_step(v, low, high)) if shaded or v is None else colour(series.role)
        for v in series.values
    ]
    texts = texts_of(series, chart.unit)
    drawn = [i for i, text in enumerate(texts) if series.values[i] is not None or text]
    inside = [_tile_text(chart.categories[i], series, i, chart.unit, letters) for i in drawn]
    return [
        {
            "type": "scatter",
            "mode": "text",
            "name": safe(series.name),
            "x": [series.places[i][1] for i in drawn],
            "y": [series.places[i][0] for i in drawn],
            "text": inside,
            "textfont": {"color": [text_on(fills[i]) for i in drawn], "size": font},
            "hoverinfo": "text",
            "hovertext": [f"{safe(chart.categories[i])}: {texts[i]}" for i in drawn],
            "_shapes": [_tile(series.places[i], fills[i]) for i in drawn],
        }
    ]


def _tile_text(name: str, series: Series, i: int, unit: str, letters: int) -> str:
    figure = series.texts[i] if series.texts else texts_of(series, unit)[i]
    return f"<b>{wrapped(name, letters, 2)}</b><br>{wrapped(figure, int(letters * 1.1), 6)}"


def _tile(place: tuple[int, int], fill: str) -> dict:
    row, column = place
    sides = {"x0": column - 0.48, "x1": column + 0.48, "y0": row - 0.47, "y1": row + 0.47}
    edge = {"color": "#767676", "width": 1}
    return sides | {"type": "rect", "fillcolor": fill, "line": edge, "layer": "below"}

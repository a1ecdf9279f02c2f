"""Heatmaps and district tiles as rows of shaded cells, for tables in documents."""

from dataclasses import dataclass

from charts.chart import Chart, Series
from charts.palette import INK, PAPER, heat_colour, heat_step, text_on


@dataclass(frozen=True)
class Shaded:
    """One cell: its text, its background and the colour of its letters."""

    text: str
    background: str = PAPER
    ink: str = INK


def shown(series: Series, i: int) -> str:
    """What is printed at value `i` of a series: its text, else the number, else a dash."""
    if i < len(series.texts) and series.texts[i]:
        return series.texts[i]
    value = series.values[i] if i < len(series.values) else None
    return "–" if value is None else f"{value:g}"


def heat_rows(chart: Chart) -> list[list[Shaded]]:
    """A header row of categories, then one row per series with its name first."""
    low, high = _ends(chart)
    rows = [[Shaded(chart.category_title or ""), *(Shaded(c) for c in chart.categories)]]
    for series in chart.series:
        cells = [_cell(series, i, low, high) for i in range(len(chart.categories))]
        rows.append([Shaded(series.name), *cells])
    return rows


def tile_rows(chart: Chart) -> list[list[Shaded]]:
    """The districts at their places; a place without a district is an empty cell."""
    series = chart.series[0]
    low, high = _ends(chart)
    across = max((c for _, c in series.places), default=0) + 1
    down = max((r for r, _ in series.places), default=0) + 1
    rows = [[Shaded("")] * across for _ in range(down)]
    for i, (row, column) in enumerate(series.places):
        cell = _cell(series, i, low, high)
        rows[row][column] = Shaded(f"{chart.categories[i]}: {cell.text}", cell.background, cell.ink)
    return rows


def _cell(series: Series, i: int, low: float, high: float) -> Shaded:
    value = series.values[i] if i < len(series.values) else None
    background = heat_colour(heat_step(value, low, high))
    return Shaded(shown(series, i), background, text_on(background))


def _ends(chart: Chart) -> tuple[float, float]:
    values = [v for s in chart.series for v in s.values if v is not None]
    low = chart.low if chart.low is not None else min(values, default=0.0)
    high = chart.high if chart.high is not None else max(values, default=1.0)
    return low, high

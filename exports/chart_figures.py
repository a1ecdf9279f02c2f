"""The figures of a Chart as Office charts and drawings need them, and nothing more."""

from contextlib import contextmanager
from dataclasses import dataclass

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook

from charts.chart import Chart, Kind, Series

_LABEL = 16  # characters that a label beside a bar can hold
_NAMES, _INTERVAL = "Names of the rows", "95% interval"


class _AsWritten:
    """A workbook in which text stays text: never a formula, never a link."""

    @contextmanager
    def _open_worksheet(self, xlsx_file):
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        workbook = Workbook(xlsx_file, options)
        yield workbook, workbook.add_worksheet()
        workbook.close()


class _Columns(_AsWritten, CategoryWorkbookWriter):
    pass


class _Points(_AsWritten, XyWorkbookWriter):
    pass


class _CategoryData(CategoryChartData):
    @property
    def _workbook_writer(self):
        return _Columns(self)


class _PointData(XyChartData):
    @property
    def _workbook_writer(self):
        return _Points(self)


@dataclass(frozen=True)
class Track:
    """One series of an XY chart as Office holds it.

    kind     "marks" of a series, a "band" or a "span" of its interval, or the "names" of rows
    placed   its points, (x, y)
    series   the place of the series that it belongs to, -1 for none
    """

    kind: str
    name: str
    placed: list[tuple[float, float]]
    series: int


def named_categories(chart: Chart) -> tuple[str, ...]:
    """The categories, with a lone series' words where no label can stand at the mark.

    That is where there is no mark, and at bars whose words stand aside.
    """
    if len(chart.series) != 1 or chart.kind not in {Kind.BARS, Kind.RANGES}:
        return chart.categories
    series = chart.series[0]
    crossed = words_aside(chart)
    return tuple(
        f"{name}: {series.texts[i]}"
        if i < len(series.texts)
        and series.texts[i]
        and (crossed or i >= len(series.values) or series.values[i] is None)
        else name
        for i, name in enumerate(chart.categories)
    )


def words_aside(chart: Chart) -> bool:
    """Whether the words of lone bars stand with their names: intervals cross them, or long."""
    if chart.kind is not Kind.BARS or len(chart.series) != 1:
        return False
    series = chart.series[0]
    return has_intervals(series) or any(len(text) > _LABEL for text in series.texts)


def has_intervals(series: Series) -> bool:
    """Whether any value of the series has an interval."""
    return any(v is not None for v in series.lows)


def chart_data(chart: Chart) -> CategoryChartData | XyChartData:
    """The figures of the chart as its embedded workbook holds them; None stays blank."""
    number = "0%" if chart.unit == "%" else "General"
    if chart.kind in {Kind.BARS, Kind.STACKED, Kind.LINES}:
        data = _CategoryData(number_format=number)
        data.categories = [c or " " for c in named_categories(chart)]
        for series in chart.series:
            values = series.values[: len(chart.categories)]
            data.add_series(series.name or " ", values)
        return data
    data = _PointData(number_format=number)
    for track in tracks(chart):
        added = data.add_series(track.name)
        for x, y in track.placed:
            added.add_data_point(x, y)
    return data


def tracks(chart: Chart) -> list[Track]:
    """What an XY chart draws, the longest first: LibreOffice loses a short one before a long."""
    found = []
    for n, series in enumerate(chart.series):
        placed = [(x, y) for x, y, _ in points(chart, n)]
        found.append(Track("marks", series.name or " ", placed, n))
    found += [Track("band", _INTERVAL, placed, -1) for placed in bands(chart)]
    if chart.kind is Kind.RANGES:
        spans = intervals(chart)
        found += [Track("span", _INTERVAL, [(a, y), (b, y)], n) for a, b, y, n in spans]
        left, rows = value_ends(chart)[0], len(chart.categories)
        found.append(Track("names", _NAMES, [(left, rows - i) for i in range(rows)], -1))
    return sorted(found, key=lambda track: -len(track.placed))


def points(chart: Chart, n: int) -> list[tuple[float, float, int]]:
    """Points of series `n` of an XY chart as (x, y, index of the value), blanks left out."""
    series = chart.series[n]
    known = [(i, v) for i, v in enumerate(series.values) if v is not None]
    if chart.kind is Kind.RANGES:
        rows, aside = len(chart.categories), (n - (len(chart.series) - 1) / 2) * 0.24
        return [(v, rows - i - aside, i) for i, v in known if i < rows]
    placed = [(series.at[i], v, i) for i, v in known if i < len(series.at)]
    if chart.kind is Kind.STEPS and series.role != "target":
        return _stairs(placed)
    return placed


def bands(chart: Chart) -> list[list[tuple[float, float]]]:
    """Ends of the intervals of a STEPS chart: a lower and an upper stair per series."""
    if chart.kind is not Kind.STEPS:
        return []
    found = []
    for series in chart.series:
        for ends in (series.lows, series.highs):
            placed = [(x, y, 0) for x, y in zip(series.at, ends, strict=False) if y is not None]
            found.append([(x, y) for x, y, _ in _stairs(placed)])
    return [placed for placed in found if placed]


def intervals(chart: Chart) -> list[tuple[float, float, float, int]]:
    """Intervals of a RANGES chart as (low, high, height, series), one line of marks each."""
    found = []
    for n, series in enumerate(chart.series):
        ends = dict(enumerate(zip(series.lows, series.highs, strict=False)))
        for _, y, i in points(chart, n):
            low, high = ends.get(i, (None, None))
            if low is not None and high is not None:
                found.append((low, high, y, n))
    return found


def value_ends(chart: Chart) -> tuple[float, float | None]:
    """Ends of the value axis: as given, else zero (bars) or the least figure."""
    values = [v for s in chart.series for v in (*s.values, *s.lows, *s.highs) if v is not None]
    least = min(values, default=0.0)
    if chart.low is not None:
        low = chart.low
    elif chart.kind is Kind.RANGES and least > 0:
        low = 0.0 if least < 1 else float(int(least))
    else:
        low = min(0.0, least)
    if chart.high is None and chart.unit == "%" and max(values, default=0.0) <= 1:
        return low, 1.0
    return low, chart.high


def _stairs(placed: list[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
    steps: list[tuple[float, float, int]] = []
    for x, y, i in placed:
        if steps and steps[-1][1] != y:
            steps.append((x, steps[-1][1], i))
        steps.append((x, y, i))
    return steps

"""A Chart as a native Office chart: real text, editable, its figures in a workbook."""

from contextlib import contextmanager

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter import Workbook

from charts.chart import Chart, Kind, Series
from exports.colours import GRID, INK, WHITE, colour, ink_on

NATIVE = {
    Kind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Kind.STACKED: XL_CHART_TYPE.BAR_STACKED,
    Kind.LINES: XL_CHART_TYPE.LINE_MARKERS,
    Kind.STEPS: XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    Kind.FUNNEL: XL_CHART_TYPE.XY_SCATTER,
    Kind.RANGES: XL_CHART_TYPE.XY_SCATTER,
}
_NAMES = "Names of the rows"


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


def drawable(chart: Chart) -> bool:
    """Whether Office draws this chart itself; heatmaps and tiles are tables."""
    return chart.kind in NATIVE and not chart.empty


def named_categories(chart: Chart) -> tuple[str, ...]:
    """The categories, each with its words where a lone series has words and no mark."""
    if len(chart.series) != 1 or not chart.series[0].texts:
        return chart.categories
    series = chart.series[0]
    hidden = [i < len(series.values) and series.values[i] is None for i in _range(chart.categories)]
    return tuple(
        f"{c} ({series.texts[i]})" if hidden[i] and i < len(series.texts) and series.texts[i] else c
        for i, c in enumerate(chart.categories)
    )


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
    for n, series in enumerate(chart.series):
        added = data.add_series(series.name or " ")
        for x, y, _ in points(chart, n):
            added.add_data_point(x, y)
    if chart.kind is Kind.RANGES:
        added = data.add_series(_NAMES)
        for i in _range(chart.categories):
            added.add_data_point(value_ends(chart)[0], len(chart.categories) - i)
    return data


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


def dress(native: NativeChart, chart: Chart, size: int) -> None:
    """Colours, labels, axes and language of a native chart; `size` in points."""
    native.font.size, native.font.name = Pt(size), "Arial"
    native.font.color.rgb = _rgb(INK)
    native.has_title = False
    _legend(native, chart)
    _axes(native, chart)
    for n, series in enumerate(chart.series):
        _dress_series(native.plots[0].series[n], chart, n)
        _add_intervals(native.plots[0].series[n]._element, chart, series)
    if chart.kind is Kind.RANGES:
        _dress_names(native, chart)
    if chart.kind in {Kind.BARS, Kind.STACKED}:
        native.plots[0].gap_width = 45
        native.plots[0].overlap = 100 if chart.kind is Kind.STACKED else -5
    speak_english(native._chartSpace)


def speak_english(element) -> None:
    """Set the language of every run of drawing text below an element to British English."""
    for tag in ("a:rPr", "a:defRPr", "a:endParaRPr"):
        for properties in element.iter(qn(tag)):
            properties.set("lang", "en-GB")
    for run in element.iter(qn("a:r")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, parse_xml(f'<a:rPr {nsdecls("a")} lang="en-GB"/>'))
    if element.tag == qn("c:chartSpace") and element.find(qn("c:lang")) is None:
        at = 1 if element.find(qn("c:date1904")) is not None else 0
        element.insert(at, parse_xml(f'<c:lang {nsdecls("c")} val="en-GB"/>'))


def _stairs(placed: list[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
    steps: list[tuple[float, float, int]] = []
    for x, y, i in placed:
        if steps and steps[-1][1] != y:
            steps.append((x, steps[-1][1], i))
        steps.append((x, y, i))
    return steps


def _legend(native: NativeChart, chart: Chart) -> None:
    native.has_legend = len(chart.series) > 1
    if not native.has_legend:
        return
    native.legend.position = XL_LEGEND_POSITION.BOTTOM
    native.legend.include_in_layout = False
    if chart.kind is Kind.RANGES:
        entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{len(chart.series)}"/>'
        position = native.legend._element.find(qn("c:legendPos"))
        position.addnext(parse_xml(f'{entry}<c:delete val="1"/></c:legendEntry>'))


def _axes(native: NativeChart, chart: Chart) -> None:
    across, up = native.category_axis, native.value_axis
    for axis in (across, up):
        axis.format.line.color.rgb = _rgb(INK)
        axis.major_tick_mark = XL_TICK_MARK.NONE
        axis.has_major_gridlines = False
    names, values = (up, across) if chart.kind is Kind.RANGES else (across, up)
    _value_axis(values, chart)
    if chart.kind in {Kind.BARS, Kind.STACKED}:
        names.reverse_order = True
        names.crosses = XL_AXIS_CROSSES.MAXIMUM
    if chart.kind is Kind.RANGES:
        names.minimum_scale, names.maximum_scale = 0.4, len(chart.categories) + 0.6
        names.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        _leave_room_left(native)
    elif chart.kind in {Kind.STEPS, Kind.FUNNEL}:
        names.minimum_scale = 0
        names.tick_labels.number_format, names.tick_labels.number_format_is_linked = "0", False
        _title(names, chart.category_title)
    else:
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        _title(names, chart.category_title if chart.kind is Kind.LINES else "")


def _value_axis(axis, chart: Chart) -> None:
    low, high = value_ends(chart)
    axis.minimum_scale = low
    if high is not None:
        axis.maximum_scale = high
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _rgb(GRID)
    axis.tick_labels.number_format = "0%" if chart.unit == "%" else "General"
    axis.tick_labels.number_format_is_linked = False
    _title(axis, chart.value_title or ("" if chart.unit == "%" else chart.unit))


def _title(axis, text: str) -> None:
    axis.has_title = bool(text)
    if text:
        axis.axis_title.text_frame.text = text
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False


def _leave_room_left(native: NativeChart) -> None:
    layout = (
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
        '<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0.32"/><c:y val="0.03"/>'
        '<c:w val="0.64"/><c:h val="0.76"/></c:manualLayout></c:layout>'
    )
    area = native._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, parse_xml(layout))


def _dress_series(drawn, chart: Chart, n: int) -> None:
    series = chart.series[n]
    if chart.kind in {Kind.BARS, Kind.STACKED}:
        _dress_bars(drawn, series, chart)
    elif chart.kind in {Kind.LINES, Kind.STEPS} or series.dashed or series.role == "limit":
        _dress_line(drawn, series, chart)
    else:
        _marker(drawn, series, _shape(n))
        drawn.format.line.fill.background()
    _label_points(drawn, chart, n)


def _dress_bars(drawn, series: Series, chart: Chart) -> None:
    drawn.invert_if_negative = False
    fill = drawn.format.fill
    if series.dashed:
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.rgb, fill.back_color.rgb = _rgb("#6F777B"), _rgb(WHITE)
    else:
        fill.solid()
        fill.fore_color.rgb = _rgb(colour(series.role))
    if chart.kind is Kind.STACKED:
        drawn.format.line.color.rgb = _rgb(WHITE)


def _dress_line(drawn, series: Series, chart: Chart) -> None:
    drawn.smooth = False
    line = drawn.format.line
    line.color.rgb, line.width = _rgb(colour(series.role)), Pt(1.5 if series.dashed else 2.5)
    if series.dashed:
        line.dash_style = MSO_LINE.DASH
    if series.dashed or chart.kind is not Kind.LINES:
        drawn.marker.style = XL_MARKER_STYLE.NONE
    else:
        _marker(drawn, series, XL_MARKER_STYLE.CIRCLE)


def _marker(drawn, series: Series, shape) -> None:
    drawn.marker.style, drawn.marker.size = shape, 9
    fill = drawn.marker.format.fill
    fill.solid()
    hollow = series.role == "provisional"
    fill.fore_color.rgb = _rgb(WHITE if hollow else colour(series.role))
    drawn.marker.format.line.color.rgb = _rgb(colour(series.role))


def _shape(n: int):
    shapes = XL_MARKER_STYLE
    return (shapes.CIRCLE, shapes.DIAMOND, shapes.SQUARE, shapes.TRIANGLE)[n % 4]


def _label_points(drawn, chart: Chart, n: int) -> None:
    series = chart.series[n]
    if series.dashed and chart.kind not in {Kind.BARS, Kind.STACKED}:
        return
    if chart.kind is Kind.STEPS or not series.texts:
        return
    if chart.kind in {Kind.BARS, Kind.STACKED, Kind.LINES}:
        marked = [(i, i) for i, v in enumerate(series.values) if v is not None]
    else:
        marked = [(at, i) for at, (_, _, i) in enumerate(points(chart, n))]
    for at, i in marked:
        if i < len(series.texts) and series.texts[i] and _worth_a_label(chart, series, i):
            _label(drawn.points[at], series.texts[i], chart, series)


def _worth_a_label(chart: Chart, series: Series, i: int) -> bool:
    if chart.kind is not Kind.STACKED:
        return True
    total = sum(s.values[i] or 0 for s in chart.series if i < len(s.values))
    return total > 0 and (series.values[i] or 0) / total >= 0.05


def _label(point, text: str, chart: Chart, series: Series) -> None:
    frame = point.data_label.text_frame
    frame.text = text
    inside = chart.kind is Kind.STACKED
    ink = ink_on(colour(series.role)) if inside and not series.dashed else INK
    frame.paragraphs[0].runs[0].font.color.rgb = _rgb(ink)
    point.data_label.position = {
        Kind.BARS: XL_LABEL_POSITION.OUTSIDE_END,
        Kind.STACKED: XL_LABEL_POSITION.CENTER,
        Kind.RANGES: XL_LABEL_POSITION.ABOVE,
        Kind.FUNNEL: XL_LABEL_POSITION.RIGHT,
    }.get(chart.kind, XL_LABEL_POSITION.ABOVE)


def _dress_names(native: NativeChart, chart: Chart) -> None:
    drawn = native.plots[0].series[len(chart.series)]
    drawn.marker.style = XL_MARKER_STYLE.NONE
    drawn.format.line.fill.background()
    for i, name in enumerate(named_categories(chart)):
        drawn.points[i].data_label.text_frame.text = name or " "
        drawn.points[i].data_label.position = XL_LABEL_POSITION.LEFT


def _add_intervals(element, chart: Chart, series: Series) -> None:
    if not any(v is not None for v in series.lows) or chart.kind is Kind.STACKED:
        return
    if chart.kind is Kind.RANGES:
        marked = [i for _, _, i in points(chart, chart.series.index(series))]
    else:
        marked = list(_range(series.values))
    bars = "".join(_interval_side(series, marked, side) for side in ("plus", "minus"))
    direction = "" if chart.kind is Kind.BARS else f'<c:errDir val="{_direction(chart)}"/>'
    xml = (
        f'<c:errBars {nsdecls("c", "a")}>{direction}<c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="0"/>{bars}<c:spPr><a:ln w="19050">'
        f'<a:solidFill><a:srgbClr val="{INK[1:]}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    before = next(e for e in element if e.tag in {qn("c:cat"), qn("c:xVal"), qn("c:val")})
    before.addprevious(parse_xml(xml))


def _direction(chart: Chart) -> str:
    return "x" if chart.kind is Kind.RANGES else "y"


def _interval_side(series: Series, marked: list[int], side: str) -> str:
    ends = series.highs if side == "plus" else series.lows
    lengths = []
    for i in marked:
        value, end = series.values[i], ends[i] if i < len(ends) else None
        lengths.append(0.0 if value is None or end is None else abs(end - value))
    numbers = "".join(
        f'<c:pt idx="{i}"><c:v>{length!r}</c:v></c:pt>' for i, length in enumerate(lengths)
    )
    return (
        f"<c:{side}><c:numLit><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(lengths)}"/>{numbers}</c:numLit></c:{side}>'
    )


def _range(values) -> range:
    return range(len(values))


def _rgb(hex_colour: str) -> RGBColor:
    return RGBColor.from_string(hex_colour[1:])

"""A Chart as a native Office chart: real text, editable, its figures in a workbook."""

from pptx.chart.chart import Chart as NativeChart
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
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

from charts.chart import Chart, Kind, Series
from charts.palette import GREY, GRID, INK, PAPER, colour, outline, text_on
from exports.chart_figures import (
    Track,
    has_intervals,
    named_categories,
    points,
    tracks,
    value_ends,
    words_aside,
)
from exports.plain_text import shortened

NATIVE = {
    Kind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    Kind.STACKED: XL_CHART_TYPE.BAR_STACKED,
    Kind.LINES: XL_CHART_TYPE.LINE_MARKERS,
    Kind.STEPS: XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
    Kind.FUNNEL: XL_CHART_TYPE.XY_SCATTER,
    Kind.RANGES: XL_CHART_TYPE.XY_SCATTER,
}


_BY_CATEGORY = {Kind.BARS, Kind.STACKED, Kind.LINES}
_MOST_NAMED = 12  # points of a funnel or a chart of ranges that are named at their marks
_BAND = Series("95% interval", (), role="limit", dashed=True)


def drawable(chart: Chart) -> bool:
    """Whether Office draws this chart itself; heatmaps and tiles are tables."""
    return chart.kind in NATIVE and not chart.empty


def dress(native: NativeChart, chart: Chart, size: int) -> None:
    """Colours, labels, axes and language of a native chart; `size` in points."""
    native.font.size, native.font.name = Pt(size), "Arial"
    native.font.color.rgb = _rgb(INK)
    native.has_title = False
    _legend(native, chart)
    _axes(native, chart)
    if chart.kind in _BY_CATEGORY:
        for n, series in enumerate(chart.series):
            _dress_series(native.plots[0].series[n], chart, n)
            _add_intervals(native.plots[0].series[n]._element, chart, series)
    else:
        for at, track in enumerate(tracks(chart)):
            _dress_track(native.plots[0].series[at], track, chart, size)
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


def _legend(native: NativeChart, chart: Chart) -> None:
    drawn = [] if chart.kind in _BY_CATEGORY else tracks(chart)
    native.has_legend = len(chart.series) > 1 or any(t.kind in {"band", "span"} for t in drawn)
    if not native.has_legend:
        return
    native.legend.position = XL_LEGEND_POSITION.BOTTOM
    native.legend.include_in_layout = False
    position = native.legend._element.find(qn("c:legendPos"))
    told: set[str] = set()
    for idx, track in reversed(list(enumerate(drawn))):
        # One interval stays, so that the legend says what the lines are.
        if track.kind == "names" or (track.kind != "marks" and track.name in told):
            entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{idx}"/><c:delete val="1"/>'
            position.addnext(parse_xml(f"{entry}</c:legendEntry>"))
        told.add(track.name)


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
        values._element.find(qn("c:crosses")).set("val", "max")
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
        '<c:w val="0.64"/><c:h val="0.7"/></c:manualLayout></c:layout>'
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
        fill.fore_color.rgb, fill.back_color.rgb = _rgb(GREY), _rgb(PAPER)
    else:
        fill.solid()
        fill.fore_color.rgb = _rgb(colour(series.role))
    if chart.kind is Kind.STACKED:
        edge = GREY if series.dashed else outline(colour(series.role))
        drawn.format.line.color.rgb = _rgb(edge)


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
    fill.fore_color.rgb = _rgb(PAPER if hollow else colour(series.role))
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
    if words_aside(chart):
        return
    if chart.kind in {Kind.BARS, Kind.STACKED, Kind.LINES}:
        marked = [(i, i) for i, v in enumerate(series.values) if v is not None]
    else:
        marked = [(at, i) for at, (_, _, i) in enumerate(points(chart, n))]
    for at, i in marked:
        if i < len(series.texts) and series.texts[i] and _worth_a_label(chart, series, i):
            _label(drawn.points[at], series.texts[i], chart, series)


def _worth_a_label(chart: Chart, series: Series, i: int) -> bool:
    """Labels crowd: of many points only the unusual and, on a line, the last are named."""
    if chart.kind is Kind.FUNNEL and sum(len(s.texts) for s in chart.series) > _MOST_NAMED:
        return series.role in {"improvement", "concern"}
    if chart.kind is Kind.RANGES and len(chart.series) * len(chart.categories) > _MOST_NAMED:
        return False
    if chart.kind is Kind.LINES and sum(bool(s.texts) and not s.dashed for s in chart.series) > 2:
        return i == max(k for k, v in enumerate(series.values) if v is not None)
    if chart.kind is not Kind.STACKED:
        return True
    total = sum(s.values[i] or 0 for s in chart.series if i < len(s.values))
    return total > 0 and (series.values[i] or 0) / total >= 0.05


def _label(point, text: str, chart: Chart, series: Series) -> None:
    frame = point.data_label.text_frame
    frame.text = text
    inside = chart.kind is Kind.STACKED
    ink = text_on(colour(series.role)) if inside and not series.dashed else INK
    frame.paragraphs[0].runs[0].font.color.rgb = _rgb(ink)
    point.data_label.position = {
        Kind.BARS: XL_LABEL_POSITION.OUTSIDE_END,
        Kind.STACKED: XL_LABEL_POSITION.CENTER,
        Kind.RANGES: XL_LABEL_POSITION.ABOVE,
        Kind.FUNNEL: XL_LABEL_POSITION.RIGHT,
    }.get(chart.kind, XL_LABEL_POSITION.ABOVE)


def _dress_track(drawn, track: Track, chart: Chart, size: int) -> None:
    if track.kind == "marks":
        _dress_series(drawn, chart, track.series)
    elif track.kind == "band":
        _dress_line(drawn, _BAND, chart)
    elif track.kind == "span":
        drawn.marker.style, drawn.smooth = XL_MARKER_STYLE.NONE, False
        drawn.format.line.color.rgb = _rgb(colour(chart.series[track.series].role))
        drawn.format.line.width = Pt(2)
    else:
        _dress_names(drawn, chart, size)


def _dress_names(drawn, chart: Chart, size: int) -> None:
    drawn.marker.style = XL_MARKER_STYLE.NONE
    drawn.format.line.fill.background()
    for i, name in enumerate(named_categories(chart)):
        frame = drawn.points[i].data_label.text_frame
        frame.text = shortened(name, 60) or " "
        small = len(chart.categories) > 6
        frame.paragraphs[0].runs[0].font.size = Pt(size - 3 if small else size - 1)
        drawn.points[i].data_label.position = XL_LABEL_POSITION.LEFT


def _add_intervals(element, chart: Chart, series: Series) -> None:
    if not has_intervals(series) or chart.kind is Kind.STACKED:
        return
    marked = list(range(len(series.values)))
    bars = "".join(_interval_side(series, marked, side) for side in ("plus", "minus"))
    direction = "" if chart.kind is Kind.BARS else '<c:errDir val="y"/>'
    xml = (
        f'<c:errBars {nsdecls("c", "a")}>{direction}<c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="0"/>{bars}<c:spPr><a:ln w="19050">'
        f'<a:solidFill><a:srgbClr val="{INK[1:]}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    before = next(e for e in element if e.tag in {qn("c:cat"), qn("c:xVal"), qn("c:val")})
    before.addprevious(parse_xml(xml))


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


def _rgb(hex_colour: str) -> RGBColor:
    return RGBColor.from_string(hex_colour[1:])

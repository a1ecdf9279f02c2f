"""The pack as PowerPoint: native editable charts, the finding as each slide's title."""

import copy
import io

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from charts.chart import Chart, Kind, Table
from exports.chart_figures import chart_data
from exports.description import Pack, Part, Section
from exports.layout import batches, column_widths, is_figures, remarks, row_height
from exports.native_charts import NATIVE, drawable, dress, speak_english
from exports.plain_text import shortened
from exports.same_bytes import same_bytes
from exports.shaded import Shaded, heat_rows, tile_rows
from exports.slide_template import (
    BODY_HEIGHT,
    BODY_TOP,
    FIGURE,
    INNER,
    LIST,
    MARGIN,
    OPENING,
    SECTION,
    new_presentation,
)

TITLE_MOST, SENTENCE_MOST, CELL_MOST, NOTES_MOST = 150, 240, 160, 6_000
_LETTERS, _SMALL = 13, 10  # of tables, in points
_FOOT = Inches(0.85)  # room under a chart for its base and remarks


def write(pack: Pack) -> bytes:
    """The pack as a .pptx file."""
    return same_bytes(_Deck(pack).content(), pack.moment)


class _Deck:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.deck = new_presentation()
        self.titles: set[str] = set()

    def content(self) -> bytes:
        self._opening()
        self._list("The main points", self.pack.summary)
        for section in self.pack.sections:
            self._section(section)
        self._list("About these figures", self._about())
        self._properties()
        out = io.BytesIO()
        self.deck.save(out)
        return out.getvalue()

    def _opening(self) -> None:
        slide = self._slide(OPENING, f"{self.pack.title}: {self.pack.unit_name}")
        said = [self.pack.quarter_label, self.pack.standing, *self.pack.marks]
        _paragraphs(slide.placeholders[1], said)
        self._finish(slide, " ".join([self.pack.full_title, *said]))

    def _list(self, title: str, sentences: tuple[str, ...]) -> None:
        pages = range(0, len(sentences), 7)
        for number, start in enumerate(pages, 1):
            few = sentences[start : start + 7]
            of = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
            slide = self._slide(LIST, title + of)
            _paragraphs(slide.placeholders[1], few)
            self._finish(slide, "\n".join(few))

    def _section(self, section: Section) -> None:
        slide = self._slide(SECTION, section.heading)
        _paragraphs(slide.placeholders[1], section.intro[:6])
        self._finish(slide, "\n".join([section.heading, *section.intro]))
        for part in section.parts:
            if part.chart and not part.chart.empty:
                self._chart(part)
            else:
                self._table(part)

    def _chart(self, part: Part) -> None:
        slide, chart = self._slide(FIGURE, part.finding), part.chart
        height = Emu(BODY_HEIGHT - _FOOT)
        if drawable(chart):
            frame = slide.shapes.add_chart(
                NATIVE[chart.kind], MARGIN, BODY_TOP, INNER, height, chart_data(chart)
            )
            dress(frame.chart, chart, 14)
        else:
            rows = tile_rows(chart) if chart.kind is Kind.TILES else heat_rows(chart)
            frame = _shaded_table(slide, rows, height, header=chart.kind is not Kind.TILES)
        _describe(frame, "Chart", _alt(chart))
        _foot(slide, part)
        self._finish(slide, _notes(part))

    def _table(self, part: Part) -> None:
        room = Emu(BODY_HEIGHT - _FOOT).pt
        widths, fits = column_widths(part.table, INNER.pt, _LETTERS)
        size = _LETTERS if fits else _SMALL
        if not fits:
            widths, _ = column_widths(part.table, INNER.pt, size)
        pages = batches(part.table, widths, size, room)
        for number, rows in enumerate(pages, 1):
            of = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
            slide = self._slide(FIGURE, shortened(part.finding, TITLE_MOST - 12) + of)
            if not part.table.columns or not part.table.rows:
                _text(slide, "Nothing is recorded here for this quarter.", BODY_TOP, 20)
            else:
                frame = _plain_table(slide, part.table, rows, widths, size)
                _describe(frame, "Table", f"Table: {part.table.title or part.finding}{of}.")
            _foot(slide, part)
            self._finish(slide, _notes(part))

    def _slide(self, layout: int, title: str):
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        slide.shapes.title.text_frame.text = self._unique(title)
        if layout == FIGURE:
            size = 28 if len(title) < 75 else 24 if len(title) < 115 else 20
            slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
        return slide

    def _unique(self, title: str) -> str:
        title = shortened(title or "Figures", TITLE_MOST)
        name, again = title, 2
        while name in self.titles:
            name, again = f"{title} ({again})", again + 1
        self.titles.add(name)
        return name

    def _finish(self, slide, notes: str) -> None:
        foot = " ".join([*self.pack.marks, f"{self.pack.unit_name}, {self.pack.quarter_label}."])
        for shape in slide.slide_layout.placeholders:
            kind = shape.placeholder_format.type
            if kind not in (13, 15):
                continue
            element = copy.deepcopy(shape._element)
            slide.shapes._spTree.append(element)
            element.nvSpPr.cNvPr.set("id", str(1000 + int(kind)))
            if kind == 15:
                _footer_text(slide.shapes[-1].text_frame, foot)
        slide.notes_slide.notes_text_frame.text = shortened(notes, NOTES_MOST)
        speak_english(slide._element)
        speak_english(slide.notes_slide._element)

    def _about(self) -> tuple[str, ...]:
        version = f"Definitions: version {self.pack.definitions_version}."
        return (self.pack.standing, version, *self.pack.notes)

    def _properties(self) -> None:
        about = self.deck.core_properties
        about.title = shortened(self.pack.full_title, 250)
        about.author = shortened(self.pack.unit_name, 250)
        about.subject, about.keywords = shortened(" ".join(self.pack.marks), 250), ""
        about.language, about.last_modified_by, about.revision = "en-GB", "", 1
        about.created = about.modified = self.pack.moment.replace(tzinfo=None)


def _alt(chart: Chart) -> str:
    return chart.alt or chart.title or "Chart"


def _notes(part: Part) -> str:
    said = [part.finding, f"How it is measured: {part.definition}" if part.definition else ""]
    said.append(f"Base: {part.base}" if part.base else "")
    said += remarks(part)
    if part.table.rows:
        said.append(f"Figures. {'; '.join(part.table.columns)}.")
        said += ["; ".join(row) + "." for row in part.table.rows[:60]]
    return "\n".join(text for text in said if text)


def _paragraphs(shape, sentences) -> None:
    frame = shape.text_frame
    frame.word_wrap = True
    if not sentences:
        shape._element.getparent().remove(shape._element)
        return
    long = sum(len(s) for s in sentences) > 700
    for i, sentence in enumerate(sentences):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = shortened(sentence, SENTENCE_MOST)
        run.font.size = Pt(16 if long else 20)
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(8)


def _foot(slide, part: Part) -> None:
    said = ([f"Base: {part.base}"] if part.base else []) + remarks(part)
    if said:
        top = Emu(BODY_TOP + BODY_HEIGHT - _FOOT + Inches(0.08))
        _text(slide, shortened(" · ".join(said), 330), top, 13)


def _text(slide, text: str, top, size: int) -> None:
    box = slide.shapes.add_textbox(MARGIN, top, INNER, Emu(_FOOT))
    box.name = "Base and notes"
    box.text_frame.word_wrap = True
    run = box.text_frame.paragraphs[0].add_run()
    run.text, run.font.size = text, Pt(size)


def _describe(frame, name: str, alt: str) -> None:
    described = frame._element.nvGraphicFramePr.cNvPr
    described.set("descr", alt)
    described.set("name", name)


def _footer_text(frame, text: str) -> None:
    frame.word_wrap = True
    frame.text = shortened(text, 260)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    run = frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(11 if len(text) > 130 else 12), True
    run.font.color.rgb = RGBColor.from_string("0B0C0C")


def _plain_table(slide, table: Table, rows: range, widths: list[float], size: int):
    written = [table.columns, *(table.rows[r] for r in rows)]
    heights = [Pt(row_height(texts, widths, size)) for texts in written]
    frame = slide.shapes.add_table(
        len(written), len(table.columns), MARGIN, BODY_TOP, INNER, sum(heights)
    )
    _widths(frame.table, widths)
    right = [is_figures(table, c) for c in range(len(table.columns))]
    for r, (texts, row) in enumerate(zip(written, frame.table.rows, strict=True)):
        row.height = heights[r]
        for c, cell in enumerate(row.cells):
            text = shortened(texts[c] if c < len(texts) else "", CELL_MOST)
            fill = "12436D" if r == 0 else "FFFFFF" if r % 2 else "F2F2F2"
            _cell(cell, text, size, fill, "FFFFFF" if r == 0 else "0B0C0C", r == 0)
            if right[c]:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    return frame


def _shaded_table(slide, rows: list[list[Shaded]], height, header: bool):
    across = len(rows[0])
    size, widths, heights = _sizes(rows, height, header)
    frame = slide.shapes.add_table(len(rows), across, MARGIN, BODY_TOP, INNER, height)
    _widths(frame.table, widths)
    for row, tall in zip(frame.table.rows, heights, strict=True):
        row.height = Pt(tall)
    frame.table.first_row = header
    for r, (shades, row) in enumerate(zip(rows, frame.table.rows, strict=True)):
        for c, (shaded, cell) in enumerate(zip(shades, row.cells, strict=True)):
            text = shortened(shaded.text, 60)
            bold = header and (r == 0 or c == 0)
            _cell(cell, text, size, shaded.background[1:], shaded.ink[1:], bold)
            if not header or c:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    return frame


def _sizes(rows: list[list[Shaded]], height, header: bool):
    """Size of letters, column widths and row heights at which shaded rows fit, in points."""
    texts = [tuple(cell.text for cell in row) for row in rows]
    for size in (14, 13, 12, 11, 10, 9):
        widths, fits = column_widths(Table("", texts[0], tuple(texts)), INNER.pt, size)
        if not header:
            widths = [INNER.pt / len(rows[0])] * len(rows[0])
        heights = [row_height(row, widths, size) for row in texts]
        if fits and sum(heights) <= height.pt:
            break
    spare = max(height.pt - sum(heights), 0) / len(rows)
    return size, widths, [tall + spare for tall in heights]


def _widths(table, points: list[float]) -> None:
    for column, width in zip(table.columns, points, strict=True):
        column.width = Pt(width)


def _cell(cell, text: str, size: int, fill: str, ink: str, bold: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    run = cell.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = text, Pt(size), bold
    run.font.color.rgb = RGBColor.from_string(ink)
    _white_gaps(cell)


def _white_gaps(cell) -> None:
    properties = cell._tc.get_or_add_tcPr()
    for at, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        line = (
            f'<a:{side} {nsdecls("a")} w="19050"><a:solidFill><a:srgbClr val="FFFFFF"/>'
            f"</a:solidFill></a:{side}>"
        )
        for old in properties.findall(qn(f"a:{side}")):
            properties.remove(old)
        properties.insert(at, parse_xml(line))

"""The pieces of a Word file: styles, contents, tables, charts, header and footer."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as FilePart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from pptx import Presentation
from pptx.parts.chart import ChartPart

from charts.chart import Chart, Table
from charts.palette import CATEGORIES, INK
from exports.chart_figures import chart_data
from exports.description import Pack
from exports.layout import column_widths, is_figures
from exports.native_charts import NATIVE, dress
from exports.plain_text import shortened

WIDTH_CM = 17.0
UPRIGHT_PT, ACROSS_PT = 481.0, 728.0  # width of the text on a page of each direction
_LETTERS = 10  # of tables, in points
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006"


def new_document(pack: Pack, title: str, points: int):
    """An empty A4 document in British English, `points` the size of its text."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.2)
    _set_styles(document, points)
    _set_properties(document, pack, title)
    _set_edges(section, pack)
    for rid, rel in list(document.part.package.rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            del document.part.package.rels[rid]
    return document


def content(document) -> bytes:
    """The document as a .docx file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add_heading(document, text: str, level: int, name: str) -> None:
    """A real heading with a bookmark that the contents point to."""
    paragraph = document.add_heading(text, level)
    number = str(len(document.element.body) + 1)
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>')
    paragraph._p.insert(1, start)
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def add_contents(document, entries: list[tuple[int, str, str]]) -> None:
    """A field of contents, filled in already: (level, text, bookmark) per heading."""
    for at, (level, text, name) in enumerate(entries):
        paragraph = document.add_paragraph(style=f"toc {level}")
        if at == 0:
            _field(paragraph, r'TOC \o "1-2" \h \z \n', close=False)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), name)
        run = paragraph.add_run(text)
        link.append(run._r)
        paragraph._p.append(link)
        if at == len(entries) - 1:
            paragraph.add_run()._r.append(_mark("end"))


def add_table(document, table: Table) -> None:
    """The table with its header row repeated on each page and its title for readers."""
    grid = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    grid.alignment = 0
    room = ACROSS_PT if lies_across(table) else UPRIGHT_PT
    widths, _ = column_widths(table, room, _LETTERS)
    right = [is_figures(table, c) for c in range(len(table.columns))]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Pt(width)
    for r, texts in enumerate([table.columns, *table.rows]):
        row = grid.add_row()
        for c, cell in enumerate(row.cells):
            cell.width = Pt(widths[c])
            _write(cell, texts[c] if c < len(texts) else "", r == 0, right[c])
        keep_whole(row, header=r == 0)
    name_table(grid, table.title)


def lies_across(table: Table) -> bool:
    """Whether a table needs the page to lie across, so that no word is broken."""
    return bool(table.columns) and not column_widths(table, UPRIGHT_PT, _LETTERS)[1]


def turn_page(document, across: bool) -> None:
    """Begin a new page that lies across, or stands upright again."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    long, short = Cm(29.7), Cm(21.0)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if across else (short, long)


def add_chart(document, chart: Chart, number: int) -> None:
    """A native chart with its alternative text and its figures as a workbook inside."""
    drawn = ChartPart.new(NATIVE[chart.kind], chart_data(chart), Presentation().part.package)
    dress(drawn.chart, chart, 10)
    package = document.part.package
    part = FilePart(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    book = FilePart(
        PackURI(f"/word/embeddings/workbook{number}.xlsx"),
        _BOOK,
        drawn.chart_workbook.xlsx_part.blob,
        package,
    )
    rid = part.relate_to(book, f"{_REL}/package")
    drawn._element.find(qn("c:externalData")).set(qn("r:id"), rid)
    part._blob = drawn.blob
    rows = len(chart.categories) if chart.categories else 6
    height = Cm(min(max(6.5, 3.5 + rows * 0.9), 16))
    rid = document.part.relate_to(part, f"{_REL}/chart")
    drawing = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{Cm(WIDTH_CM)}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{_DRAWN}/chart"><c:chart xmlns:c="{_DRAWN}/chart" '
        f'r:id="{rid}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    drawing.find(f".//{qn('wp:docPr')}").set("descr", chart.alt or chart.title or "Chart")
    document.add_paragraph().add_run()._r.append(drawing)


def _set_styles(document, points: int) -> None:
    styles = document.styles
    for n in (1, 2):
        entry = styles.add_style(f"toc {n}", WD_STYLE_TYPE.PARAGRAPH)
        entry.base_style = styles["Normal"]
        entry.paragraph_format.left_indent = Cm(0.8 * (n - 1))
        entry.paragraph_format.space_after = Pt(3)
    sizes = {"Normal": 0, "Title": 12, "Subtitle": 3, "Heading 1": 8, "Heading 2": 3}
    for name, larger in sizes.items():
        style = styles[name]
        style.font.name, style.font.size = "Arial", Pt(points + larger)
        style.font.color.rgb = RGBColor.from_string(INK[1:])
        style.font.italic, style.font.bold = False, name != "Normal"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in [a for a in fonts.attrib if a.endswith("Theme")]:
            del fonts.attrib[theme]
        for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), "Arial")
    styles["Normal"].paragraph_format.space_after = Pt(8)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "en-GB")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")


def _set_properties(document, pack: Pack, title: str) -> None:
    about = document.core_properties
    about.title, about.language = shortened(title, 250), "en-GB"
    about.author = shortened(pack.unit_name, 250)
    about.subject = shortened(" ".join(pack.marks), 250)
    about.comments = about.keywords = about.last_modified_by = ""
    about.created = about.modified = pack.moment.replace(tzinfo=None)


def _set_edges(section, pack: Pack) -> None:
    head = section.header.paragraphs[0]
    head.add_run(" ".join(pack.marks)).bold = True
    foot = section.footer.paragraphs[0]
    foot.add_run(shortened(f"{pack.unit_name}, {pack.quarter_label}. Page ", 200))
    _field(foot, "PAGE", close=True)
    for paragraph in (head, foot):
        for run in paragraph.runs:
            run.font.size = Pt(10)


def _field(paragraph, code: str, close: bool) -> None:
    paragraph.add_run()._r.append(_mark("begin"))
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    paragraph.add_run()._r.append(text)
    paragraph.add_run()._r.append(_mark("separate"))
    if close:
        paragraph.add_run("1")
        paragraph.add_run()._r.append(_mark("end"))


def _mark(kind: str):
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _write(cell, text: str, header: bool, right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(text)
    run.font.size = Pt(_LETTERS)
    if right:
        paragraph.alignment = 2
    if header:
        run.bold = True
        run.font.color.rgb = RGBColor(255, 255, 255)
        shade = f'<w:shd {nsdecls("w")} w:val="clear" w:fill="{CATEGORIES[0][1:]}"/>'
        cell._tc.get_or_add_tcPr().append(parse_xml(shade))


def keep_whole(row, header: bool) -> None:
    """Keep a row on one page; a header row is repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def name_table(grid, title: str) -> None:
    """Give a table the title that a screen reader says."""
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "0")
    for tag in ("w:tblCaption", "w:tblDescription"):
        name = OxmlElement(tag)
        name.set(qn("w:val"), shortened(title or "Figures", 500))
        grid._tbl.tblPr.append(name)

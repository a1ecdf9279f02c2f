"""The pack as an OpenDocument spreadsheet: the same sheets as the Excel workbook."""

import io
import re
from decimal import Decimal

from odf import dc, meta
from odf.element import Element
from odf.namespaces import STYLENS, nsdict
from odf.number import Number, NumberStyle, PercentageStyle, Text
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import (
    DefaultStyle,
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TableProperties,
    TextProperties,
)
from odf.table import Table, TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import A, P

from exports.description import Pack
from exports.same_bytes import same_bytes
from exports.sheets import Figure, notes, sheets
from measures.rounding import half_up

HEADING = "Heading_20_1"
_PATTERNS = {"0%": 0, "0.0%": 1, "#,##0": 0, "0.0": 1, "0.00": 2}


def write(pack: Pack, widths) -> bytes:
    """The pack as an .ods file; text is never a formula.

    widths   gives the column widths of a Sheet in characters
    """
    _declare_namespaces()
    book = _Book(pack)
    book.cover()
    book.contents()
    book.sheet("Notes", "Notes", (), ("Note or marker", "Meaning"), notes(pack), (14, 100))
    for sheet in sheets(pack):
        title = f"Table {sheet.number}: {sheet.title}"
        told = (sheet.sentences, sheet.columns, sheet.filled_rows)
        book.sheet(sheet.name, title, *told, widths(sheet))
    out = io.BytesIO()
    book.document.write(out)
    return same_bytes(out.getvalue(), pack.moment)


def _declare_namespaces() -> None:
    """All of them, in one order: odfpy declares those that the process has met, as it met them."""
    known = {name: prefix for name, prefix in nsdict.items() if not re.match(r"ns\d", prefix)}
    Element.namespaces = dict(sorted(known.items(), key=lambda each: each[1]))


class _Book:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.document = OpenDocumentSpreadsheet()
        self.column_styles: dict[int, str] = {}
        self._properties()
        self._styles()

    def cover(self) -> None:
        """The opening sheet: title, marks, standing, main sentences and notes."""
        pack = self.pack
        table = self._new("Cover", (100,))
        _line(table, pack.full_title, HEADING)
        for text in (*pack.marks, pack.standing, *pack.summary):
            _line(table, text, "Wrapped")
        _line(table, "About these data", "Heading_20_2")
        for text in (f"Definitions: version {pack.definitions_version}.", *pack.notes):
            _line(table, text, "Wrapped")

    def contents(self) -> None:
        """The list of sheets, each a link."""
        rows = [("Notes", "What the markers mean, and notes on the pack", "Notes")]
        rows += [(s.name, s.title, s.section) for s in sheets(self.pack)]
        columns = ("Sheet", "What it holds", "Section")
        self.sheet("Contents", "Contents", (), columns, rows, (14, 60, 60), links=True)

    def sheet(self, name, title, sentences, columns, rows, wide, links=False) -> None:
        """One sheet: title, marks, sentences, then one table with its headings."""
        table = self._new(name, wide)
        _line(table, title, HEADING)
        for text in self.pack.marks:
            _line(table, text, "Mark")
        _line(table, "This worksheet contains one table. Markers and notes are on the Notes sheet.")
        for text in sentences:
            if text not in self.pack.marks:
                _line(table, text)
        head, row = TableHeaderRows(), TableRow()
        for column in columns:
            row.addElement(_text(column, "Heading"))
        head.addElement(row)
        table.addElement(head)
        for cells in rows:
            table.addElement(_row(cells, links))

    def _new(self, name: str, wide) -> Table:
        table = Table(name=name, stylename="Sheet")
        for width in wide:
            table.addElement(TableColumn(stylename=self._column(width)))
        self.document.spreadsheet.addElement(table)
        return table

    def _column(self, width: int) -> str:
        if width not in self.column_styles:
            style = Style(name=f"Wide{width}", family="table-column")
            style.addElement(TableColumnProperties(columnwidth=f"{width * 0.24:.2f}cm"))
            self.document.automaticstyles.addElement(style)
            self.column_styles[width] = f"Wide{width}"
        return self.column_styles[width]

    def _properties(self) -> None:
        pack, about = self.pack, self.document.meta
        about.addElement(dc.Title(text=pack.full_title))
        about.addElement(dc.Subject(text=" ".join(pack.marks)))
        about.addElement(dc.Creator(text=pack.unit_name))
        about.addElement(dc.Language(text="en-GB"))
        about.addElement(dc.Date(text=""))
        about.addElement(meta.CreationDate(text=""))

    def _styles(self) -> None:
        default = DefaultStyle(family="table-cell")
        default.addElement(
            TextProperties(fontfamily="Arial", fontsize="12pt", language="en", country="GB")
        )
        self.document.styles.addElement(default)
        self._page()
        self._style("Default", display="Default", parent=None)
        self._style(HEADING, bold="16pt", display="Heading 1")
        self._style("Heading_20_2", bold="14pt", display="Heading 2")
        self._style("Mark", bold="14pt")
        self._style("Heading", bold="12pt", wrap=True)
        self._style("Wrapped", wrap=True)
        for n, (pattern, places) in enumerate(_PATTERNS.items()):
            self.document.styles.addElement(_number_style(f"N{n}", pattern, places))
            self._style(f"Figure{n}", right=True, data=f"N{n}")

    def _page(self) -> None:
        """Paper across, each sheet as wide as one page."""
        layout = PageLayout(name="Across")
        layout.addElement(
            PageLayoutProperties(
                pagewidth="29.7cm", pageheight="21cm", printorientation="landscape"
            )
        )
        layout.childNodes[0].setAttrNS(STYLENS, "scale-to-X", "1")
        layout.childNodes[0].setAttrNS(STYLENS, "scale-to-Y", "0")
        self.document.automaticstyles.addElement(layout)
        self.document.masterstyles.addElement(MasterPage(name="Across", pagelayoutname=layout))
        sheet = Style(name="Sheet", family="table", masterpagename="Across")
        sheet.addElement(TableProperties(display="true"))
        self.document.automaticstyles.addElement(sheet)

    def _style(
        self, name, bold="", display="", wrap=False, right=False, data="", parent="Default"
    ) -> None:
        given = {"displayname": display} if display else {}
        given |= {"datastylename": data} if data else {}
        given |= {"parentstylename": parent} if parent else {}
        style = Style(name=name, family="table-cell", **given)
        if wrap:
            style.addElement(TableCellProperties(wrapoption="wrap", verticalalign="top"))
        if right:
            style.addElement(TableCellProperties(verticalalign="top"))
            style.addElement(ParagraphProperties(textalign="end"))
        if bold:
            style.addElement(TextProperties(fontweight="bold", fontsize=bold))
        self.document.styles.addElement(style)


def _number_style(name: str, pattern: str, places: int):
    kind = PercentageStyle if "%" in pattern else NumberStyle
    style = kind(name=name)
    style.addElement(Number(decimalplaces=places, minintegerdigits=1, grouping="true"))
    if "%" in pattern:
        style.addElement(Text(text="%"))
    return style


def _line(table: Table, text: str, style: str = "Default") -> None:
    row = TableRow()
    row.addElement(_text(text, style))
    table.addElement(row)


def _row(cells, links: bool) -> TableRow:
    row = TableRow()
    for n, cell in enumerate(cells):
        if links and n == 0:
            row.addElement(_link(cell))
        else:
            row.addElement(_figure(cell) if isinstance(cell, Figure) else _text(cell, "Wrapped"))
    return row


def _text(text: str, style: str) -> TableCell:
    cell = TableCell(valuetype="string", stylename=style)
    cell.addElement(P(text=text))
    return cell


def _link(name: str) -> TableCell:
    cell, line = TableCell(valuetype="string", stylename="Wrapped"), P()
    line.addElement(A(href=f"#{name}.A1", text=name))
    cell.addElement(line)
    return cell


def _figure(figure: Figure) -> TableCell:
    kind = "percentage" if "%" in figure.shown else "float"
    style = f"Figure{list(_PATTERNS).index(figure.shown)}"
    cell = TableCell(valuetype=kind, value=str(figure.value), stylename=style)
    cell.addElement(P(text=printed(figure)))
    return cell


def printed(figure: Figure) -> str:
    """The figure as it is shown: "62%", "3.4", "1,204"."""
    places = _PATTERNS[figure.shown]
    value = Decimal(str(figure.value))
    if "%" in figure.shown:
        return f"{half_up(value * 100, places)}%"
    return f"{half_up(value, places):,}"

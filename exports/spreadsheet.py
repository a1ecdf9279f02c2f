"""The pack as an Excel workbook: cover, contents, notes, and one table a sheet."""

import io
import re
import zipfile
from itertools import chain
from math import ceil

import pandas as pd
from gptables import Cover, GPTable
from gptables.core.gptable import FormatList
from gptables.core.wrappers import GPWorkbook, GPWorksheet
from xlsxwriter.workbook import Workbook

from exports import opendocument
from exports.description import Pack
from exports.plain_text import shortened
from exports.same_bytes import same_bytes
from exports.sheets import Figure, Sheet, notes, sheets

NARROWEST, WIDEST, HEADING = 10, 60, 20  # characters: of columns, and of a heading's lines
_LINE, _HIGHEST = 15.75, 409  # points: one line of text, and the most that Excel lets a row be
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LETTER_OR_DIGIT = re.compile("[a-zA-Z0-9]")


def write_xlsx(pack: Pack) -> bytes:
    """The pack as an .xlsx file; text is never a formula."""
    out = io.BytesIO()
    book = _Book(out, _OPTIONS)
    _describe(book, pack)
    tables = sheets(pack)
    _write_cover(book, _cover(pack))
    _write(book, "Contents", _contents(pack, tables), (14, 60, 60))
    _write(book, "Notes", _notes(pack), (14, 100))
    for sheet in tables:
        _write(book, sheet.name, _table(pack, sheet), widths(sheet))
    book.close()
    return same_bytes(_mended(out.getvalue()), pack.moment)


def write_ods(pack: Pack) -> bytes:
    """The pack as an .ods file with the same sheets."""
    return opendocument.write(pack, widths)


def widths(sheet: Sheet) -> tuple[int, ...]:
    """Column widths in characters within limits: long texts and headings are wrapped."""
    columns = zip(sheet.columns, *sheet.filled_rows, strict=True)
    return tuple(
        min(WIDEST, max(NARROWEST, min(len(head), HEADING), *map(_length, cells)) + 2)
        for head, *cells in columns
    )


class _Page(GPWorksheet):
    """A sheet on which people's text is text: no links, note marks or formulas are read in it."""

    def _parse_urls(self, sheet) -> None:
        pass

    def _reference_annotations(self, gptable, reference_order) -> None:
        pass

    def _smart_write(self, row, col, data, format_dict, *args) -> None:
        if isinstance(data, Figure) and data.words:
            super()._smart_write(row, col, data.words, {**format_dict, "align": "right"}, *args)
        elif isinstance(data, Figure):
            shown = {**format_dict, "num_format": data.shown, "align": "right"}
            self._write_number(row, col, data.value, self._workbook.add_format(shown))
        else:
            super()._smart_write(row, col, data, format_dict, *args)


class _Book(GPWorkbook):
    def add_worksheet(self, name=None, gridlines="hide_all"):
        page = Workbook.add_worksheet(self, name, _Page)
        page.theme, page._workbook = self.theme, self
        page.hide_gridlines(2)
        return page


def _describe(book: _Book, pack: Pack) -> None:
    book.set_size(2400, 1600)
    book.set_properties(
        {
            "title": shortened(pack.full_title, 250),
            "subject": shortened(" ".join(pack.marks), 250),
            "author": shortened(pack.unit_name, 250),
            "created": pack.moment.replace(tzinfo=None),
        }
    )


def _write(book: _Book, name: str, table: GPTable, wide) -> None:
    page = book.add_worksheet(name)
    page.write_gptable(table, auto_width=False)
    for column, width in enumerate(wide):
        page.set_column(column, column, width)
    told = [list(table.table.columns), *table.table.values.tolist()]
    for row, cells in enumerate(told, table.data_range[0]):
        _set_height(page, row, zip(cells, wide, strict=True))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _set_height(page: _Page, row: int, cells) -> None:
    """Room for the lines of wrapped cells, given as (cell, width in characters)."""
    most = max((ceil(len(c) / (w * 1.05)) for c, w in cells if isinstance(c, str)), default=1)
    if most > 1:
        page.set_row(row, min(_LINE * most, _HIGHEST))


def _write_cover(book: _Book, cover: Cover) -> None:
    page = book.add_worksheet("Cover")
    page.write_cover(cover)
    said = [cover.title, " ", *cover.intro, " ", *cover.about]
    for row, text in enumerate(text for text in said if text):
        _set_height(page, row, [(text, cover.width * (0.75 if row == 0 else 1))])


def _cover(pack: Pack) -> Cover:
    intro = [*pack.marks, pack.standing, *pack.summary]
    about = [f"Definitions: version {pack.definitions_version}.", *pack.notes]
    return Cover(title=pack.full_title, intro=list(intro), about=list(about))


def _contents(pack: Pack, tables: list[Sheet]) -> GPTable:
    rows = [("Notes", "What the markers mean, and notes on the pack", "Notes")]
    rows += [(sheet.name, sheet.title, sheet.section) for sheet in tables]
    linked = [({name: f"internal:'{name}'!A1"}, title, section) for name, title, section in rows]
    return _gptable("contents", "Contents", pack, (), ("Sheet", "What it holds", "Section"), linked)


def _notes(pack: Pack) -> GPTable:
    return _gptable("notes", "Notes", pack, (), ("Note or marker", "Meaning"), notes(pack))


def _table(pack: Pack, sheet: Sheet) -> GPTable:
    title = f"Table {sheet.number}: {sheet.title}"
    columns = tuple(column.replace("$$", "$ $") for column in sheet.columns)
    return _gptable(
        f"table_{sheet.number}", title, pack, sheet.sentences, columns, sheet.filled_rows
    )


def _gptable(name: str, title: str, pack: Pack, sentences, columns, rows) -> GPTable:
    told = [[_safe(cell) for cell in row] for row in rows]
    table = GPTable(
        table=pd.DataFrame(told, columns=list(columns), dtype=object),
        table_name=name,
        title=title,
        subtitles=list(pack.marks),
        instructions="This worksheet contains one table. Markers and notes are on the Notes sheet.",
        legend=[text for text in sentences if text not in pack.marks],
        index_columns={2: 0},
    )
    return table


def _safe(cell):
    """Words without a Latin letter or digit in a wrapper: gptables refuses them bare."""
    if isinstance(cell, str) and not _LETTER_OR_DIGIT.search(cell):
        return FormatList([{}, cell or "[x]"])
    return cell


def _length(cell: Figure | str) -> int:
    return len(cell) if isinstance(cell, str) else len(cell.words or f"{cell.value:,.2f}")


def _mended(content: bytes) -> bytes:
    """The workbook with its language, and "Heading 1" as the style of each sheet's title."""
    with zipfile.ZipFile(io.BytesIO(content)) as before:
        parts = {entry: before.read(entry) for entry in before.namelist()}
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = core.replace(
        b"</cp:coreProperties>", b"<dc:language>en-GB</dc:language></cp:coreProperties>"
    )
    pages = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    titles = set(chain.from_iterable(re.findall(rb'<c r="A1" s="(\d+)"', p) for p in pages))
    parts["xl/styles.xml"] = _with_heading(parts["xl/styles.xml"], {int(t) for t in titles})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as after:
        for name, text in parts.items():
            after.writestr(name, text)
    return out.getvalue()


def _with_heading(styles: bytes, titles: set[int]) -> bytes:
    opening, inside, closing = re.split(
        rb"(?<=<cellXfs)([^>]*>.*?)(?=</cellXfs>)", styles, flags=re.S
    )
    count, *formats = re.split(rb"(?=<xf )", inside)
    first = formats[min(titles)]
    formats = [
        xf.replace(b'xfId="0"', b'xfId="1"', 1) if n in titles else xf
        for n, xf in enumerate(formats)
    ]
    styles = opening + count + b"".join(formats) + closing
    heading = re.sub(rb' xfId="\d+"', b"", first)
    styles = re.sub(
        rb'<cellStyleXfs count="1">(.*?)</cellStyleXfs>',
        lambda found: b'<cellStyleXfs count="2">' + found[1] + heading + b"</cellStyleXfs>",
        styles,
        flags=re.S,
    )
    return re.sub(
        rb'<cellStyles count="1">(.*?)</cellStyles>',
        rb'<cellStyles count="2">\1<cellStyle name="Heading 1" xfId="1" builtinId="16"/>'
        rb"</cellStyles>",
        styles,
        flags=re.S,
    )

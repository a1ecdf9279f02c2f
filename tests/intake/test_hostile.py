"""Files that mean harm or were damaged: one clear sentence each, and little memory."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from intake.reading import text_file
from tests.intake.conftest import HEADER, ROW, book_of, codes, csv_of
from tests.intake.test_refused import a_book, parts_of, zipped

SHEET = "xl/worksheets/sheet1.xml"


def sentence(preview) -> str:
    """The one sentence with which a file is refused."""
    [problem] = preview.refusals
    return problem.sentence


def changed(part: str, was: bytes, new: bytes) -> bytes:
    """A workbook with other bytes in one of its parts."""
    parts = parts_of(a_book())
    assert was in parts[part]
    return zipped(parts | {part: parts[part].replace(was, new, 1)})


@pytest.mark.parametrize(
    ("part", "was", "new"),
    [
        (SHEET, b'<row r="2"', b'<row r="99999999999999"'),
        (SHEET, b'<row r="2"', b'<row r="two"'),
        (SHEET, b"<sheetData>", b"<sheetData>" + b"<a>" * 50_000),
        ("xl/styles.xml", b"</cellXfs>", b'<xf numFmtId="none"/></cellXfs>'),
        ("xl/workbook.xml", b"<sheets>", b"<sheets"),
    ],
    ids=["row beyond all", "row that is no number", "deep", "style", "not closed"],
)
def test_a_workbook_of_nonsense_is_called_damaged(files, part, was, new):
    assert codes(files.preview(changed(part, was, new), name="a.xlsx")) == {"damaged"}


def test_a_part_outside_the_workbook_is_never_unpacked(files):
    parts = parts_of(a_book()) | {"../../escaped.txt": b"x", "/tmp/escaped.txt": b"x"}
    assert files.preview(zipped(parts), name="a.xlsx").ready
    assert not list(files.folder.parent.rglob("escaped.txt"))


@pytest.mark.parametrize("target", [b"../../../../etc/passwd", b"http://example.org/sheet.xml"])
def test_a_sheet_that_lies_elsewhere_is_not_fetched(files, target):
    content = changed("xl/_rels/workbook.xml.rels", b"/" + SHEET.encode(), target)
    assert codes(files.preview(content, name="a.xlsx")) == {"empty"}


def test_a_part_larger_than_it_says_is_called_damaged(files):
    held = io.BytesIO(zipped(parts_of(a_book()) | {SHEET: b" " * 2_000_000}))
    content = bytearray(held.getvalue())
    place = content.rfind(SHEET.encode()) - 46  # its entry in the directory at the end
    assert content[place : place + 4] == b"PK\x01\x02"
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    assert codes(files.preview(bytes(content), name="a.xlsx")) == {"damaged"}


def test_more_columns_than_any_record_has_are_refused(files):
    book = Workbook()
    book.active.append([f"c{n}" for n in range(300)])
    book.active.append(["x"] * 300)
    assert codes(files.preview(book, name="a.xlsx")) == {"columns"}


def test_rows_that_are_formatted_but_empty_are_no_rows(files):
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 20_000))
    content = changed(SHEET, b"</sheetData>", rows + b"</sheetData>")
    preview = files.preview(content, name="a.xlsx")
    assert (preview.total, preview.ready) == (1, True)


def test_a_formula_that_starts_a_program_is_text_in_a_csv_and_refused_in_a_workbook(files):
    command = "=cmd|' /C calc'!A0"
    assert files.preview(csv_of(ROW.replace("The form is long", command))).ready
    book = book_of(("F1", "adults-1", "individual", command, "2026-08-03", None))
    assert codes(files.preview(book, name="a.xlsx")) == {"formula without value"}


@pytest.mark.parametrize("start", ["", HEADER + "\n"], ids=["at once", "after the header"])
@pytest.mark.parametrize("cell", ["a", "a,"], ids=["one cell", "many cells"])
def test_a_line_without_end_is_refused_before_it_fills_the_memory(files, monkeypatch, start, cell):
    monkeypatch.setattr(text_file, "_LONGEST_LINE", 1_000_000)
    said = sentence(files.preview(start + cell * 1_500_000))
    assert said.startswith(f"Line {2 if start else 1} is over 1 million characters long")


def test_a_quotation_mark_that_never_closes_is_named_by_its_row(files):
    rows = "".join(f"F{n},adults-1,individual,Words,2026-08-03,\n" for n in range(30_000))
    said = sentence(files.preview(csv_of(ROW) + 'F0,adults-1,individual,"never\n' + rows))
    assert said.startswith("Row 3 cannot be read") and "quotation mark" in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0" * 10_000, "zero bytes"),
        (b"\n\n%PDF-1.7\n1 0 obj", "a PDF document"),
        (b"\xef\xbb\xbf<table><tr><td>id</td></tr></table>", "a web or XML page"),
        (b"<!-- saved --><HTML><table>", "a web or XML page"),
        (b'[{"id": "F1"}, {"id": "F2"}]', "JSON"),
        (b'{"items": []}', "JSON"),
    ],
    ids=["zeros", "PDF below blank lines", "table", "comment", "list", "object"],
)
def test_what_is_no_table_says_what_it_is(files, content, words):
    assert words in sentence(files.preview(content))


def test_a_spreadsheet_of_another_make_is_called_by_its_name(files):
    made = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:  # stored, as the format asks
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")
    assert "OpenDocument" in sentence(files.preview(plain.getvalue(), name="a.ods"))
    assert codes(files.preview(made, name="a.ods")) == {"renamed"}
    assert "binary" in sentence(files.preview(zipped(parts_of(a_book())), name="a.xlsb"))


def test_marks_that_turn_the_direction_of_text_are_taken_out(files):
    preview = files.preview(csv_of(ROW.replace("The form", "\u202egpj.The\u2069 form")))
    assert preview.first_rows[0]["heard"] == "gpj.The form is long"


def test_a_name_twice_in_the_archive_is_read_without_harm(files):
    held = io.BytesIO(zipped(parts_of(a_book())))
    with pytest.warns(UserWarning), zipfile.ZipFile(held, "a") as archive:
        archive.writestr(SHEET, b"<x/>")
    assert not files.preview(held.getvalue(), name="a.xlsx").ready


@pytest.mark.parametrize(
    "text",
    ["99999999-01-01", "0000-00-00", "2026-08-03T25:61:00", "9999999999999", "99999.9",
     "0001-01-01T00:00:00+14:00", "2026-08-03T10:00:00+99:99", "1e400", "-1"],
)  # fmt: skip
def test_days_that_no_calendar_has_are_refused(files, text):
    preview = files.preview(csv_of(ROW.replace("2026-08-03", text)))
    assert preview.refusals and {p.column for p in preview.refusals} == {"heard_on"}

"""The Word file, read back: headings, contents, tables, charts, language, marks."""

import io
import zipfile

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from exports import word
from exports.description import ILLUSTRATIVE
from exports.native_charts import drawable
from tests.exports.sample import DRAFT, closed, nearly_empty, sample


@pytest.fixture(scope="module")
def document(written):
    return Document(io.BytesIO(written["word"]))


def headings(document) -> list[tuple[int, str]]:
    return [
        (int(p.style.name[-1]), p.text)
        for p in document.paragraphs
        if p.style.name.startswith("Heading")
    ]


def test_headings_are_real_and_follow_the_pack(document):
    wanted = [(1, "The main points")]
    for section in sample().sections:
        wanted.append((1, section.heading))
        wanted += [(2, part.finding) for part in section.parts]
    assert headings(document) == [*wanted, (1, "About these figures")]


def test_the_contents_are_filled_in_and_lead_to_each_heading(document):
    entries = [p for p in document.paragraphs if p.style.name.startswith("toc")]
    links = [p._p.find(qn("w:hyperlink")) for p in entries]
    told = ["".join(t.text for t in link.iter(qn("w:t"))) for link in links]
    assert told == [text for _, text in headings(document)]
    marks = {m.get(qn("w:name")) for m in document.element.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in links} <= marks
    code = "".join(t.text for t in document.element.iter(qn("w:instrText")))
    assert "TOC" in code


def test_tables_have_header_rows_and_every_text_of_the_description(document):
    assert len(document.tables) == len(sample().parts)
    for table, part in zip(document.tables, sample().parts, strict=True):
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
        assert rows == [part.table.columns, *part.table.rows]
        first = table.rows[0]._tr.trPr
        assert first is not None and first.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == part.table.title
        assert not list(table._tbl.iter(qn("w:gridSpan"), qn("w:vMerge")))


def test_charts_are_no_pictures_and_have_alternative_texts(document, written):
    drawn = [p.chart for p in sample().parts if p.chart and drawable(p.chart)]
    alts = [d.get("descr") for d in document.element.iter(qn("wp:docPr"))]
    assert alts == [chart.alt for chart in drawn]
    names = zipfile.ZipFile(io.BytesIO(written["word"])).namelist()
    assert not [name for name in names if name.endswith((".png", ".jpg", ".jpeg", ".emf"))]
    assert sum(name.startswith("word/charts/chart") for name in names) == len(drawn)


def test_the_workbook_behind_a_chart_leaves_a_hidden_figure_blank(written):
    files = zipfile.ZipFile(io.BytesIO(written["word"]))
    book = io.BytesIO(files.read("word/embeddings/workbook1.xlsx"))
    rows = list(openpyxl.load_workbook(book).active.values)
    assert [row[1] for row in rows] == ["Closed on time", 0.62, 0.481, None]


def test_the_language_is_british_english(document):
    assert document.core_properties.language == "en-GB"
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_header_of_every_page_says_draft_and_illustrative(document):
    for section in document.sections:
        assert not section.different_first_page_header_footer
        head = section.header.paragraphs[0].text
        assert DRAFT in head and ILLUSTRATIVE in head


def test_a_closed_pack_says_its_day_and_revision():
    document = Document(io.BytesIO(word.write(closed())))
    assert "Draft" not in document.sections[0].header.paragraphs[0].text
    assert "Closed on 14 November 2026. Revision 1." in [p.text for p in document.paragraphs]


def test_a_quarter_with_almost_nothing_recorded_makes_a_document():
    document = Document(io.BytesIO(word.write(nearly_empty())))
    assert word.NOTHING in [p.text for p in document.paragraphs]
    assert not document.tables

"""The PDF, read back: tags, language, alternative texts, tables, marks, figures."""

import io

import pikepdf
import pypdf
import pytest

from exports import pdf
from exports.description import ILLUSTRATIVE
from tests.exports.sample import DRAFT, closed, nearly_empty, sample


@pytest.fixture(scope="module")
def opened(written):
    return pikepdf.open(io.BytesIO(written["pdf"]))


def tagged(opened, kind: str) -> list:
    found, waiting = [], [opened.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if node.get("/S") == f"/{kind}":
                found.append(node)
            waiting += [node["/K"]] if "/K" in node else []
    return found


def pages(content: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_it_is_tagged_and_says_its_language_and_title(opened):
    assert bool(opened.Root.MarkInfo.Marked)
    assert str(opened.Root.Lang).lower() == "en-gb"
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
    with opened.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")
        assert about["dc:title"] == sample().full_title


def test_every_chart_is_a_figure_with_its_alternative_text(opened):
    alts = {str(node.Alt) for node in tagged(opened, "Figure")}
    assert alts == {part.chart.alt for part in sample().parts if part.chart}


def test_every_table_has_header_cells(opened):
    tables = tagged(opened, "Table")
    assert len(tables) == len(sample().parts)
    headers = sum(len(part.table.columns) for part in sample().parts)
    assert len(tagged(opened, "TH")) >= headers
    assert len(tagged(opened, "H1")) == len(sample().sections) + 3  # contents, main points, about
    assert len(tagged(opened, "H2")) == len(sample().parts)


def test_every_page_says_that_it_is_a_draft_of_illustrative_figures(written):
    for text in pages(written["pdf"]):
        assert DRAFT in text and ILLUSTRATIVE in text


def test_every_text_of_every_table_is_printed(written):
    said = "".join("".join(pages(written["pdf"])).split())
    for part in sample().parts:
        for row in part.table.rows:
            for text in row:
                assert "".join(text.split()) in said, text


def test_a_closed_pack_is_no_draft_and_keeps_its_day():
    content = pdf.write(closed())
    assert "Draft" not in " ".join(pages(content))
    opened = pikepdf.open(io.BytesIO(content))
    assert str(opened.docinfo["/CreationDate"]).startswith("D:20261114")


def test_a_quarter_with_almost_nothing_recorded_makes_a_pdf():
    text = " ".join(pages(pdf.write(nearly_empty())))
    assert pdf.NOTHING in text
    assert "No bars: nothing was due." in text

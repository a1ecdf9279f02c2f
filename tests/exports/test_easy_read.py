"""Easy Read, read back: pages, sentences, pictures, size of letters, credit."""

import io

import pikepdf
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from exports import easy_read
from exports.description import EASY_SENTENCES_MOST, ILLUSTRATIVE, EasySentence
from exports.pictograms import CREDIT, PICTURES, svg
from tests.exports.sample import DRAFT, closed, easy, nearly_empty


def pages(content: bytes) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def figures(content: bytes) -> list:
    """The tagged figures of a PDF, wherever they stand in its structure."""
    opened = pikepdf.open(io.BytesIO(content))  # kept open while its tree is read
    found, waiting = [], [opened.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(node)
        elif isinstance(node, pikepdf.Dictionary):
            found += [str(node.Alt)] if node.get("/S") == "/Figure" else []
            waiting += [node["/K"]] if "/K" in node else []
    return found


@pytest.fixture(scope="module")
def document(written):
    return Document(io.BytesIO(written["easy-word"]))


def test_each_sentence_stands_beside_its_picture_in_word(document):
    rows = [row for table in document.tables for row in table.rows[1:]]
    assert [row.cells[1].text for row in rows] == [s.text for s in easy()]
    for row, sentence in zip(rows, easy(), strict=True):
        [picture] = row._tr.iter(qn("wp:docPr"))
        assert picture.get("descr") == PICTURES[sentence.picture][1]


def test_tables_of_sentences_have_header_rows(document):
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_letters_are_18_point_and_headings_are_real(document):
    assert document.styles["Normal"].font.size == Pt(18)
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == ["About this paper", "Answers", easy_read.WORDS_HEADING]


def test_every_page_is_marked_in_both(document, written):
    head = document.sections[0].header.paragraphs[0].text
    assert DRAFT in head and ILLUSTRATIVE in head
    for text in pages(written["easy-pdf"]):
        assert DRAFT in text and ILLUSTRATIVE in text


def test_the_makers_of_the_pictures_are_named(document, written):
    assert CREDIT in [p.text for p in document.paragraphs]
    assert "OpenMoji" in " ".join(pages(written["easy-pdf"]))


def test_the_pdf_is_tagged_with_a_description_of_each_picture(written):
    told = figures(written["easy-pdf"])
    assert sorted(told) == sorted(PICTURES[s.picture][1] for s in easy())


def test_the_longest_easy_read_has_at_most_20_pages():
    longest = EasySentence("Everybody " + "something " * 12 + "everywhere.", "people")
    content = easy_read.write_pdf(closed(easy_read=(longest,) * EASY_SENTENCES_MOST))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 20


def test_a_sentence_of_15_words_is_refused():
    with pytest.raises(ValueError, match="has 15 words"):
        EasySentence("word " * 15, "people")


def test_too_many_sentences_are_refused():
    with pytest.raises(ValueError, match="over 20 pages"):
        closed(easy_read=(EasySentence("One.", "people"),) * (EASY_SENTENCES_MOST + 1))


def test_an_unknown_picture_is_refused_by_name():
    with pytest.raises(ValueError, match="no picture called “dragon”"):
        svg("dragon")


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_every_picture_exists(name):
    assert svg(name).lstrip().startswith(b"<svg")


def test_a_quarter_with_almost_nothing_recorded_makes_an_easy_read():
    assert easy_read.NOTHING.text in " ".join(pages(easy_read.write_pdf(nearly_empty())))
    easy_read.write_word(nearly_empty())

"""The pack as a tagged PDF, read back by pikepdf and pypdf."""

import io
from dataclasses import replace

import pikepdf
import pytest
from pypdf import PdfReader

from charts.chart import Table
from exports.description import ILLUSTRATIVE, Part, Section
from exports.drawing import drawing
from exports.pdf import write
from tests.exports.sample import DRAFT, closed, nearly_empty, sample
from tests.exports.test_spreadsheet import hostile, protected


@pytest.fixture(scope="module")
def made(written) -> bytes:
    """The sample pack's PDF."""
    return written["pdf"]


def pages(content: bytes) -> list[str]:
    """Text of each page on one line."""
    return [" ".join(p.extract_text().split()) for p in PdfReader(io.BytesIO(content)).pages]


def tagged(content: bytes) -> list[tuple[str, str]]:
    """Every structure element as (its standard role, its alternative text), in reading order."""
    with pikepdf.open(io.BytesIO(content)) as file:
        root = file.Root.StructTreeRoot
        roles = {str(k): str(v) for k, v in (root.get("/RoleMap") or {}).items()}
        return list(_walk(root, roles))


def _walk(element, roles):
    if "/S" in element:
        role = str(element.S)
        yield roles.get(role, role), str(element.get("/Alt", ""))
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            yield from _walk(child, roles)


def test_the_file_says_which_standards_it_follows_its_title_and_its_language(made):
    with pikepdf.open(io.BytesIO(made)) as file:
        told = file.open_metadata()
        assert told["pdfaid:part"] == "2" and told["pdfaid:conformance"] == "A"
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == sample().full_title
        assert str(file.Root.Lang).lower() == "en-gb"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle


def test_headings_follow_the_sections_without_a_level_left_out(made):
    levels = [role for role, _ in tagged(made) if role in {"/H1", "/H2", "/H3", "/H4"}]
    assert levels[0] == "/H1" and set(levels) == {"/H1", "/H2"}
    assert levels.count("/H2") == len(sample().parts)
    assert levels.count("/H1") == len(sample().sections) + 3  # contents, main points, about


def test_every_chart_has_its_alternative_text_and_its_table(made):
    figures = [alt for role, alt in tagged(made) if role == "/Figure"]
    assert figures == [part.chart.alt for part in sample().parts if part.chart]
    roles = [role for role, _ in tagged(made)]
    assert roles.count("/Table") == 9


def test_tables_have_header_cells(made):
    heads = sum(len(part.table.columns) for part in sample().parts)
    assert [role for role, _ in tagged(made)].count("/TH") == heads


def test_long_tables_repeat_their_headings():
    rows = tuple((f"Row {n}.", f"{n}") for n in range(90))
    part = Part(None, Table("Long", ("Service", "Items due"), rows))
    held = pages(write(replace(sample(), sections=(Section("S", (), (part,)),))))
    long = [text for text in held if "Row " in text]
    assert len(long) >= 2 and all("Service Items due" in text for text in long)


def test_every_page_says_that_it_is_a_draft_of_made_up_figures(made):
    for text in pages(made):
        assert DRAFT in text and ILLUSTRATIVE in text


def test_a_closed_pack_says_its_revision_and_nothing_of_a_draft():
    content = write(closed(revision=2, revision_note="Two replies were added."))
    text = " ".join(pages(content))
    assert "Draft" not in text
    assert PdfReader(io.BytesIO(content)).metadata["/CreationDate"].startswith("D:20261114")
    assert "Closed on 14 November 2026. Revision 2. Two replies were added." in text


def test_every_text_of_every_table_is_printed(made):
    said = "".join("".join(pages(made)).split())
    for part in sample().parts:
        for text in (text for row in part.table.rows for text in row):
            assert "".join(text.split()) in said, text


def test_hostile_text_is_text():
    content = write(replace(hostile(), summary=hostile().summary[:18]))
    with pikepdf.open(io.BytesIO(content)) as file:
        assert "/JavaScript" not in str(file.Root.keys())
        kinds = {
            str(note.A.S) for page in file.pages for note in page.get("/Annots", []) if "/A" in note
        }
        assert kinds <= {"/GoTo"}
    assert "#set page(fill: red)" in " ".join(pages(content))


def test_hidden_figures_keep_their_words():
    text = " ".join(pages(write(protected())))
    assert "Place 0 fewer than 10" in text and "Place 9 25" in text


def test_a_wide_table_lies_across_its_page():
    columns = tuple(f"Responsibilities {n}" for n in range(9))
    table = Table("Wide", columns, (tuple("considerations" for _ in columns),))
    pack = replace(sample(), sections=(Section("S", (), (Part(None, table),)),))
    sizes = [page.mediabox for page in PdfReader(io.BytesIO(write(pack))).pages]
    assert [box.width > box.height for box in sizes].count(True) == 1


@pytest.mark.parametrize("pack", [nearly_empty(), replace(nearly_empty(), sections=())])
def test_a_nearly_empty_pack_makes_a_file(pack):
    text = " ".join(pages(write(pack)))
    assert "About these figures" in text
    assert not pack.sections or "No bars: nothing was due." in text
    assert not pack.sections or "Nothing is recorded here for this quarter." in text


def test_a_chart_draws_the_same_each_time():
    for part in sample().parts:
        if part.chart:
            assert drawing(part.chart) == drawing(part.chart)

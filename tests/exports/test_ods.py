"""The pack as an OpenDocument spreadsheet, read back from its XML."""

import io
import zipfile

from lxml import etree

from exports.opendocument import printed
from exports.sheets import Figure
from exports.spreadsheet import write_ods
from tests.exports.sample import DRAFT, nearly_empty, sample
from tests.exports.test_spreadsheet import hostile, protected

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def part(pack, name: str):
    """One part of the file as a tree."""
    with zipfile.ZipFile(io.BytesIO(write_ods(pack))) as parts:
        return etree.fromstring(parts.read(name))


def pages(pack) -> dict[str, list[list]]:
    """Rows of each sheet; figures as numbers, all else as text."""
    return {
        page.get(f"{TABLE}name"): [
            [_value(cell) for cell in row.iter(f"{TABLE}table-cell")]
            for row in page.iter(f"{TABLE}table-row")
        ]
        for page in part(pack, "content.xml").iter(f"{TABLE}table")
    }


def _value(cell):
    number = cell.get(f"{OFFICE}value")
    return float(number) if number else "".join(cell.itertext())


def test_sheets_are_cover_contents_notes_and_tables():
    assert list(pages(sample()))[:4] == ["Cover", "Contents", "Notes", "Table_1"]
    assert len(pages(sample())) == 12


def test_every_sheet_says_that_it_is_a_draft():
    assert all([DRAFT] in rows for rows in pages(sample()).values())


def test_figures_are_numbers_and_hidden_ones_are_markers():
    rows = pages(sample())["Table_1"]
    assert rows[-3:] == [
        ["Adult Social Care", 0.62],
        ["Children and Families", 0.481],
        ["Place and Public Health", "[c]"],
    ]
    assert [row[1] for row in pages(protected())["Table_1"][-6:]] == [
        "[c]", "[c]", "[low]", "[x]", "[z]", 25,
    ]  # fmt: skip


def test_figures_are_rounded_half_up_as_everywhere():
    assert printed(Figure(0.145, "0%")) == "15%"
    assert printed(Figure(3.55, "0.0")) == "3.6"
    assert printed(Figure(1204, "#,##0")) == "1,204"


def test_each_table_has_a_header_row_and_each_sheet_a_heading():
    tree = part(sample(), "content.xml")
    for page in tree.iter(f"{TABLE}table"):
        assert next(page.iter(f"{TABLE}table-cell")).get(f"{TABLE}style-name") == "Heading_20_1"
        if page.get(f"{TABLE}name") != "Cover":
            assert len(list(page.iter(f"{TABLE}table-header-rows"))) == 1


def test_text_from_people_is_never_a_formula_or_a_link():
    tree = part(hostile(), "content.xml")
    assert not [e for e in tree.iter() if e.get(f"{TABLE}formula")]
    links = {e.get("{http://www.w3.org/1999/xlink}href") for e in tree.iter(f"{TEXT}a")}
    assert links and all(link.endswith(".A1") and link.startswith("#") for link in links)
    assert any("=1+1" in row for row in pages(hostile())["Table_1"])


def test_title_and_language_are_set():
    told = etree.tostring(part(sample(), "meta.xml")).decode()
    assert sample().full_title in told and "en-GB" in told


def test_a_nearly_empty_pack_makes_a_spreadsheet():
    assert pages(nearly_empty())["Table_1"][-1][0] == "Nothing is recorded here for this quarter."

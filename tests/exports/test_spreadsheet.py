"""The pack as an Excel workbook, read back by openpyxl."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from charts.chart import Table
from exports.description import Pack, Part, Section
from exports.sheets import headings, marker, sheets
from exports.spreadsheet import write_xlsx
from measures.rounding import count_text, difference_text, percent_text, score_text
from tests.exports.sample import DRAFT, closed, nearly_empty, sample

HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://x.example","go")',
    "{=SUM(A1)}",
    "+1",
    "-1",
    "@SUM(A1)",
    "[go](http://x.example)",
    "[a](b) [c](d)",
    "$$note$$",
    "internal:'Cover'!A1",
    "http://x.example",
    "<b>&amp;</b> ]]> <!--",
    "日本",
    "…",
    "",
    " ",
    "#set page(fill: red)",
    "\x00\x0b\ud800 control",
    "🎉 party",
    "x" * 9_000,
)


def hostile() -> Pack:
    """A pack whose every field holds text that a program could take for an order."""
    pack = sample()
    rows = tuple((text, text, "shown") for text in HOSTILE)
    numbers = tuple((None, None, n) for n in range(len(HOSTILE)))
    table = Table(HOSTILE[1], (HOSTILE[0], HOSTILE[8], ""), rows, numbers, HOSTILE)
    parts = tuple(
        Part(replace(part.chart, title=text, alt=text, notes=HOSTILE), table, text, text)
        for part, text in zip(pack.parts[:8], HOSTILE, strict=False)
    )
    sections = tuple(Section(text, HOSTILE, parts[i : i + 1]) for i, text in enumerate(HOSTILE))
    return replace(
        pack, title=HOSTILE[1], unit_name=HOSTILE[0], draft_text=HOSTILE[6], summary=HOSTILE,
        notes=HOSTILE, sections=sections, revision_note=HOSTILE[2], easy_read=(),
    )  # fmt: skip


def protected() -> Pack:
    """A pack in which a hidden cell's number stands nowhere but beside the description."""
    texts = ("fewer than 10", "withheld", "3 of 7, too few", "nothing recorded", "not applicable")
    table = Table(
        "Members",
        ("Place", "People"),
        (*((f"Place {n}", text) for n, text in enumerate(texts)), ("Place 9", "25")),
        (*((None, None) for _ in texts), (None, 25)),
    )
    return replace(sample(), sections=(Section("Panel", (), (Part(None, table),)),))


FIGURES = (
    (percent_text(5, 40), 5 / 40, "13%", "0%"),
    (percent_text(249, 250), 249 / 250, "over 99%", None),
    (percent_text(1, 400), 1 / 400, "under 1%", None),
    ("18 of 29, 62%", 18 / 29, "62%", "0%"),
    (percent_text(0, 9), 0.0, "0 of 9", None),
    (score_text(3.25), 3.25, "3.3", "0.0"),
    (score_text(2.95), 2.95, "just below 3.0", None),
    (score_text(3.0), 3.0, "3.0", "0.0"),
    (difference_text(1.0), 1.0, "1.0", "0.0"),
    (difference_text(-0.25), -0.25, "-0.3", "0.0"),
    (count_text(1204), 1204, "1,204", "#,##0"),
    ("51", 51.47, "51", "#,##0"),
    ("0.85", 0.845, "0.85", "0.00"),
    ("22 days (95% interval 21 to 22)", 22.0, "22", "#,##0"),
)  # fmt: skip


def figures() -> Pack:
    """A pack of figures that a careless number format would show otherwise."""
    rows = tuple((f"Place {n}", row[0]) for n, row in enumerate(FIGURES))
    numbers = tuple((None, row[1]) for row in FIGURES)
    table = Table("Figures", ("Place", "Figure"), rows, numbers)
    return replace(sample(), sections=(Section("Figures", (), (Part(None, table),)),))


def book(pack: Pack):
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(write_xlsx(pack)))


def texts(pack: Pack) -> dict[str, list]:
    """All values of each sheet."""
    return {page.title: [c.value for row in page for c in row] for page in book(pack)}


def test_a_workbook_has_cover_contents_notes_and_one_table_a_sheet():
    made = book(sample())
    tables = [f"Table_{n}" for n in range(1, 10)]
    assert made.sheetnames == ["Cover", "Contents", "Notes", *tables]
    assert all(len(made[name].tables) == 1 for name in ("Contents", "Notes", *tables))


def test_every_sheet_says_that_it_is_a_draft_of_made_up_figures():
    for values in texts(sample()).values():
        assert DRAFT in values
        assert any(str(v).startswith("Illustrative data") for v in values)


def test_a_closed_pack_says_nothing_of_a_draft():
    assert not any("Draft" in str(v) for values in texts(closed()).values() for v in values)


def test_figures_are_numbers_and_hidden_ones_are_markers():
    page = book(sample())["Table_1"]
    rows = [[c.value for c in row] for row in page][-3:]
    assert rows[0] == ["Adult Social Care", 0.62]
    assert rows[2] == ["Place and Public Health", "[c]"]
    assert page.cell(page.max_row - 2, 2).number_format == "0%"


def test_a_figure_is_shown_as_on_the_screen_or_stands_in_its_words():
    page = book(figures())["Table_1"]
    cells = {row[0].value: row[1] for row in page if str(row[0].value).startswith("Place ")}
    for cell, (_, value, text, shown) in zip(cells.values(), FIGURES, strict=True):
        if shown is None:
            assert cell.value == text
        else:
            assert (cell.value, cell.number_format) == (value, shown)
    assert [cell.text for (_, cell) in sheets(figures())[0].rows] == [row[2] for row in FIGURES]


def test_no_cells_are_merged_filtered_or_frozen():
    for page in book(sample()):
        assert not page.merged_cells.ranges
        assert page.auto_filter.ref is None and page.freeze_panes is None
        assert all(table.autoFilter is None for table in page.tables.values())


def test_title_language_and_heading_style_are_set():
    made = book(sample())
    assert made.properties.title == sample().full_title
    assert made.properties.language == "en-GB"
    assert {page["A1"].style for page in made} == {"Heading 1"}
    assert not any(c.style == "Heading 1" for page in made for row in page["A2:B9"] for c in row)


def test_contents_link_to_each_sheet():
    page = book(sample())["Contents"]
    links = {c.value: c.hyperlink.location for row in page for c in row if c.hyperlink}
    assert links["Table_9"] == "'Table_9'!A1"
    assert len(links) == 10


def test_text_from_people_is_never_a_formula_or_a_link():
    content = write_xlsx(hostile())
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name
            assert b'TargetMode="External"' not in parts.read(name), name
    made = openpyxl.load_workbook(io.BytesIO(content))
    assert all(c.data_type != "f" for page in made for row in page for c in row)
    assert "=1+1" in [c.value for row in made["Table_1"] for c in row]
    assert "[go](http://x.example)" in [c.value for row in made["Table_1"] for c in row]


def test_hidden_figures_leave_only_their_marker():
    page = book(protected())["Table_1"]
    column = [row[1].value for row in page if str(row[0].value).startswith("Place ")]
    assert column == ["[c]", "[c]", "[low]", "[x]", "[z]", 25]


@pytest.mark.parametrize("pack", [nearly_empty(), replace(nearly_empty(), sections=())])
def test_a_nearly_empty_pack_makes_a_workbook(pack):
    values = texts(pack)
    assert len(values) >= 3
    if pack.sections:
        assert "Nothing is recorded here for this quarter." in values["Table_1"]


def test_words_in_place_of_figures_become_markers():
    said = {
        "fewer than 10, where 40 would be in proportion": "[c]",
        "4 of 7, too few": "[low]",
        "6 of 8": "[low]",
        "no figure": "[x]",
        "cannot be said": "[x]",
        "no limits": "[z]",
        "not reached": "not reached",
    }
    assert {text: marker(text, True) for text in said} == said
    assert marker("Few came, fewer than 10 I think", False) == "Few came, fewer than 10 I think"


def test_a_column_of_figures_has_markers_though_none_of_it_is_a_number():
    rows = (("a", "6 of 8", "no figure"), ("b", "no figure", "no figure"))
    numbers = ((None, None, None), (None, None, None))
    table = Table("T", ("Unit", "Closed", "Score"), rows, numbers, shares=(1,))
    pack = replace(sample(), sections=(Section("S", (), (Part(None, table),)),))
    assert [row[1:] for row in sheets(pack)[0].rows] == [("[low]", "[x]"), ("[x]", "[x]")]


def test_a_share_is_shown_as_none_or_all_only_where_it_is():
    texts, values = ("0%", "under 1%", "over 99%", "100%"), (0.0, 0.004, 0.996, 1.0)
    rows = tuple((f"Unit {n}", text) for n, text in enumerate(texts))
    table = Table("T", ("Unit", "Closed"), rows, tuple((None, v) for v in values))
    pack = replace(sample(), sections=(Section("S", (), (Part(None, table),)),))
    assert [row[1].text for row in sheets(pack)[0].rows] == list(texts)


def test_headings_are_never_empty_or_alike():
    assert headings(("Name", "name", "", " ")) == ("Name", "name (2)", "Column 3", "Column 4")


def test_a_row_named_like_a_marker_keeps_its_name():
    table = Table("T", ("Rung", "n"), (("not recorded", "3"),), ((None, 3),))
    pack = replace(sample(), sections=(Section("S", (), (Part(None, table),)),))
    assert sheets(pack)[0].rows[0][0] == "not recorded"


def test_dates_inside_the_file_are_those_of_the_pack():
    with zipfile.ZipFile(io.BytesIO(write_xlsx(closed()))) as parts:
        assert {entry.date_time[:3] for entry in parts.infolist()} == {(2026, 11, 14)}
        assert set(re.findall(rb"20\d\d-\d\d-\d\d", parts.read("docProps/core.xml"))) == {
            b"2026-11-14"
        }

"""The PowerPoint, read back: charts, figures, titles, notes, alternative texts, marks."""

import io

import openpyxl
import pytest
from pptx import Presentation
from pptx.oxml.ns import qn

from exports import powerpoint
from exports.chart_figures import points
from exports.description import ILLUSTRATIVE
from exports.native_charts import drawable
from tests.exports.sample import DRAFT, FEW, closed, nearly_empty, sample


@pytest.fixture(scope="module")
def deck(written):
    return Presentation(io.BytesIO(written["powerpoint"]))


def texts(slide) -> str:
    return " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


def charts(deck) -> list:
    return [s for slide in deck.slides for s in slide.shapes if s.has_chart]


def test_slides_are_16_by_9_on_our_own_template(deck):
    assert abs(deck.slide_width / deck.slide_height - 16 / 9) < 0.001
    assert [layout.name for layout in deck.slide_layouts] == [
        "Opening",
        "List",
        "Section",
        "Figure",
    ]


def test_every_slide_has_a_title_of_its_own_first_in_reading_order(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for slide in deck.slides:
        assert slide.shapes[0].shape_id == slide.shapes.title.shape_id


def test_each_chart_has_the_finding_as_its_slides_title(deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    for part in sample().parts:
        assert any(title.startswith(part.finding) for title in titles)


def test_charts_are_native_and_hold_the_figures_of_the_description(deck):
    drawn = [part.chart for part in sample().parts if part.chart and drawable(part.chart)]
    frames = charts(deck)
    assert len(frames) == len(drawn) == 6
    for chart, frame in zip(drawn, frames, strict=True):
        drawn_by_name = {shown.name: shown for shown in frame.chart.plots[0].series}
        for n, series in enumerate(chart.series):
            shown = drawn_by_name[series.name]
            if chart.kind in {"bars", "stacked", "lines"}:
                assert shown.values == series.values
            else:
                assert shown.values == tuple(y for _, y, _ in points(chart, n))


def test_the_workbook_behind_a_chart_leaves_a_hidden_figure_blank(deck):
    bars = charts(deck)[0]
    blob = bars.chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [0.62, 0.481, None]
    assert sheet["A4"].value == f"Place and Public Health: {FEW}"


def test_every_chart_and_table_has_an_alternative_text(deck):
    frames = [s for slide in deck.slides for s in slide.shapes if s.has_chart or s.has_table]
    assert len(frames) == 6 + 2 + 3
    alts = {part.chart.alt for part in sample().parts if part.chart}
    told = {f._element.nvGraphicFramePr.cNvPr.get("descr") for f in frames}
    assert alts <= told
    assert all(told)


def test_every_slide_says_that_it_is_a_draft_of_illustrative_figures(deck):
    for slide in deck.slides:
        assert DRAFT in texts(slide)
        assert ILLUSTRATIVE in texts(slide)


def test_a_closed_pack_is_not_marked_as_a_draft():
    deck = Presentation(
        io.BytesIO(powerpoint.write(closed(revision=2, revision_note="One due day.")))
    )
    assert "Draft" not in " ".join(texts(slide) for slide in deck.slides)
    assert "Closed on 14 November 2026. Revision 2. One due day." in texts(deck.slides[0])


def test_notes_tell_the_definition_the_base_and_the_figures(deck):
    slide = next(s for s in deck.slides if any(f.has_chart for f in s.shapes))
    notes = slide.notes_slide.notes_text_frame.text
    assert "How it is measured: Items told by the due day ÷ items due." in notes
    assert "Base: 29 items due, 7 activities" in notes
    assert "Adult Social Care; 18 of 29, 62%." in notes


def test_every_run_of_text_is_british_english(deck):
    for slide in deck.slides:
        for element in (slide._element, slide.notes_slide._element):
            for run in element.iter(qn("a:r")):
                assert run.find(qn("a:rPr")).get("lang") == "en-GB"
    for frame in charts(deck):
        assert frame.chart._chartSpace.find(qn("c:lang")).get("val") == "en-GB"
    assert deck.core_properties.language == "en-GB"


def test_long_tables_go_on_over_slides_and_lose_no_row(deck):
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    last = [t for t in tables if t.cell(0, 0).text == "Challenge"]
    rows = [row.cells[0].text for t in last for row in list(t.rows)[1:]]
    assert rows == [row[0] for row in sample().parts[-1].table.rows]
    assert all(t.first_row for t in last)


def test_a_quarter_with_almost_nothing_recorded_makes_a_deck():
    deck = Presentation(io.BytesIO(powerpoint.write(nearly_empty())))
    said = " ".join(texts(slide) for slide in deck.slides)
    assert "Nothing is recorded here for this quarter." in said
    assert not charts(deck)

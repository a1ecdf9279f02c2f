"""Charts as data: traces, words, axes and colours; no pixels."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from charts.chart import Chart, Kind, Mark, Series
from charts.palette import LADDER, colour, text_on
from charts.plotly import NAME, figure, figure_json, specification

ROOT = Path(__file__).resolve().parents[2]
QUARTERS = tuple(f"{y}/{y + 1 - 2000} Q{q}" for y in (2023, 2024, 2025) for q in (1, 2, 3, 4))
SERVICES = tuple(f"Service {n} with a very long and winding name, told in full" for n in range(48))


def chart_of(kind, categories=("One", "Two", "Three"), values=(0.5, None, 0.25), **more):
    size = len(values)
    series = Series(
        "Closed",
        tuple(values),
        at=tuple(float(10 * n) for n in range(size)),
        places=tuple((n // 4, n % 4) for n in range(size)),
        lows=tuple(None if v is None else v - 0.1 for v in values),
        highs=tuple(None if v is None else v + 0.1 for v in values),
    )
    return Chart(
        kind,
        "Half closed",
        "Three services",
        categories,
        (series,),
        "%",
        "Service",
        "Share",
        **more,
    )


def words(drawn):
    return json.dumps(drawn, ensure_ascii=False)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_drawn_at_every_size(kind):
    for choice in ({}, {"meeting": True}, {"compact": True}):
        made = figure(chart_of(kind), **choice)
        assert made.data
        assert made.layout.height >= 90
        assert made.layout.meta == {"title": "Half closed", "alt": "Three services"}


def test_a_mark_at_the_edge_of_a_line_is_drawn_whole():
    drawn = specification(chart_of(Kind.LINES, values=(1.0, 0.0, 0.5)))
    assert all(trace["cliponaxis"] is False for trace in drawn["data"])


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_drawn_empty_and_with_one_point(kind):
    assert figure(Chart(kind, "Nothing", "Nothing")).layout.height
    assert figure(chart_of(kind, ("One",), (None,))).layout.height
    assert figure(chart_of(kind, ("One",), (0.5,))).data


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_takes_48_long_names_and_equal_values(kind):
    made = json.loads(figure_json(chart_of(kind, SERVICES, (0.5,) * 48)))
    assert made["data"]


@pytest.mark.parametrize("kind", Kind)
def test_json_and_figure_say_the_same(kind):
    chart = chart_of(kind)
    from_json = json.loads(figure_json(chart))
    from_json["layout"].pop("template")
    from_figure = json.loads(figure(chart).to_json())
    from_figure["layout"].pop("template")
    assert from_json == from_figure


def test_the_template_is_ours_alone():
    from plotly import io

    made = figure(chart_of(Kind.BARS))
    assert NAME in io.templates
    assert made.layout.template.layout.font.family.startswith("Atkinson Hyperlegible")
    assert not made.layout.template.data.bar


def test_drawing_for_the_screen_does_not_import_plotly():
    code = (
        "import sys; from charts.plotly import figure_json; from charts.chart import *;"
        "figure_json(Chart(Kind.BARS, 'a', 'b', ('x',), (Series('s', (1.0,)),)));"
        "sys.exit('plotly' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_bars_start_at_zero_and_show_words_where_there_is_no_figure():
    series = Series("Items", (40.0, None), ("40", "fewer than 10"))
    drawn = specification(Chart(Kind.BARS, "t", "a", ("A", "B"), (series,), "items"))
    bar = drawn["data"][0]
    assert drawn["layout"]["xaxis"]["range"][0] == 0
    assert bar["x"] == [40.0, 0]
    assert bar["text"] == ["40", "fewer than 10"]


def test_bars_with_a_high_first_number_still_start_at_zero():
    chart = Chart(Kind.BARS, "t", "a", ("A",), (Series("s", (4.2,)),), low=1, high=5)
    assert specification(chart)["layout"]["xaxis"]["range"] == [0.0, 5]


def test_a_target_crosses_bars_and_their_words_stand_aside():
    series = (Series("On time", (0.62,), ("62%",)), Series("Target", (0.8,), role="target"))
    drawn = specification(Chart(Kind.BARS, "t", "a", ("A",), series, "%"))
    bar, target, beside = drawn["data"]
    assert bar["text"] == [""]
    assert target["x"] == [0.8]
    assert beside["text"] == ["\u00a0\u00a062%"]


def test_stacks_keep_the_ladders_order_and_hatch_what_is_not_recorded():
    series = tuple(Series(rung, (0.125,), ("5",), role=rung) for rung in LADDER)
    series += (Series("Not recorded", (0.125,), ("5",), role="none"),)
    drawn = specification(Chart(Kind.STACKED, "t", "a", ("A",), series, "%"))
    colours = [trace["marker"]["color"] for trace in drawn["data"]]
    assert colours[:7] == list(LADDER.values())
    assert drawn["data"][7]["marker"]["pattern"]["shape"] == "/"
    assert all("pattern" not in trace["marker"] for trace in drawn["data"][:7])
    assert drawn["layout"]["legend"]["traceorder"] == "normal"


def test_a_part_too_narrow_for_its_words_keeps_them_for_the_pointer():
    series = (Series("A", (0.99,), ("99 items",)), Series("B", (0.01,), ("1 item",), role="2"))
    drawn = specification(Chart(Kind.STACKED, "t", "a", ("A",), series, "%"))
    assert drawn["data"][0]["text"] == ["99 items"]
    assert drawn["data"][1]["text"] == [""]
    assert "1 item" in drawn["data"][1]["hovertext"][0]


def test_no_category_is_skipped_and_words_are_horizontal():
    for kind, axis in ((Kind.BARS, "yaxis"), (Kind.LINES, "xaxis"), (Kind.HEATMAP, "xaxis")):
        drawn = json.loads(figure_json(chart_of(kind, QUARTERS, (0.5,) * 12)))
        assert len(drawn["layout"][axis]["tickvals"]) == 12
        assert drawn["layout"]["template"]["layout"][axis]["tickangle"] == 0


def test_twelve_quarters_name_each_year_once():
    labels = specification(chart_of(Kind.LINES, QUARTERS, (0.5,) * 12))["layout"]["xaxis"]
    assert labels["ticktext"][:5] == ["Q1<br>2023/24", "Q2", "Q3", "Q4", "Q1<br>2024/25"]


def test_a_gap_in_a_line_stays_a_gap():
    line = specification(chart_of(Kind.LINES))["data"][0]
    assert line["y"] == [0.5, None, 0.25]
    assert line["connectgaps"] is False


def test_limits_and_targets_are_broken_lines_named_at_their_end():
    series = (
        Series("Closed", (0.5, 0.6, 0.7)),
        Series("Upper limit", (0.8,) * 3, role="limit", dashed=True),
        Series("Target", (0.81,) * 3, role="target", dashed=True),
    )
    drawn = specification(Chart(Kind.LINES, "t", "a", ("A", "B", "C"), series, "%"))
    notes = [n for n in drawn["layout"]["annotations"] if n.get("xref") == "paper" and n["x"] == 1]
    assert [note["text"] for note in notes] == ["Closed", "Upper limit", "Target"]
    assert [trace["line"]["dash"] for trace in drawn["data"]] == ["solid", "dash", "dash"]
    assert notes[2]["yshift"] - notes[1]["yshift"] > 10


def test_notes_on_the_line_stand_in_rows_that_do_not_collide():
    marks = (Mark(QUARTERS[3], "New team"), Mark(QUARTERS[4], "Letters in Easy Read"))
    chart = chart_of(Kind.LINES, QUARTERS, (0.5,) * 12, marks=(*marks, Mark("1999", "unknown")))
    drawn = specification(chart)["layout"]
    notes = [n for n in drawn["annotations"] if n["text"] in {"New team", "Letters in Easy Read"}]
    assert [shape["x0"] for shape in drawn["shapes"]] == [3, 4]
    assert notes[0]["yshift"] != notes[1]["yshift"]


def test_a_provisional_point_is_hollow():
    series = (Series("s", (0.5, None)), Series("Running", (None, 0.6), role="provisional"))
    drawn = specification(Chart(Kind.LINES, "t", "a", ("A", "B"), series, "%"))
    assert drawn["data"][1]["marker"]["symbol"] == "circle-open"


def test_a_curve_of_days_is_drawn_in_steps_with_its_interval():
    lower, upper, curve = specification(chart_of(Kind.STEPS, (), (0.0, 0.5, 0.75)))["data"]
    assert curve["line"]["shape"] == lower["line"]["shape"] == "hv"
    assert curve["x"] == [0.0, 10.0, 20.0]
    assert upper["fill"] == "tonexty"


def test_heatmap_cells_print_their_number_in_a_colour_that_reads():
    series = (Series("A", (1.0, 5.0, None), ("1.0", "5.0", "none")),)
    chart = Chart(Kind.HEATMAP, "t", "a", ("x", "y", "z"), series, low=1, high=5)
    grid, printed, between = specification(chart)["data"]
    assert grid["z"] == [[1, 5, 0]]
    assert (between["line"], between["hoverinfo"]) == ({"color": "#FFFFFF", "width": 3}, "skip")
    assert between["x"] == [0.5, 0.5, None, 1.5, 1.5, None]  # between columns; there is one row
    assert printed["text"] == ["1.0", "5.0", "none"]
    assert printed["textfont"]["color"] == ["#0B0C0C", "#FFFFFF", "#0B0C0C"]


def test_a_narrow_cell_keeps_the_base_behind_its_words():
    said = "just below 3.0 (1,275)"
    series = (Series("A", (2.9,) * 16, (said,) * 16),)
    chart = Chart(Kind.HEATMAP, "t", "a", tuple("abcdefghijklmnop"), series, low=1, high=5)
    for choice in ({}, {"compact": True}, {"meeting": True}):
        printed = specification(chart, **choice)["data"][1]["text"]
        assert {text.replace("<br>", " ") for text in printed} == {said}


def test_column_heads_wider_than_their_column_stand_on_two_levels():
    names = ("Accessibility", "Reciprocity", "Power sharing", "Feedback") * 2
    heads = specification(chart_of(Kind.HEATMAP, names, (0.5,) * 8))["layout"]["xaxis"]["ticktext"]
    assert "Accessibility" in heads
    assert heads[1].startswith("Reciprocity<br>")


def test_tiles_carry_name_and_figure_and_are_equal():
    drawn = specification(chart_of(Kind.TILES))
    shapes = drawn["layout"]["shapes"]
    assert drawn["data"][0]["text"][0] == "<b>One</b><br>50%"
    assert len({round(s["x1"] - s["x0"], 6) for s in shapes}) == 1
    assert shapes[1]["fillcolor"] == "#F2F2F2"


def test_a_funnel_names_signals_only_where_services_are_many():
    ordinary = Series(
        "Inside",
        (0.5,) * 20,
        tuple(f"S{n}" for n in range(20)),
        role="ordinary",
        at=tuple(float(n) for n in range(20)),
    )
    signal = Series("Outside", (0.1,), ("Short breaks",), role="concern", at=(50.0,))
    limit = Series("Limit", (0.3, 0.4), role="limit", dashed=True, at=(60.0, 10.0))
    drawn = specification(Chart(Kind.FUNNEL, "t", "a", (), (ordinary, signal, limit), "%"))
    assert drawn["data"][0]["x"] == [10.0, 60.0]
    said = [note["text"] for note in drawn["layout"]["annotations"]]
    assert "Short breaks" in said
    assert "S3" not in said


def test_ranges_draw_both_arms_and_words_beside_them():
    trace, printed = specification(chart_of(Kind.RANGES))["data"]
    assert trace["error_x"]["array"] == [0.1, 0.0, 0.1]
    assert [text.strip("\u00a0") for text in printed["text"]] == ["50%", "no figure", "25%"]


def test_axis_titles_carry_units_once():
    chart = Chart(Kind.BARS, "t", "a", ("A",), (Series("s", (3.0,)),), "days", "", "Time taken")
    assert specification(chart)["layout"]["xaxis"]["title"]["text"] == "Time taken (days)"


def test_peoples_words_are_never_markup():
    name = "<b>Bold</b> & <a href='x'>link</a>"
    for kind in Kind:
        text = words(specification(chart_of(kind, (name,), (0.5,))))
        assert "<a " not in text
        assert "<b>Bold" not in text


@given(
    low=some.floats(-1e6, 1e6),
    span=some.floats(0.01, 1e6),
)
def test_there_are_at_most_ten_gridlines(low, span):
    series = (Series("s", (low, low + span)),)
    axis = specification(Chart(Kind.LINES, "t", "a", ("A", "B"), series))["layout"]["yaxis"]
    assert (axis["range"][1] - axis["range"][0]) / axis["dtick"] <= 10


def test_marks_differ_by_shape_as_well_as_colour():
    series = tuple(Series(str(n), (0.5, 0.6), role=str(n)) for n in (1, 2, 3, 4))
    drawn = specification(Chart(Kind.LINES, "t", "a", ("A", "B"), series, "%"))
    assert len({trace["marker"]["symbol"] for trace in drawn["data"]}) == 4


def test_words_on_marks_read_on_their_colour():
    assert text_on(colour("1")) == "#FFFFFF"
    assert text_on(colour("2")) == text_on(colour("4")) == "#0B0C0C"


def test_figures_are_small():
    assert len(figure_json(chart_of(Kind.BARS))) < 3000
    assert len(figure_json(chart_of(Kind.BARS, SERVICES, (0.5,) * 48))) < 20000

"""What the charts of panel reach say."""

import pandas as pd
import pytest

from charts import reach

COLUMNS = ["place", "place_label", "residents", "figure", "rounded", "text", "expected",
           "rate_ratio", "low", "high", "far_below", "finding"]  # fmt: skip


def rates(*rows):
    made = pd.DataFrame(rows, columns=COLUMNS)
    return made.astype({"rounded": "Int64", "expected": "float64", "rate_ratio": "float64"})


NORTH = ("N", "North", 100, "shown", 35, "35, where 150 would be in proportion", 150.3, 0.23, 0.2,
         0.25, True, "Far below its share")  # fmt: skip
SOUTH = ("S", "South", 50, "fewer than 10", None, "fewer than 10, where 34 would be in proportion",
         34.2, None, None, None, True, "Far below its share")  # fmt: skip
EAST = ("E", "East", 50, "shown", 40, "40, where 38 would be in proportion", 38.0, 1.05, 1.0, 1.1,
        False, "")  # fmt: skip
TILES = pd.DataFrame(
    [("N", 0, 0), ("S", 1, 0), ("E", 0, 1)], columns=["place", "tile_row", "tile_column"]
)
MEMBERS = pd.DataFrame(
    [
        ("members", "All members", place, label, "shown", n, f"{n:,}")
        for place, label, n in (("N", "North", 60), ("all", "All places", 1250))
    ],
    columns=["attribute", "label", "place", "place_label", "figure", "rounded", "text"],
)


def test_the_title_names_the_districts_far_below_their_share():
    assert (
        reach.page_title(rates(NORTH, EAST), MEMBERS) == "North is far below its share of the panel"
    )
    assert reach.page_title(rates(EAST), MEMBERS).startswith("1,250 people are on the panel")


HIDDEN = ("H", "Hidden", 50, "withheld", None, "not shown, to protect others", 38.0, None, None,
          None, False, "")  # fmt: skip
UNKNOWN = ("U", "Unknown", 50, "shown", 15, "15", None, None, None, None, False, "")
CANNOT = "it cannot be said whether a district is far below its share"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([EAST], "no district is far below its share"),
        ([EAST, HIDDEN], "no district that can be compared is far below its share"),
        ([EAST, UNKNOWN], "no district that can be compared is far below its share"),
        ([HIDDEN, UNKNOWN], CANNOT),
        ([], CANNOT),
    ],
)
def test_no_district_is_said_to_be_near_its_share_where_that_is_not_known(rows, said):
    assert reach.page_title(rates(*rows), MEMBERS).endswith(f"are on the panel; {said}")
    if rows:
        carers = said.replace("district", "place") + " of carers"
        assert reach.rates_title(rates(*rows), of="carers").casefold() == carers.casefold()


@pytest.mark.parametrize(
    ("figure", "text", "said"),
    [
        ("shown", "40", "40 people are on the panel; "),
        ("fewer than 10", "fewer than 10", "Fewer than 10 people are on the panel; "),
        (
            "withheld",
            "not shown, to protect others",
            "How many people are on the panel is hidden; ",
        ),
    ],
)
def test_the_size_of_the_panel_is_said_as_it_is_known(figure, text, said):
    members = MEMBERS.assign(figure=figure, text=text)
    assert reach.page_title(rates(EAST), members).startswith(said)


def test_a_hidden_group_is_not_counted_among_those_under_ten():
    figures = ["shown", "fewer than 10", "withheld", "withheld", "shown"]
    places = ["N", "S", "E", "W", "all"]
    found = pd.DataFrame({"place": places, "figure": figures})
    said = "1 of 4 groups by place have fewer than 10 members"
    assert reach.impairment_title(found) == f"{said}; 2 more are hidden"
    assert reach.impairment_title(found[:3]) == f"{said.replace('4', '3')}; 1 more is hidden"
    assert reach.impairment_title(found[:2]) == said.replace("4", "2")


def test_hidden_steps_and_voices_read_as_sentences():
    hidden = {"figure": "withheld", "text": "not shown, to protect others", "share_text": ""}
    steps = pd.DataFrame([{"step": name, **hidden} for name in ("invited", "took_part")])
    assert reach.funnel_title(steps) == (
        "How many people were invited is hidden; how many of those took part is hidden"
    )
    voices = pd.DataFrame([{"voices": name, **hidden} for name in ("familiar", "new")])
    assert reach.voices_sentences(voices) == [
        "Familiar voices: it is hidden how many members took part four times or more in a year.",
        "New voices: it is hidden how many members took part for the first time.",
    ]


def test_tiles_say_what_is_there_and_what_would_be_in_proportion():
    chart = reach.rates_chart(rates(NORTH, SOUTH, EAST), TILES, of="disabled")
    texts = [text for series in chart.series for text in series.texts if text]
    assert texts == [
        "35, share 150, far below",
        "fewer than 10, share 34, far below",
        "40, share 38",
    ]
    assert "fewer than 10, where 34 would be in proportion" in chart.alt

    assert "its share: how many would be in proportion" in chart.notes[0]


def test_one_place_far_below_its_share_is_the_subject_of_the_title():
    title = reach.rates_title(rates(NORTH, EAST), of="carers")
    assert title == ("North is far below its share of carers: 35, where 150 would be in proportion")
    assert reach.rates_title(rates(NORTH, SOUTH), of="carers") == (
        "Far below their share of carers: North (35, where 150 would be in proportion); "
        "South (fewer than 10, where 34 would be in proportion)"
    )


def test_thousands_keep_all_their_figures():
    large = ("E", "East", 50, "shown", 2375, "2,375, where 2,508 would be in proportion", 2508.0,
             0.95, 0.9, 1.0, False, "")  # fmt: skip
    chart = reach.rates_chart(rates(large), TILES, of="disabled")
    assert [text for series in chart.series for text in series.texts if text] == [
        "2,375, share 2,508"
    ]
    assert reach.rates_table(rates(large), of="disabled").rows[0][2:4] == ("2,375", "2,508")


def test_a_rate_ratio_is_rounded_half_up():
    half = (*NORTH[:7], 0.125, *NORTH[8:])
    assert reach.rates_table(rates(half), of="disabled").rows[0][4] == "0.13"


def test_a_hidden_count_has_no_number_anywhere():
    table = reach.rates_table(rates(SOUTH), of="disabled")
    assert table.numbers[0][2] is None
    assert "fewer than 10" in table.rows[0][2]


def test_without_tiles_the_places_are_bars():
    chart = reach.rates_chart(rates(EAST), TILES.iloc[:0], of="carers")
    assert chart.kind == "bars"
    assert chart.series[0].texts == ("40, where 38 would be in proportion",)


def test_lines_stand_by_place_with_the_total_first():
    table = reach.lines_table(MEMBERS, title="Lines")
    assert table.columns == ("Place", "All members")
    assert table.rows == (("All places", "1,250"), ("North", "60"))


def test_nothing_taken_is_said():
    empty = MEMBERS.iloc[:0]
    assert reach.page_title(rates(), empty) == "The panel has no snapshot yet"
    assert reach.dates(pd.DataFrame({"text": []})) == reach.NOT_TAKEN
    assert reach.voices_sentences(pd.DataFrame({"voices": []})) == [
        "Familiar and new voices are counted when a quarter is closed."
    ]

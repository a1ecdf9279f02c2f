"""What the charts of principles say, in words, from figures counted by hand."""

import pandas as pd

from charts import principles as charts
from charts.coverage import coverage_chart, coverage_table
from charts.single_scores import activity_table, funnel_chart, funnel_table
from charts.survey import survey_chart, survey_table
from tests.records import day


def score(unit="Essex county", whole=True, voice="service", n=12, text="3.4", **values):
    row = {
        "unit": unit, "unit_code": unit.lower(), "whole": whole, "principle": "Equal",
        "principle_code": "equal", "gate": False, "voice": voice, "activities": n,
        "score": float(text) if n else float("nan"), "low": 3.0, "high": 3.8, "note": "",
        "not_applicable": 1, "running": 20, "reviewed": 10, "coverage": 0.5, "scored_high": 4,
        "evidenced": 3, "evidenced_share": 0.75, "before": 3.0, "before_activities": 9,
        "change": "no clear change", "text": text, "interval_text": "3.0 to 3.8",
        "coverage_text": "50%", "evidenced_text": "3 of 4", "before_text": "3.0",
    }  # fmt: skip
    return {**row, **values}


def gate(unit, state, whole=False, principle="Feedback", voice="people", n=7):
    return {
        "unit": unit, "unit_code": unit, "whole": whole, "principle": principle,
        "principle_code": principle.lower(), "voice": voice, "activities": n, "score": 2.6,
        "state": state, "text": "2.6",
    }  # fmt: skip


def gap(signal):
    return {
        "unit": "Essex county", "whole": True, "principle": "Equal", "activities": 9,
        "score": 1.2, "text": "+1.2", "interval_text": "+0.4 to +2.0", "signal": signal,
        "low": 0.4, "high": 2.0,
    }  # fmt: skip


def test_one_failing_gate_is_named_in_the_title():
    gates = pd.DataFrame(
        [gate("Essex county", "met", True), gate("Adults", "met"), gate("Places", "not met")]
    )
    assert charts.page_title(gates) == "The feedback gate is not met in Places"


def test_several_failing_gates_are_counted_by_unit():
    gates = pd.DataFrame(
        [gate("County", "met", True), gate("Adults", "not met"), gate("Places", "not met")]
    )
    assert charts.page_title(gates) == "A gate is not met in 2 of 2 directorates"


def test_a_gate_that_nobody_reviewed_is_not_called_met():
    gates = pd.DataFrame(
        [gate("County", "met", True), gate("Adults", "met"), gate("Places", "not shown to be met")]
    )
    expected = "No gate fails, but 1 of 2 directorates have not shown both to be met"
    assert charts.page_title(gates) == expected


def test_one_unit_alone_has_a_title_of_its_own():
    failing = pd.DataFrame([gate("Short breaks", "not met", True)])
    assert charts.page_title(failing) == "The feedback gate is not met by people’s scores"
    nothing = pd.DataFrame([gate("Short breaks", "not shown to be met", True, n=0)])
    assert charts.page_title(nothing) == "Nothing is recorded, so no gate is shown to be met"


def test_a_directorate_s_own_gate_comes_before_its_services():
    gates = pd.DataFrame(
        [gate("Adults", "not met", True), gate("One", "met"), gate("Two", "not shown to be met")]
    )
    expected = "The feedback gate is not met by people’s scores"
    assert charts.page_title(gates, parts="services") == expected
    gates["state"] = gates["state"].replace("not met", "met")
    assert charts.page_title(gates, parts="services") == "Both gates are met"


def test_a_gate_met_by_few_says_so():
    gates = pd.DataFrame([gate("County", "met", True, n=4)])
    (row,) = charts.gate_table(gates, quarter="Q").rows
    assert row == ("County", "met (2.6, 4 activities, too few to compare)")


def test_under_five_activities_take_no_colour_and_say_why():
    rows = pd.DataFrame([score(), score("Adults", False, n=4, text="4.1")])
    chart = charts.score_heatmap(rows, voice="service", quarter="2026/27 Q2")
    whole, adults = chart.series
    assert (whole.values, whole.texts) == ((3.4,), ("3.4 (12)",))
    assert (adults.values, adults.texts) == ((None,), ("4.1* (4)",))
    assert any("too few to compare" in note for note in chart.notes)


def test_the_finding_is_what_rose_or_fell():
    rows = pd.DataFrame([score(change="fell")])
    title = charts.score_heatmap(rows, voice="service", quarter="Q").title
    assert title == "Services’ own scores: “Equal” fell to 3.4 over 12 activities"


def test_without_a_change_the_finding_is_the_lowest_principle():
    rows = pd.DataFrame([score(), score(principle="Open", text="2.9")])
    chart = charts.score_heatmap(rows, voice="service", quarter="2026/27 Q2")
    assert chart.title == "Services score “Open” lowest: 2.9 over 12 activities"
    assert "2026/27 Q2" in chart.alt and "Equal 3.4 (12)" in chart.alt


def test_nothing_recorded_is_said_and_not_drawn():
    rows = pd.DataFrame([score(n=0, text="no figure")])
    chart = charts.score_heatmap(rows, voice="service", quarter="Q")
    assert chart.title == "Services’ own scores: nothing recorded"
    assert chart.empty


def test_the_gap_is_a_finding_only_as_a_signal():
    rows = pd.DataFrame([score(), score(voice="people", text="2.2")])
    loud = charts.voices_chart(rows, pd.DataFrame([gap(True)]), quarter="Q")
    assert loud.title == "Services score themselves clearly higher on “Equal” (+1.2, 9 with both)"
    assert [s.name for s in loud.series] == ["Services’ own scores", "People’s scores"]


def test_differences_under_a_point_are_not_denied():
    def title(*ends):
        rows = [gap(False) | {"low": low, "high": high} for low, high in ends]
        return charts.gap_title(pd.DataFrame(rows))

    assert title((0.1, 0.9), (0.3, 0.7), (-0.2, 0.4)) == (
        "Services score themselves higher than people on 2 of 3 principles, each by under 1 point"
    )
    assert title((0.1, 0.9), (-0.7, -0.2)) == (
        "Services score themselves higher than people on 1 of 2 principles, "
        "by under 1 point, and lower on 1"
    )
    assert title((-0.7, -0.2), (-0.1, 0.1)) == (
        "Services score themselves lower than people on 1 of 2 principles"
    )
    assert title((-0.1, 0.1)) == "Services and people do not clearly differ on any principle"
    few = pd.DataFrame([gap(False) | {"activities": 4, "low": None, "high": None}])
    assert charts.gap_title(few) == "Too few activities have scores of both voices to compare"


def test_without_both_voices_no_gap_is_denied():
    nothing = pd.DataFrame([gap(False) | {"activities": 0}])
    assert charts.gap_title(nothing) == "No activity has scores of both voices"


def test_coverage_counts_running_activities():
    rows = pd.DataFrame([score(), score(voice="people", reviewed=6)])
    chart = coverage_chart(rows, quarter="Q")
    assert chart.title == "People have reviewed at most 6 of 20 running activities"
    none = pd.DataFrame([score(voice="people", reviewed=0)])
    assert coverage_chart(none, quarter="Q").title == (
        "People have reviewed none of 20 running activities"
    )
    first, second = coverage_table(rows, quarter="Q").rows
    assert first[-3:] == ("1", "4", "3")
    assert second[-3:] == ("does not arise",) * 3


def test_people_s_scores_have_no_columns_of_the_services_alone():
    rows = pd.DataFrame([score(), score(voice="people")])
    own = charts.score_table(rows, voice="service", quarter="Q")
    people = charts.score_table(rows, voice="people", quarter="Q")
    assert own.columns[-2:] == ("Not applicable", "Scores of 4 or 5 with evidence")
    assert own.rows[0][-2:] == ("1", "3 of 4")
    assert people.columns == own.columns[:-2]
    assert len(people.rows[0]) == len(people.numbers[0]) == len(people.columns)


def test_every_row_of_a_table_is_as_long_as_its_head():
    rows = pd.DataFrame([score(), score(voice="people")])
    gates = pd.DataFrame([gate("County", "met", True)])
    for table in (
        charts.score_table(rows, voice="service", quarter="Q"),
        charts.gap_table(pd.DataFrame([gap(True)]), quarter="Q"),
        charts.gate_table(gates, quarter="Q"),
        coverage_table(rows, quarter="Q"),
    ):
        assert all(len(row) == len(table.columns) for row in (*table.rows, *table.numbers))


FUNNEL = pd.DataFrame(
    [
        ("service", "One", 9, 1.4, 2.6, 4.4, "below the limits", 3.5, "1.4", "2.6 to 4.4"),
        ("service", "Two", 3, 4.0, None, None, "too few to compare", 3.5, "4.0", "none"),
        ("service", "Three", 0, None, None, None, "too few to compare", 3.5, "no figure", "none"),
        ("limit", "", 5, None, 2.3, 4.7, "", 3.5, "", ""),
        ("limit", "", 9, None, 2.6, 4.4, "", 3.5, "", ""),
    ],
    columns=["row", "service", "activities", "score", "low", "high", "place", "centre", "text",
             "limits_text"],
)  # fmt: skip


def test_the_funnel_names_who_lies_outside_and_draws_no_empty_service():
    chart = funnel_chart(FUNNEL, principle="Equal", voice="people")
    assert chart.title == "People’s scores on “Equal”: One lies below the limits"
    drawn = [s for s in chart.series if not s.dashed]
    assert [(s.texts, s.name, s.role) for s in drawn] == [
        (("One",), "Outside limits", "4"),
        (("Two",), "Too few to compare", "provisional"),
    ]
    few = FUNNEL[FUNNEL["service"] != "One"]
    title = funnel_chart(few, principle="Equal", voice="people").title
    assert title == "People’s scores on “Equal”: every service has too few to compare"
    assert [row[0] for row in funnel_table(FUNNEL, principle="Equal").rows] == [
        "One", "Two", "Three",
    ]  # fmt: skip


def test_activities_stand_in_rows_by_voice():
    columns = ["service", "activity_id", "activity", "principle", "voice", "text", "answers",
               "not_applicable", "evidenced"]  # fmt: skip
    rows = [
        ("Travel", 1, "A walk", "Equal", "service", "4", 0, False, True),
        ("Travel", 1, "A walk", "Equal", "people", "3.2", 5, False, False),
        ("Travel", 1, "A walk", "Open", "service", "not applicable", 0, True, False),
    ]
    table = activity_table(pd.DataFrame(rows, columns=columns), quarter="Q")
    assert table.rows == (
        ("A walk", "Travel", "service", "4, with evidence", "not applicable"),
        ("A walk", "Travel", "people", "3.2 (5)", "not recorded"),
    )


def test_a_long_list_of_activities_is_cut_and_says_so():
    columns = ["service", "activity_id", "activity", "principle", "voice", "text", "answers",
               "not_applicable", "evidenced"]  # fmt: skip
    rows = [("Travel", n, "A walk", "Equal", "service", "4", 0, False, False) for n in range(63)]
    table = activity_table(pd.DataFrame(rows, columns=columns), quarter="Q")
    assert len(table.rows) == 60
    assert table.notes[-1] == "3 more activities are not listed. Choose one service."


def waves(*rows):
    columns = ["wave", "asked_on", "asked", "mean", "people", "spread", "source", "illustrative"]
    return pd.DataFrame(list(rows), columns=columns)


PUBLISHED = ("2017", day("2017-12-31"), "2017", 4.3, None, None, "Recommendations", False)
MADE_UP = ("Wave 2", day("2026-06-30"), "", 5.6, 438.0, 2.1, "", True)


def test_a_made_up_wave_is_drawn_apart_and_named_so():
    chart = survey_chart(waves(PUBLISHED, MADE_UP))
    assert [s.name for s in chart.series] == ["Published", "Illustrative"]
    assert chart.title == (
        "Published: 4.3 (2017). Illustrative: people’s 1 to 10 score is 5.6 (Wave 2)"
    )
    assert chart.illustrative


def test_what_was_not_published_is_said_so():
    first, second = survey_table(waves(PUBLISHED, MADE_UP)).rows
    assert first[3:6] == ("not published", "not published", "published")
    assert second[1] == "30 June 2026"


def test_a_wave_is_rounded_half_up():
    made = waves(("Wave 3", day("2026-06-30"), "", 4.25, 1438.0, 2.15, "", True))
    chart, [row] = survey_chart(made), survey_table(made).rows
    assert row[2:5] == ("4.3", "1,438", "2.2")
    assert chart.series[-1].texts == ("4.3",)
    assert "4.3" in chart.title and "4.3" in chart.alt


def test_no_wave_at_all_is_said():
    chart = survey_chart(waves())
    assert chart.title == "The question of 2017 has not been asked yet"
    assert chart.empty

"""What the charts of the ladder say, in words, from figures counted by hand."""

import pandas as pd

from charts import agreement as agreed
from charts import ladder as charts

RUNGS = {
    "co-producing": "doing with", "co-designing": "doing with", "engaging": "doing for",
    "consulting": "doing for", "informing": "doing for", "educating": "doing to",
    "coercing": "doing to", "not recorded": "not recorded",
}  # fmt: skip


def mix(counts, *, unit="Essex county", whole=True, part="ended", **more):
    base = sum(counts.values())
    return [
        {
            "unit": unit, "unit_code": unit, "whole": whole, "part": part, "rung": rung,
            "band": band, "activities": counts.get(rung, 0), "base": base,
            "share": counts.get(rung, 0) / base if base else float("nan"), "text": "", **more,
        }
        for rung, band in RUNGS.items()
    ]  # fmt: skip


COUNTY = mix({"co-producing": 3, "consulting": 4, "coercing": 1, "not recorded": 2})
ADULTS = mix({"co-producing": 3, "coercing": 1}, unit="Adults", whole=False)


def test_the_page_s_title_names_doing_with_and_coercing():
    frame = pd.DataFrame([*COUNTY, *ADULTS])
    assert charts.page_title(frame, 1) == (
        "3 of 10 ended activities claim doing with people; coercing: 1"
    )


def test_the_page_s_title_says_where_nothing_ended_or_nothing_is_claimed():
    nothing, blank = pd.DataFrame(mix({})), pd.DataFrame(mix({"not recorded": 4}))
    assert charts.page_title(nothing, 0) == "No activity ended in this quarter"
    assert charts.page_title(blank, 0) == "No rung recorded for 4 activities that ended"
    one = pd.DataFrame(mix({"not recorded": 1}))
    assert charts.page_title(one, 0) == "No rung recorded for 1 activity that ended"
    chart = charts.mix_chart(one, part="ended", quarter="Q")
    assert chart.title == "No rung recorded for 1 activity that ended"
    single = charts.page_title(pd.DataFrame(mix({"engaging": 1})), 0)
    assert single == "0 of 1 ended activity claims doing with people"


def test_a_mix_prints_counts_and_names_where_coercing_is():
    chart = charts.mix_chart(pd.DataFrame([*COUNTY, *ADULTS]), part="ended", quarter="2026/27 Q2")
    assert chart.title == (
        "Of 10 activities ended in the quarter: doing with 3, doing for 4, doing to 1, "
        "not recorded 2"
    )
    assert chart.categories == ("Essex county (10)", "Adults (4)")
    first, last = chart.series[0], chart.series[-1]
    assert (first.role, first.texts) == ("co-producing", ("3", "3"))
    assert (last.role, last.dashed) == ("none", True)
    assert "Coercing, always a concern: Adults 1." in chart.notes
    assert "Adults: co-producing 3, coercing 1." in chart.alt


def test_the_shares_of_a_bar_add_up_to_the_whole():
    chart = charts.mix_chart(pd.DataFrame(COUNTY), part="ended", quarter="Q")
    assert sum(series.values[0] for series in chart.series) == 1


def test_an_empty_mix_draws_nothing():
    chart = charts.mix_chart(pd.DataFrame(mix({})), part="ended", quarter="Q")
    assert (chart.title, chart.empty) == ("No activity ended", True)


def test_over_time_the_ends_of_the_line_are_the_finding():
    rows = [
        *mix({"co-producing": 1, "informing": 3}, quarter="2026/27 Q1", provisional=False),
        *mix({"co-designing": 2, "informing": 2}, quarter="2026/27 Q2", provisional=True),
    ]
    frame = pd.DataFrame(rows)
    chart = charts.over_time_chart(frame, part="ended")
    assert chart.title == (
        "Ended work that claims doing with people: 1 of 4 in 2026/27 Q1 and 2 of 4 in 2026/27 Q2"
    )
    assert [s.name for s in chart.series][-1] == "Not recorded"
    assert charts.over_time_table(frame, part="ended").rows[-1][1] == "provisional"


def test_over_time_a_quarter_of_blanks_is_not_zero():
    blank = mix({"not recorded": 2}, part="running", quarter="2026/27 Q1", provisional=False)
    chart = charts.over_time_chart(pd.DataFrame(blank), part="running")
    assert chart.title == (
        "Running work that intends doing with people: "
        "no rung recorded for 2 activities in 2026/27 Q1"
    )


def test_over_time_without_records_says_so():
    frame = pd.DataFrame(mix({}, quarter="2026/27 Q1", provisional=True))
    chart = charts.over_time_chart(frame, part="running")
    assert (chart.title, chart.empty) == ("No activity is recorded in these quarters", True)


def test_what_was_said_stands_side_by_side():
    said = pd.DataFrame(
        [
            row | {"said": name}
            for name, counts in (
                ("intended", {"co-producing": 4}),
                ("claimed", {"co-producing": 3, "engaging": 1}),
                ("experienced", {"consulting": 4}),
            )
            for row in mix(counts)
        ]
    )
    chart = charts.said_chart(said, quarter="Q")
    assert chart.title == "Doing with, of 4 that ended: 4 intended, 3 claimed, 0 experienced"
    assert chart.categories[-1] == "Experienced by people"


def test_what_nobody_recorded_of_ended_work_is_not_zero():
    rows = [
        *(row | {"said": "intended"} for row in mix({"engaging": 1})),
        *(row | {"said": name} for name in ("claimed", "experienced")
          for row in mix({"not recorded": 1})),
    ]  # fmt: skip
    chart = charts.said_chart(pd.DataFrame(rows), quarter="Q")
    assert chart.title == (
        "Doing with, of 1 that ended: 0 intended, claimed not recorded, experienced not recorded"
    )


def claims(unit, whole, k, n, text):
    return {
        "unit": unit, "unit_code": unit, "whole": whole, "agreed": k, "base": n,
        "share": k / n if n else float("nan"), "low": None, "high": None, "ended": n,
        "text": text, "interval_text": "",
    }  # fmt: skip


def test_agreement_is_k_of_n_and_too_few_have_no_point():
    rows = [
        claims("Essex county", True, 11, 14, "79%"),
        claims("Adults", False, 3, 4, "3 of 4"),
        claims("Places", False, 0, 0, "no figure"),
        claims("Learning", False, 7, 7, "7 of 7"),
    ]
    chart = agreed.agreement_chart(pd.DataFrame(rows), quarter="Q")
    assert chart.title == "People bear out 11 of 14 claims"
    (series,) = chart.series
    assert series.texts == (
        "79%, 11 of 14", "3 of 4, too few to compare", "nothing recorded", "7 of 7",
    )  # fmt: skip
    assert [value is None for value in series.values] == [False, True, True, False]


def test_lists_say_how_many_they_hold_and_how_many_they_may_not():
    shortfalls = pd.DataFrame(
        [("A walk", "Adults", "Day care", "co-producing", "informing", 5, 10)],
        columns=["activity", "directorate", "service", "claimed", "experienced", "below",
                 "answers"],
    )  # fmt: skip
    table = agreed.shortfall_table(shortfalls, count=len(shortfalls), quarter="Q")
    assert table.title == "1 activity was experienced below the claim"
    assert table.rows[0][-1] == "5 of 10"
    assert len(table.notes) == 1
    table = agreed.shortfall_table(shortfalls, count=1_200, quarter="Q")
    assert table.title == "1,200 activities were experienced below the claim"
    assert table.notes[1] == "The first 1 are listed. A pack has all."
    named = pd.DataFrame(
        [("A talk", "Adults", "Day care", "coercing", "coercing", "not recorded")],
        columns=["activity", "directorate", "service", "intended", "claimed", "experienced"],
    )
    table = agreed.coercing_table(named, count=3, quarter="Q")
    assert table.title == "3 activities have coercing as a rung"
    assert table.notes == ("2 more in services whose records you cannot list.",)


def test_the_bands_of_the_titles_are_named_by_their_rungs():
    from charts.ladder import MEANING
    from models.reference import Band, Rung

    for band in Band:
        rungs = [rung.value for rung in Rung if rung.band is band]
        *some, last = rungs
        assert f"{band.value} is {', '.join(some)} and {last}" in MEANING[0].lower() + MEANING[1:]

"""The words of the charts of feedback loops and presence."""

import pandas as pd

from charts import feedback as charts
from charts import overdue as listed
from charts import presence
from charts.csv_text import csv_bytes
from charts.plotly import figure_json


def closure(**values):
    row = {
        "kind": "individual", "due": 29, "on_time": 18, "late": 5, "disputed": 2, "not_told": 4,
        "activities": 12, "by_promise": 0, "withdrawn": 1, "share": 18 / 29, "low": 0.44,
        "high": 0.77, "method": "Wilson", "enough": True, "shown": "62%", "range": "44% to 77%",
        "due_before": 40, "on_time_before": 34, "shown_before": "85%",
        "quarter_before": "2026/27 Q1", "change_before": "fell", "due_year": 0,
        "on_time_year": 0, "shown_year": "no figure", "quarter_year": "2025/26 Q2",
        "change_year": "",
    }  # fmt: skip
    return pd.DataFrame([{**row, **values}])


def test_a_title_says_the_change_the_share_and_the_base():
    words = charts.page_title(closure(), kind="individual")
    assert words == "Replies to people on time fell to 62%, 18 of 29 items"


def test_a_title_claims_no_change_that_is_not_shown():
    words = charts.page_title(closure(change_before="no clear change"), kind="individual")
    assert words == (
        "Replies to people: 62% on time, 18 of 29 items, no clear change since 2026/27 Q1"
    )
    few = closure(due=7, on_time=3, shown="3 of 7", enough=False, change_before="", range="")
    words = charts.page_title(few, kind="individual")
    assert words == "Replies to people: 3 of 7 on time, too few to compare"
    none = closure(due=0, on_time=0, shown="no figure", enough=False, change_before="")
    assert charts.page_title(none, kind="individual") == "Replies to people: none were due"


def test_a_title_says_a_change_in_a_year_that_the_last_quarter_does_not_show():
    still = closure(change_before="no clear change", change_year="fell")
    assert charts.page_title(still, kind="individual") == (
        "Replies to people: 62% on time, 18 of 29 items, "
        "no clear change since 2026/27 Q1; fell since 2025/26 Q2"
    )
    both = closure(change_year="fell")
    assert charts.page_title(both, kind="individual") == (
        "Replies to people on time fell to 62%, 18 of 29 items"
    )
    against = closure(change_year="rose")
    assert charts.page_title(against, kind="individual") == (
        "Replies to people on time fell to 62%, 18 of 29 items; rose since 2025/26 Q2"
    )


def test_the_parts_of_the_base_stand_beside_the_rate():
    lines = charts.closed_details(closure(), kind="individual")
    assert lines[0] == (
        "Of the rest: told late 5, told, disputed and open 2, not told 4. Withdrawn, apart: 1."
    )
    assert lines[1] == "95% interval 44% to 77%, from 12 activities."
    assert lines[2] == "2026/27 Q1: 85% of 40 items: fell since."
    assert lines[3] == "2025/26 Q2: none were due."


def units():
    many = closure(unit="Adults", code="adults")
    few = closure(
        unit="Places", code="places", due=3, on_time=0, share=0.0, shown="0 of 3", enough=False,
        range="",
    )  # fmt: skip
    return pd.concat([many, few])


def test_a_unit_with_too_few_items_takes_no_mark():
    chart = charts.unit_chart(units(), kind="individual", quarter="2026/27 Q2")
    assert chart.categories == ("Adults", "Places")
    assert chart.series[0].values == (18 / 29, None)
    assert chart.series[0].lows == (0.44, None)
    assert chart.series[0].texts == ("62% of 29", "0 of 3, too few")
    assert "Places: 0 of 3, too few" in chart.alt
    assert figure_json(chart)


def test_the_table_of_units_holds_every_part_of_the_base():
    table = charts.unit_table(units(), kind="individual", quarter="2026/27 Q2")
    assert table.rows[0][5:9] == ("18", "5", "2", "4")
    assert sum(table.numbers[0][5:9]) == table.numbers[0][2]
    assert table.rows[1][1] == "0 of 3 (too few to compare)"


def test_a_share_on_a_base_under_ten_is_no_number_in_a_csv():
    table = charts.unit_table(units(), kind="individual", quarter="2026/27 Q2")
    first, second = csv_bytes(table).decode("utf-8-sig").splitlines()[1:3]
    assert first.startswith(f"Adults,{18 / 29},29,")
    assert second.startswith("Places,0 of 3 (too few to compare),3,")


def test_a_median_has_its_interval_in_a_column_of_its_own():
    within = pd.DataFrame(
        [("individual", 28, 7, 6, 6 / 7, 0.49, 0.97, "6 of 7", ""),
         ("individual", 60, 20, 15, 0.75, 0.53, 0.89, "75%", "53% to 89%")],
        columns=["kind", "days", "heard", "closed", "share", "low", "high", "shown", "range"],
    )  # fmt: skip
    table = charts.curve_table(within, medians(), quarter="2026/27 Q2")
    assert [row[2] for row in table.rows] == ["21 days", "6 of 7", "75%"]
    assert [row[5] for row in table.rows] == ["19 to 22", "none", "53% to 89%"]
    assert [row[2] for row in table.numbers] == [21.0, None, 0.75]
    unreached = medians(median=None, low=None, high=None, shown="not reached")
    assert charts.curve_table(within, unreached, quarter="").rows[0][2::3] == (
        "not reached",
        "none",
    )


def medians(**values):
    row = {"kind": "individual", "items": 30, "closed": 20, "median": 21.0, "low": 19.0,
           "high": 22.0, "shown": "21 days (95% interval 19 to 22)"}  # fmt: skip
    return pd.DataFrame([{**row, **values}])


def test_a_median_is_said_or_not_reached():
    assert charts.time_answer(medians(), kind="individual") == "Half closed within 21 days"
    unreached = medians(median=None, low=None, high=None, shown="not reached")
    words = charts.time_answer(unreached, kind="individual")
    assert words == "Median not reached: under half are closed"
    assert charts.time_answer(medians(items=0), kind="individual") == "Nothing was heard"


def test_the_curve_starts_with_nothing_closed():
    curve = pd.DataFrame(
        {"days": [5, 9], "share": [0.25, 0.5], "low": [0.1, 0.2], "high": [0.5, 0.8]}
    )
    chart = charts.curve_chart(curve, medians(), kind="individual", quarter="2026/27 Q2")
    assert (chart.series[0].at[0], chart.series[0].values[0]) == (0, 0)
    assert chart.title == "Replies to people: half closed within 21 days"
    assert figure_json(chart)
    empty = charts.curve_chart(
        curve.head(0), medians(items=0, closed=0), kind="individual", quarter="2026/27 Q2"
    )
    assert empty.empty


def overdue(count):
    ages = ("up to 28 days", "over 180 days")
    rows = [("individual", age, stage, count) for stage in ("heard", "acted") for age in ages]
    return pd.DataFrame(rows, columns=["kind", "age", "stage", "items"])


def test_overdue_is_counted_by_stage_and_age():
    chart = listed.overdue_chart(overdue(3), kind="individual", quarter="2026/27 Q2")
    assert chart.title == "Replies to people: 12 items are overdue, 6 over 180 days"
    assert [series.name for series in chart.series] == ["Heard", "Acted"]
    assert figure_json(chart)
    none = listed.overdue_chart(overdue(0), kind="individual", quarter="2026/27 Q2")
    assert none.title == "Replies to people: nothing is overdue"
    assert none.empty


def points(*places):
    names = {"directorate": "Adults", "directorate_code": "adults", "due": 20, "on_time": 10,
             "share": 0.5, "low": 0.2, "high": 0.8, "shown": "50%"}  # fmt: skip
    return pd.DataFrame(
        [{**names, "service": f"Service {n}", "code": n, "place": p} for n, p in enumerate(places)]
    )


def test_the_funnel_counts_services_outside_and_ranks_none():
    title = listed.funnel_title
    within, below, few = "within the limits", "below the limits", "too few to compare"
    assert title(points(within, below, few), kind="individual").endswith(
        "of 2 services, 1 below the limits"
    )
    assert title(points(within, within), kind="individual").endswith(
        "none of 2 services lies outside the limits"
    )
    assert title(points(few), kind="individual").endswith("too few to compare")
    assert (
        title(points(below), kind="individual") == "Replies to people, Service 0: below the limits"
    )


def test_a_list_that_is_cut_says_so():
    rows = pd.DataFrame(
        [{"heard": "A", "outcome": "", "reply": "", "told_on": pd.Timestamp(2026, 7, 2).date(),
          "service": "S"}]
    )  # fmt: skip
    table = listed.told_table(rows, count=9, quarter="2026/27 Q2")
    assert table.rows == (("A", "The outcome is not recorded", "2 July 2026", "S"),)
    assert table.notes[1:] == ("The 1 latest of 9 are listed.",)
    whole = listed.told_table(rows, count=1, quarter="2026/27 Q2").notes
    assert (
        whole == table.notes[:1] == ("The list holds items of services whose records you may see.",)
    )


def asked(known, yes, blank, shown):
    return pd.DataFrame(
        [{"question": "senior_officer", "words": "A senior officer was in the room",
          "known": known, "yes": yes, "blank": blank, "share": yes / known if known else None,
          "low": 0.1, "high": 0.9, "shown": shown, "range": "10% to 90%", "unit": "Adults"}]
    )  # fmt: skip


def test_presence_says_its_base_and_counts_blanks_apart():
    rows = asked(12, 6, 5, "50%")
    notice = pd.DataFrame([{"sessions": 9, "blank": 8, "days": 12.5, "shown": "12.5"}])
    chart = presence.presence_chart(rows, quarter="2026/27 Q2")
    assert chart.title == "A senior officer was in the room at 50% of sessions, 6 of 12"
    table = presence.presence_table(rows, notice, quarter="2026/27 Q2")
    assert table.rows[0][3:] == ("12", "10% to 90%", "5")
    assert table.rows[1][:2] == ("Days of notice, mean", "12.5")
    cell = presence.presence_unit_table(rows, quarter="2026/27 Q2").rows[0][1]
    assert cell == "50% of 12; 5 do not say"
    few = presence.presence_chart(asked(3, 1, 0, "1 of 3"), quarter="2026/27 Q2")
    assert few.title.endswith("1 of 3 sessions: too few to compare")
    assert few.empty
    assert presence.presence_chart(asked(0, 0, 4, "no figure"), quarter="x").empty

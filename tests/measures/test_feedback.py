"""Feedback loops in cases small enough to count by hand."""

from datetime import date

import pytest

from measures.durations import closed_within, medians
from measures.feedback import closure, closure_by_unit
from measures.overdue import listed_overdue, overdue_items
from measures.stories import recorded, stories, tellings, tellings_count
from models.closing import close
from models.feedback import KindChange, Outcome
from models.quarters import Quarter
from models.scope import Scope
from tests.records import Q2, day

COUNTY = Scope("county", "Essex county", (11, 12, 21, 22), (11, 12, 21, 22))
MANAGER = Scope("county", "Essex county", (11, 12, 21, 22), (12,))
Q1, Q3 = Quarter(2026, 1), Quarter(2026, 3)


def counts(session, quarter=Q2, kind="individual"):
    """due, on_time, late, disputed, not_told"""
    found = closure(session, scope=COUNTY, quarter=quarter).set_index("kind").loc[kind]
    return tuple(int(found[name]) for name in ("due", "on_time", "late", "disputed", "not_told"))


def test_one_item_is_a_count_and_not_a_percentage(records, session):
    records.item(heard="2026-07-01", told=["2026-07-10"])
    records.refresh()
    row = closure(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["shown"], row["enough"], row["range"], row["change_before"]) == (
        "1 of 1",
        False,
        "",
        "",
    )


def test_a_story_among_the_items_changes_no_closure(records, session):
    records.item(heard="2026-07-01", told=["2026-07-10"])
    records.item(heard="2026-07-01", kind="story")
    records.refresh()
    assert counts(session) == (1, 1, 0, 0, 0)
    assert counts(session, kind="collective") == (0, 0, 0, 0, 0)


def test_a_dispute_after_the_quarters_end_leaves_that_quarter_as_it_was(records, session):
    item = records.item(heard="2026-08-20", told=["2026-09-10"])
    records.answer(item_id=item.id, on="2026-10-01", told=False)
    records.refresh()
    assert counts(session) == (1, 1, 0, 0, 0)
    rows = overdue_items(session, scope=COUNTY, quarter=Q3, kind="individual")
    assert list(rows["stage"]) == ["told, but disputed"]


def test_an_item_told_again_after_a_dispute_is_closed_on_the_later_day(records, session):
    item = records.item(heard="2026-07-01", told=["2026-07-10", "2026-08-15"])
    records.answer(item_id=item.id, on="2026-07-20", told=False)
    records.answer(item_id=item.id, on="2026-08-20", told=True)
    records.refresh()
    assert counts(session) == (1, 0, 1, 0, 0)


def test_only_an_answer_that_names_an_individual_item_disputes_it(records, session):
    activity = records.activity()
    records.item(heard="2026-07-01", told=["2026-07-10"], activity=activity)
    for _ in range(6):
        records.answer(activity, on="2026-07-20", told=False)
    records.refresh()
    assert counts(session) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("noes", "yeses", "disputed"), [(4, 0, 0), (3, 2, 1), (3, 3, 0), (5, 0, 1), (2, 3, 0)]
)
def test_a_group_disputes_by_more_than_half_from_five_answers(
    records, session, noes, yeses, disputed
):
    activity = records.activity()
    records.item(heard="2026-04-10", kind="collective", told=["2026-06-20"], activity=activity)
    for told in [False] * noes + [True] * yeses:
        records.answer(activity, on="2026-07-01", told=told)
    records.answer(activity, on="2026-07-01", told=None)
    records.refresh()
    assert counts(session, kind="collective")[3] == disputed


def test_answers_that_name_a_group_item_count_for_it_alone(records, session):
    activity = records.activity()
    named = records.item(
        heard="2026-04-10", kind="collective", told=["2026-06-20"], activity=activity
    )
    records.item(heard="2026-04-10", kind="collective", told=["2026-06-20"], activity=activity)
    for _ in range(5):
        records.answer(activity, on="2026-07-01", told=False, item_id=named.id)
    records.refresh()
    assert counts(session, kind="collective") == (2, 1, 0, 1, 0)


def test_a_promise_edited_late_changes_no_due_day(records, session):
    activity = records.activity(
        promised_on=day("2026-06-01"), promised_feedback_on=day("2026-08-01")
    )
    item = records.item(heard="2026-06-10", kind="collective", activity=activity)
    activity.promised_feedback_on = day("2026-12-01")
    records.refresh()
    assert (item.due_on, item.due_by_promise) == (date(2026, 8, 1), True)
    row = closure(session, scope=COUNTY, quarter=Q2).set_index("kind").loc["collective"]
    assert (row["due"], row["by_promise"], row["not_told"]) == (1, 1, 1)


def test_withdrawn_before_it_was_due_stands_apart_and_after_it_does_not(records, session):
    records.item(heard="2026-07-01", withdrawn_on=day("2026-07-29"))
    records.item(heard="2026-07-01", withdrawn_on=day("2026-07-30"))
    records.refresh()
    row = closure(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["due"], row["withdrawn"], row["not_told"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("told", "gone", "withdrawn"),
    [
        ("2026-08-05", "2026-07-10", 1),  # told late
        ("2026-07-20", "2026-07-10", 1),  # told by the due day
        ("2026-07-10", "2026-07-10", 0),  # told on the day of withdrawal
        ("2026-07-05", "2026-07-10", 0),  # told before
    ],
)
def test_what_is_told_after_a_withdrawal_makes_nothing_due(records, session, told, gone, withdrawn):
    records.item(heard="2026-07-01", told=[told], withdrawn_on=day(gone))  # due 29 July
    records.refresh()
    row = closure(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["withdrawn"], row["due"], row["late"]) == (withdrawn, 1 - withdrawn, 0)
    soon = closed_within(session, scope=COUNTY, quarter=Q2)
    assert list(soon.loc[soon["kind"] == "individual", "heard"]) == [1 - withdrawn] * 3


def test_in_the_running_quarter_an_item_is_due_today_and_overdue_tomorrow(records, session):
    records.item(heard="2026-10-23")  # due 20 November 2026, today
    records.item(heard="2026-10-22")  # due yesterday
    records.item(heard="2026-10-24")  # due tomorrow
    records.refresh()
    assert counts(session, quarter=Q3) == (2, 0, 0, 0, 2)
    rows = overdue_items(session, scope=COUNTY, quarter=Q3, kind="individual")
    assert list(rows["days_over"]) == [1]
    assert listed_overdue(session, scope=COUNTY, quarter=Q3, kind="individual") == 1


def test_many_items_of_few_activities_get_a_bootstrap_interval(records, session):
    for told in (True, True, False):
        activity = records.activity()
        for _ in range(6):
            days = ["2026-07-10"] if told else []
            records.item(heard="2026-07-01", told=days, activity=activity)
    records.item(heard="2026-07-01", told=["2026-07-10"])
    records.refresh()
    row = closure(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["due"], row["activities"]) == (19, 4)
    assert row["method"] == "bootstrap over activities"


def test_a_fall_is_said_only_where_the_interval_leaves_out_nought(records, session):
    for n in range(40):
        records.item(heard="2026-04-10", told=["2026-04-20"] if n < 36 else [])
        records.item(heard="2026-07-10", told=["2026-07-20"] if n < 20 else [])
    records.refresh()
    row = closure(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["shown"], row["shown_before"], row["change_before"]) == ("50%", "90%", "fell")
    assert (row["quarter_before"], row["change_year"]) == ("2026/27 Q1", "")


def test_the_units_of_who_may_list_one_service_are_its_directorate_alone(records, session):
    records.item(heard="2026-07-01", service_id=11)
    records.item(heard="2026-07-01", service_id=21)
    records.refresh()
    rows = closure_by_unit(session, scope=MANAGER, quarter=Q2, kind="individual")
    assert list(rows["unit"]) == ["Adults"]
    assert list(rows["due"]) == [1]


def test_a_story_is_answered_once_the_linked_item_stands_told(records, session):
    activity = records.activity()
    told = records.item(
        heard="2026-07-01", kind="collective", told=["2026-07-20"], activity=activity
    )
    disputed = records.item(
        heard="2026-07-01", kind="collective", told=["2026-07-20"], activity=records.activity()
    )
    for _ in range(5):
        records.answer(on="2026-08-01", told=False, item_id=disputed.id)
    for link in (told.id, disputed.id, None):
        records.item(heard="2026-07-02", kind="story", answered_by_id=link)
    records.refresh()
    row = stories(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["heard"], row["answered"], row["shown"]) == (3, 1, "1 of 3")


def test_an_item_of_long_ago_that_is_told_now_is_listed_with_its_reason(records, session):
    records.item(
        heard="2025-01-10",
        kind="collective",
        told=["2026-08-01"],
        outcome=Outcome.NOT_CHANGED,
        outcome_reason="The law does not allow it",
        reply="We looked at it",
    )
    records.refresh()
    row = tellings(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["outcome"], row["reply"]) == ("not changed", "The law does not allow it")
    assert tellings_count(session, scope=COUNTY, quarter=Q2) == 1
    assert tellings(session, scope=MANAGER, quarter=Q2).empty


def test_a_change_of_kind_is_counted_however_old_the_item(records, session):
    item = records.item(heard="2024-06-01", told=["2024-06-10"])
    records.put(
        KindChange(item_id=item.id, was="story", became="individual", changed_on=day("2026-08-01"))
    )
    records.item(heard="2026-07-01", recorded_on=day("2026-07-04"))
    records.refresh()
    row = recorded(session, scope=COUNTY, quarter=Q2).set_index("kind").loc["individual"]
    assert (row["heard"], row["days"], row["kind_changes"]) == (1, 3.0, 1)


def test_time_to_close_censors_the_open_the_disputed_and_the_withdrawn(records, session):
    records.item(heard="2026-07-01", told=["2026-07-11"])
    disputed = records.item(heard="2026-07-01", told=["2026-07-06"])
    records.answer(item_id=disputed.id, on="2026-07-07", told=False)
    records.item(heard="2026-07-01", withdrawn_on=day("2026-07-05"))
    records.refresh()
    row = medians(session, scope=COUNTY, quarter=Q2).iloc[0]
    # Of two at risk on day 10 one is closed: half are left.
    assert (row["items"], row["closed"], row["median"]) == (3, 1, 10.0)
    within = closed_within(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (within["days"], within["heard"], within["closed"]) == (28, 2, 1)


def test_a_closed_quarter_keeps_its_figures_and_an_open_one_does_not(records, session):
    records.item(heard="2026-04-10", told=["2026-04-20"])
    records.item(heard="2026-07-10", told=["2026-07-20"])
    records.refresh()
    close(session, Q1, by="tester")
    records.item(heard="2026-04-10")
    records.item(heard="2026-07-10")
    records.refresh()
    assert counts(session, quarter=Q1) == (1, 1, 0, 0, 0)
    assert counts(session, quarter=Q2) == (2, 1, 0, 0, 1)
    assert tellings_count(session, scope=COUNTY, quarter=Q1) == 0

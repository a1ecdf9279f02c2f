"""The live roll-ups in cases small enough to count by hand."""

import pytest
from sqlmodel import select

from models.rollup import ListedActivity, ListedScore, LoopRollup, ScoreRollup
from tests.records import day


def loop(session, kind="individual", quarter="2026-27-Q2", service_id=11):
    return session.exec(
        select(LoopRollup).where(
            LoopRollup.edition_id == 0,
            LoopRollup.kind == kind,
            LoopRollup.quarter == quarter,
            LoopRollup.service_id == service_id,
        )
    ).one()


def test_an_item_told_on_its_due_day_is_on_time(records, session):
    records.item(heard="2026-07-01", told=["2026-07-29"])
    records.refresh()
    row = loop(session)
    assert (row.due, row.on_time, row.late, row.disputed, row.not_told) == (1, 1, 0, 0, 0)


def test_a_disputed_telling_no_longer_counts(records, session):
    item = records.item(heard="2026-07-01", told=["2026-07-20"])
    records.answer(item_id=item.id, on="2026-07-25", told=False)
    records.refresh()
    row = loop(session)
    assert (row.due, row.on_time, row.disputed, row.open, row.overdue) == (1, 0, 1, 1, 1)


def test_a_collective_item_is_disputed_by_more_than_half_of_five(records, session):
    activity = records.activity()
    records.item(heard="2026-04-10", kind="collective", told=["2026-06-20"], activity=activity)
    for n in range(5):
        records.answer(activity, on="2026-07-01", told=n > 2)
    records.refresh()
    assert loop(session, kind="collective").disputed == 1


def test_a_story_is_never_due(records, session):
    records.item(heard="2026-07-01", kind="story")
    records.refresh()
    row = loop(session, kind="story")
    assert (row.due, row.heard, row.open, row.overdue) == (0, 1, 0, 0)


def test_the_sixth_answer_waits_for_its_batch(records, session):
    activity = records.activity()
    for n in range(6):
        records.answer(activity, on=f"2026-08-0{n + 1}", scores={1: 5 if n == 5 else 2})
    records.refresh()
    row = session.exec(
        select(ScoreRollup).where(
            ScoreRollup.voice == "people", ScoreRollup.quarter == "2026-27-Q2"
        )
    ).one()
    assert (row.activities, row.total, row.low, row.high) == (1, 2.0, 2.0, 2.0)


def people(session) -> list[tuple]:
    """Of each activity that people scored in the quarter: their mean and how many they are."""
    rows = session.exec(
        select(ListedScore)
        .where(ListedScore.voice == "people", ListedScore.quarter == "2026-27-Q2")
        .order_by(ListedScore.activity_id)
    ).all()
    return [(row.score, row.answers) for row in rows]


@pytest.mark.parametrize("earlier", ["2026-07-28", "2026-10-05"])
def test_an_answer_that_comes_later_waits_however_it_is_dated(records, session, earlier):
    activity = records.activity(ended_on=day("2026-09-30"))
    for _ in range(5):
        records.answer(activity, on="2026-10-09", scores={1: 2}, experienced_rung="engaging")
    records.answer(activity, on=earlier, scores={1: 5}, experienced_rung="coercing")
    records.refresh()
    assert people(session) == [(2.0, 5)]
    listed = session.exec(select(ListedActivity)).all()
    assert {(row.experienced, row.answers) for row in listed if row.answers} == {("engaging", 5)}


def test_a_review_soon_after_the_end_belongs_to_the_quarter_of_the_end(records, session):
    activity = records.activity(ended_on=day("2026-09-20"))
    records.review(activity, on="2026-10-10", score=5)
    records.refresh()
    rows = session.exec(select(ScoreRollup)).all()
    assert [(r.quarter, r.total, r.running_reviewed) for r in rows] == [("2026-27-Q2", 5.0, 1)]

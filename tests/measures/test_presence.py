"""Presence per session, against a slow twin and in cases counted by hand."""

from datetime import timedelta
from random import Random

import pandas as pd
from sqlmodel import select

from measures import presence as measures
from measures.rounding import number_text
from models.activity import Activity, ActivitySession
from models.quarters import Quarter
from models.scope import Scope
from tests.records import Q2, TODAY, day
from tests.twins.feedback import proportion, table

COUNTY = Scope("county", "Essex county", (11, 12, 21, 22), (11, 12, 21, 22))
ADULTS = Scope("adults", "Adults", (11, 12), (11,))
FIELDS = {
    "senior_officer": "senior_officer_present",
    "elected_member": "elected_member_present",
    "expenses": "expenses_offered",
    "easy_read": "easy_read_offered",
    "other_formats": "other_formats_offered",
}


def a_session(records, activity, held="2026-07-10", **values):
    return records.put(
        ActivitySession(
            source_id=records.number(), activity_id=activity.id, held_on=day(held), **values
        )
    )


def held(session, service_ids, quarter):
    """The sessions of some services held in a quarter, up to today."""
    rows = session.exec(select(ActivitySession, Activity).join(Activity)).all()
    end = min(quarter.last_day, TODAY)
    return [
        one
        for one, activity in rows
        if activity.service_id in service_ids and quarter.first_day <= one.held_on <= end
    ]


def twin_rows(sessions):
    rows = []
    for question, field in FIELDS.items():
        said = [getattr(one, field) for one in sessions]
        known = [value for value in said if value is not None]
        row = proportion(sum(known), len(known))
        rows.append((question, measures.QUESTIONS[question], *row, len(said) - len(known)))
    return rows


def twin_notice(sessions):
    known = [one.notice_days for one in sessions if one.notice_days is not None]
    mean = sum(known) / len(known) if known else None
    row = (len(known), len(sessions) - len(known), mean, len(known) >= 5, number_text(mean))
    return table([row], measures.NOTICE_DAYS)


def test_presence_equals_its_slow_twin(records, session):
    chance = Random(11)
    for service_id in (11, 12, 21, 21):
        activity = records.activity(service_id)
        for _ in range(chance.randrange(30)):
            a_session(
                records,
                activity,
                (day("2026-06-20") + timedelta(days=chance.randrange(170))).isoformat(),
                **{field: chance.choice((True, False, None)) for field in FIELDS.values()},
                notice_days=chance.choice((None, 0, 7, 14)),
            )
    records.refresh()
    for quarter in (Quarter(2026, 1), Q2, Quarter(2026, 3)):
        for scope in (COUNTY, ADULTS):
            mine = held(session, scope.service_ids, quarter)
            found = measures.presence(session, scope=scope, quarter=quarter)
            pd.testing.assert_frame_equal(found, table(twin_rows(mine), measures.PRESENCE))
            found = measures.notice_days(session, scope=scope, quarter=quarter)
            pd.testing.assert_frame_equal(found, twin_notice(mine))


def test_presence_by_unit_lists_directorates_or_the_services_that_may_be_listed(records, session):
    a_session(records, records.activity(11), senior_officer_present=True)
    a_session(records, records.activity(12), senior_officer_present=False)
    records.refresh()
    for scope, units in (
        (COUNTY, {("Adults", "adults"): (11, 12), ("Places", "places"): (21, 22)}),
        (ADULTS, {("Adults service 1", "adults-1"): (11,)}),
    ):
        rows = [
            (*unit, *row)
            for unit, ids in units.items()
            for row in twin_rows(held(session, ids, Q2))
        ]
        found = measures.presence_by_unit(session, scope=scope, quarter=Q2)
        pd.testing.assert_frame_equal(found, table(rows, measures.BY_UNIT))


def test_a_blank_is_not_a_no(records, session):
    activity = records.activity()
    for value in (True, None, None):
        a_session(records, activity, senior_officer_present=value)
    records.refresh()
    row = measures.presence(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["yes"], row["known"], row["blank"], row["shown"]) == (1, 1, 2, "1 of 1")


def test_with_no_session_there_is_no_figure(records, session):
    records.refresh()
    found = measures.presence(session, scope=COUNTY, quarter=Q2)
    assert list(found["shown"]) == ["no figure"] * 5
    notice = measures.notice_days(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (notice["sessions"], notice["shown"]) == (0, "no figure")

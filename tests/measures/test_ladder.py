"""The ladder of co-production in cases small enough to count by hand."""

import pytest

from measures.ladder import (
    agreement,
    coercing,
    coercing_count,
    rung_mix,
    rung_mix_over_time,
    shortfalls_count,
)
from measures.ladder import shortfalls as shortfalls_of
from models.closing import close
from models.scope import Scope
from tests.records import Q2, day

ALL = (11, 12, 21, 22)
COUNTY = Scope("county", "Essex county", ALL, ALL)
MANAGER = Scope("county", "Essex county", ALL, (21,))
ENDED = {"ended_on": day("2026-08-20"), "claimed_on": day("2026-08-25")}


def counts(session, *, part, quarter=Q2, scope=COUNTY):
    found = rung_mix(session, scope=scope, quarter=quarter)
    rows = found[found["whole"] & (found["part"] == part) & (found["activities"] > 0)]
    return dict(zip(rows["rung"], rows["activities"], strict=True))


def experienced(records, activity, *rungs):
    for rung in rungs:
        records.answer(activity, on="2026-08-22", experienced_rung=rung)


def test_what_ended_counts_by_claimed_rung_and_what_runs_by_intended(records, session):
    records.activity(intended_rung="engaging", claimed_rung="informing", **ENDED)
    records.activity(intended_rung="co-designing")
    records.refresh()
    assert counts(session, part="ended") == {"informing": 1}
    assert counts(session, part="running") == {"co-designing": 1}


def test_a_blank_claim_is_a_visible_part(records, session):
    records.activity(intended_rung="engaging", ended_on=day("2026-08-20"))
    records.activity()
    records.refresh()
    assert counts(session, part="ended") == {"not recorded": 1}
    assert counts(session, part="running") == {"not recorded": 1}


@pytest.mark.parametrize(
    ("claimed_on", "rung"),
    [("2026-10-01", "engaging"), ("2026-10-02", "not recorded"), (None, "not recorded")],
    ids=["day 42", "day 43", "undated"],
)
def test_a_claim_counts_for_42_days_after_the_end(records, session, claimed_on, rung):
    records.activity(
        ended_on=day("2026-08-20"),
        claimed_rung="engaging",
        claimed_on=day(claimed_on) if claimed_on else None,
    )
    records.refresh()
    # The last day of the quarter is day 41; the two after it lie in the next one.
    assert counts(session, part="ended") == {rung: 1}


def test_an_activity_across_the_edge_runs_in_one_quarter_and_ends_in_the_next(records, session):
    records.activity(
        ended_on=day("2026-10-01"),
        claimed_on=day("2026-10-01"),
        intended_rung="engaging",
        claimed_rung="coercing",
    )
    records.refresh()
    assert counts(session, part="running") == {"engaging": 1}
    assert counts(session, part="ended") == {}
    assert counts(session, part="ended", quarter=Q2.plus(1)) == {"coercing": 1}


def test_of_two_middle_answers_the_lower_is_the_experience(records, session):
    activity = records.activity(claimed_rung="engaging", **ENDED)
    experienced(records, activity, *["co-producing"] * 5, *["consulting"] * 5)
    records.refresh()
    row = shortfalls_of(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["experienced"], row["answers"], row["below"]) == ("consulting", 10, 5)


def test_the_sixth_answer_waits(records, session):
    activity = records.activity(claimed_rung="engaging", **ENDED)
    experienced(records, activity, *["engaging"] * 3, *["informing"] * 3)
    records.refresh()
    assert not len(shortfalls_of(session, scope=COUNTY, quarter=Q2))
    row = agreement(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["agreed"], row["base"], row["text"]) == (1, 1, "1 of 1")
    assert row["interval_text"] == "too few to compare"


def test_four_answers_are_no_experience(records, session):
    activity = records.activity(claimed_rung="engaging", **ENDED)
    experienced(records, activity, *["informing"] * 4)
    records.refresh()
    row = agreement(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["base"], row["ended"], row["text"]) == (0, 1, "no figure")


def test_agreement_has_an_interval_from_five(records, session):
    for n in range(5):
        activity = records.activity(claimed_rung="engaging", **ENDED)
        experienced(records, activity, *["consulting" if n else "co-producing"] * 5)
    records.refresh()
    row = agreement(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["agreed"], row["base"], row["text"]) == (1, 5, "1 of 5")
    assert (round(row["low"], 4), round(row["high"], 4)) == (0.0362, 0.6245)


def test_coercing_is_counted_everywhere_and_named_where_it_may_be_listed(records, session):
    records.activity(11, title="A forced day", intended_rung="coercing")
    records.activity(21, title="A talk", claimed_rung="coercing", **ENDED)
    records.refresh()
    assert coercing_count(session, scope=MANAGER, quarter=Q2) == 2
    found = coercing(session, scope=MANAGER, quarter=Q2)
    assert found["activity"].tolist() == ["A talk"]


def test_a_list_of_shortfalls_is_cut_and_its_count_is_not(records, session):
    for service in (11, 11, 12, 21):
        activity = records.activity(service, claimed_rung="co-producing", **ENDED)
        experienced(records, activity, *["informing"] * 5)
    records.refresh()
    for at_most, expected in (
        (1, [11]),
        (2, [11, 11]),
        (3, [11, 11, 12]),
        (None, [11, 11, 12, 21]),
    ):
        found = shortfalls_of(session, scope=COUNTY, quarter=Q2, at_most=at_most)
        names = {"Adults service 1": 11, "Adults service 2": 12, "Places service 1": 21}
        assert [names[name] for name in found["service"]] == expected
    assert shortfalls_count(session, scope=COUNTY, quarter=Q2) == 4
    assert shortfalls_count(session, scope=MANAGER, quarter=Q2) == 1


def test_a_service_manager_gets_no_other_service_s_shortfalls(records, session):
    for service in (11, 21):
        activity = records.activity(service, claimed_rung="co-producing", **ENDED)
        experienced(records, activity, *["informing"] * 5)
    records.refresh()
    found = shortfalls_of(session, scope=MANAGER, quarter=Q2)
    assert found["service"].tolist() == ["Places service 1"]
    units = rung_mix(session, scope=MANAGER, quarter=Q2)["unit"].drop_duplicates().tolist()
    assert units == ["Essex county", "Places"]


def test_a_closed_quarter_stands_when_records_change(records, session):
    activity = records.activity(intended_rung="engaging", claimed_rung="engaging", **ENDED)
    records.refresh()
    close(session, Q2, by="test")
    activity.claimed_rung = "coercing"
    session.add(activity)
    records.refresh()
    assert counts(session, part="ended") == {"engaging": 1}
    over_time = rung_mix_over_time(session, scope=COUNTY, quarter=Q2.plus(1))
    stands = over_time.groupby("quarter")["provisional"].first()
    assert (stands["2026/27 Q2"], stands["2026/27 Q3"]) == (False, True)

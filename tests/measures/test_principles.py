"""Adherence to principles in cases small enough to count by hand."""

import pytest

from measures.principles import gaps, gates, scores
from measures.single_scores import activity_scores, service_funnel
from models.scope import Scope
from tests.records import Q2, day

ALL = (11, 12, 21, 22)
COUNTY = Scope("county", "Essex county", ALL, ALL)
MANAGER = Scope("county", "Essex county", ALL, (11,))


def whole(session, *, voice="service", principle="equal", quarter=Q2, scope=COUNTY):
    found = scores(session, scope=scope, quarter=quarter)
    chosen = found["whole"] & (found["voice"] == voice) & (found["principle_code"] == principle)
    return found[chosen].iloc[0]


def gate(session, *, voice="service", principle="feedback"):
    found = gates(session, scope=COUNTY, quarter=Q2)
    chosen = found["whole"] & (found["voice"] == voice) & (found["principle_code"] == principle)
    return found[chosen].iloc[0]["state"]


def reviewed(records, *given, principle=1, on="2026-08-01"):
    for score in given:
        records.review(records.activity(), principle, score=score, on=on)
    records.refresh()


def test_nothing_recorded_is_no_figure_and_not_zero(records, session):
    records.refresh()
    row = whole(session)
    assert (row["activities"], row["text"], row["note"]) == (0, "no figure", "nothing recorded")
    assert row[["score", "low", "high", "coverage"]].isna().all()


def test_one_review_is_shown_but_too_few_to_compare(records, session):
    reviewed(records, 4)
    row = whole(session)
    assert (row["activities"], row["score"], row["change"]) == (1, 4.0, "")
    assert row["interval_text"] == "too few to compare"


def test_seven_equal_scores_have_no_interval_but_words(records, session):
    reviewed(records, *[4] * 7)
    assert whole(session)["note"] == "all 7 gave 4"


def test_an_interval_never_leaves_the_scale(records, session):
    reviewed(records, 5, 5, 5, 5, 3)
    row = whole(session)
    assert row["high"] == 5.0
    assert row["low"] == pytest.approx(4.6 - 2.776445 * 0.894427 / 5**0.5, abs=1e-5)


def test_not_applicable_stands_apart_from_scores_and_coverage(records, session):
    reviewed(records, 4)
    records.review(records.activity(), score=None, not_applicable_why="No meeting was held")
    records.refresh()
    row = whole(session)
    assert (row["activities"], row["not_applicable"]) == (1, 1)
    assert (row["reviewed"], row["running"], row["coverage_text"]) == (1, 2, "1 of 2")


def test_six_answers_count_as_five(records, session):
    activity = records.activity()
    for n in range(6):
        records.answer(activity, on=f"2026-08-0{n + 1}", scores={1: 1 if n == 5 else 3})
    records.refresh()
    assert whole(session, voice="people")["score"] == 3.0
    found = activity_scores(session, scope=COUNTY, quarter=Q2)
    assert found["answers"].tolist() == [5]


def test_four_answers_give_no_figure(records, session):
    activity = records.activity()
    for _ in range(4):
        records.answer(activity, scores={1: 5})
    records.refresh()
    assert whole(session, voice="people")["activities"] == 0


@pytest.mark.parametrize(
    ("on", "in_q2"), [("2026-11-01", 1), ("2026-11-02", 0)], ids=["day 42", "day 43"]
)
def test_a_review_within_42_days_of_the_end_belongs_to_the_quarter_of_the_end(
    records, session, on, in_q2
):
    records.review(records.activity(ended_on=day("2026-09-20")), on=on)
    records.refresh()
    assert whole(session)["activities"] == in_q2
    assert whole(session, quarter=Q2.plus(1))["activities"] == 1 - in_q2


def test_the_latest_review_of_the_quarter_counts_once(records, session):
    activity = records.activity()
    for on, score in (("2026-08-01", 5), ("2026-09-30", 2), ("2026-06-30", 4)):
        records.review(activity, score=score, on=on)
    records.refresh()
    row = whole(session)
    assert (row["activities"], row["score"], row["before"]) == (1, 2.0, 4.0)


def test_an_activity_that_ended_on_the_first_day_still_ran(records, session):
    records.activity(ended_on=day("2026-07-01"))
    records.activity(ended_on=day("2026-06-30"))
    records.activity(started_on=day("2026-09-30"))
    records.activity(started_on=day("2026-10-01"))
    records.refresh()
    assert whole(session)["running"] == 2


def test_evidence_without_words_is_no_evidence(records, session):
    for evidence in ("", None, "The minutes"):
        records.review(records.activity(), score=5, evidence=evidence)
    records.review(records.activity(), score=3, evidence="The minutes")
    records.refresh()
    row = whole(session)
    assert (row["evidenced"], row["scored_high"], row["evidenced_text"]) == (1, 3, "1 of 3")


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ((), "not shown to be met"),
        ((2, 3), "below 3.0, too few to be sure"),
        ((3, 3, 3, 3, 2), "not met"),
        ((3, 3, 3, 3, 3), "met"),
    ],
    ids=["nothing", "two", "five below", "exactly 3.0"],
)
def test_a_gate_is_said_in_words(records, session, given, state):
    reviewed(records, *given, principle=2)
    assert gate(session) == state


def test_a_gate_at_exactly_three_is_met_whatever_sums_of_floats_leave(records, session):
    for answers in ((3, 3, 3, 3, 2), (3, 3, 3, 3, 4)) * 3:
        activity = records.activity()
        for score in answers:
            records.answer(activity, scores={2: score})
    records.refresh()
    assert gate(session, voice="people") == "met"


def test_a_mean_just_below_the_gate_is_not_rounded_up_to_it(records, session):
    reviewed(records, *[3] * 29, 2, principle=2)
    assert whole(session, principle="feedback")["text"] == "just below 3.0"
    assert gate(session) == "not met"


def both(records, service, people):
    activity = records.activity()
    records.review(activity, score=service)
    for _ in range(5):
        records.answer(activity, scores={1: people})


def test_a_gap_of_one_is_a_signal_only_from_five_activities(records, session):
    for _ in range(4):
        both(records, 4, 3)
    records.refresh()
    first = gaps(session, scope=COUNTY, quarter=Q2).iloc[0]
    both(records, 5, 3)
    records.refresh()
    second = gaps(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (first["signal"], second["signal"]) == (False, True)
    assert (second["activities"], second["text"]) == (5, "+1.2")


def test_a_gap_in_people_s_favour_is_no_signal(records, session):
    for service in (1, 2, 1, 2, 1):
        both(records, service, 4)
    records.refresh()
    row = gaps(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["text"], row["signal"]) == ("−2.6", False)


def test_rose_is_said_only_where_the_interval_excludes_nothing(records, session):
    reviewed(records, 2, 2, 3, 2, 2, on="2026-05-01")
    reviewed(records, 4, 5, 4, 4, 5, on="2026-08-01")
    reviewed(records, 4, 5, 4, 3, 5, on="2026-10-01")
    assert whole(session)["change"] == "rose"
    assert whole(session, quarter=Q2.plus(1))["change"] == "no clear change"


def test_a_service_manager_gets_no_other_service_s_rows(records, session):
    for service in ALL:
        for score in (2, 3, 4, 5, 3, 4):
            records.review(records.activity(service), score=score)
    records.refresh()
    found = scores(session, scope=MANAGER, quarter=Q2)
    assert found["unit"].drop_duplicates().tolist() == ["Essex county", "Adults"]
    listed = activity_scores(session, scope=MANAGER, quarter=Q2)
    assert set(listed["service"]) == {"Adults service 1"}
    funnel = service_funnel(session, scope=MANAGER, quarter=Q2, principle="equal", voice="service")
    assert set(funnel["service"]) == {"Adults service 1", ""}
    assert funnel["centre"].round(6).unique().tolist() == [3.5]


def test_a_service_far_from_the_rest_lies_outside_its_funnel(records, session):
    for service in (12, 21, 22):
        for score in (4, 4, 4, 3, 5, 4):
            records.review(records.activity(service), score=score)
    for score in (1, 1, 2, 1, 1):
        records.review(records.activity(11), score=score)
    records.refresh()
    found = service_funnel(session, scope=COUNTY, quarter=Q2, principle="equal", voice="service")
    assert dict(zip(found["service"], found["place"], strict=True))["Adults service 1"] == (
        "below the limits"
    )
    limits = found[found["row"] == "limit"]
    assert limits["activities"].tolist() == [5, 6, 7, 8, 9, 10]
    assert limits["low"].is_monotonic_increasing and limits["high"].is_monotonic_decreasing


def test_the_published_record_stays_out_of_the_county(records, session):
    records.review(records.activity(91))
    records.refresh()
    assert whole(session)["activities"] == 0
    published = Scope("published", "Published record", (91,), (91,), published=True)
    assert whole(session, scope=published)["activities"] == 1

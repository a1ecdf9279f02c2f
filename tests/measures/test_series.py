"""Headline measures over the quarters, their targets, trends and signals."""

from datetime import timedelta

import pytest

from measures.principles import scores
from measures.series import headlines_of, series
from measures.signals import signals
from measures.targets import targets_met
from measures.trends import trend_line, verdict_on_target
from models.closing import close
from models.policy import LineNote, Target
from models.quarters import Quarter
from models.reference import Rung, Service
from models.scope import Scope
from tests.records import Q2, day

COUNTY = Scope("county", "County", (11, 12, 21, 22), listed_ids=(11, 12, 21, 22))
OTHERS = Scope("county", "County", (11, 12, 21, 22), listed_ids=(11,))
YEARS = tuple(Q2.plus(n) for n in range(-9, 1))


def items(records, quarter, *, on_time, late, service_id=11, kind="individual"):
    """So many items due in a quarter, closed on time or not at all."""
    heard = quarter.first_day - timedelta(days=10)
    for n in range(on_time + late):
        told = [(heard + timedelta(days=5)).isoformat()] if n < on_time else []
        records.item(heard=heard.isoformat(), kind=kind, told=told, service_id=service_id)


def test_a_share_has_its_base_and_says_whether_it_suffices(records, session):
    items(records, Q2, on_time=6, late=2)
    records.refresh()
    made = series(session, scope=COUNTY, measure="closure_individual", quarters=(Q2.plus(-1), Q2))
    assert list(made["base"]) == [0, 8]
    assert made["value"].isna().tolist() == [True, False]
    assert made["value"].iloc[1] == 0.75
    assert made["enough"].tolist() == [False, False]


def test_every_headline_measure_answers_on_an_empty_store(records, session):
    for about in headlines_of(session):
        made = series(session, scope=COUNTY, measure=about.code, quarters=(Q2,))
        assert made["base"].tolist() == [0]


def test_an_unknown_measure_is_an_error(records, session):
    with pytest.raises(KeyError):
        series(session, scope=COUNTY, measure="happiness", quarters=(Q2,))


def test_coverage_counts_running_activities_that_people_reviewed(records, session):
    activity = records.activity()
    records.activity()
    for _ in range(5):
        records.answer(activity, scores={2: 4})
    records.refresh()
    made = series(session, scope=COUNTY, measure="coverage", quarters=(Q2,))
    assert (made["part"].iloc[0], made["base"].iloc[0]) == (1, 2)


def test_a_target_applies_from_the_quarter_after_it_was_set(records, session):
    items(records, Q2.plus(-1), on_time=12, late=0)
    items(records, Q2, on_time=6, late=6)
    records.put(
        Target(
            measure="closure_individual",
            scope="county",
            value=0.8,
            set_on=day("2026-05-05"),
            set_by="test",
        )
    )
    records.refresh()
    assert targets_met(session, scope=COUNTY, quarter=Q2.plus(-1)).empty
    row = targets_met(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (row["words"], row["met"], row["value"]) == ("not met", False, 0.5)


def test_a_mean_is_one_figure_everywhere_and_meets_a_target_that_it_reaches(records, session):
    # As floats, 11.2 and 16.4 over 8 are a little less than 3.45.
    for service_id, means in ((11, (3, 3, 3, 2.2)), (12, (4, 4, 4, 4.4))):
        for mean in means:
            activity = records.activity(service_id=service_id)
            low = int(mean)
            high = round(5 * (mean - low))
            for score in [low] * (5 - high) + [low + 1] * high:
                records.answer(activity, scores={2: score})
    records.put(
        Target(measure="people_feedback", scope="county", value=3.45, set_on=day("2026-05-05"),
               set_by="test")
    )  # fmt: skip
    records.refresh()
    point = series(session, scope=COUNTY, measure="people_feedback", quarters=(Q2,)).iloc[0]
    found = scores(session, scope=COUNTY, quarter=Q2)
    row = found[(found["voice"] == "people") & (found["principle_code"] == "feedback")].iloc[0]
    assert (point["value"], point["text"]) == (row["score"], row["text"]) == (3.45, "3.5")
    target = targets_met(session, scope=COUNTY, quarter=Q2).iloc[0]
    assert (target["value"], target["words"], target["text"]) == (3.45, "met", "3.5")


def test_a_collapse_is_a_signal_of_the_closed_quarter(records, session):
    for quarter in YEARS[:-2]:
        items(records, quarter, on_time=18, late=2)
    items(records, YEARS[-2], on_time=1, late=19)
    records.put(
        LineNote(
            measure="closure_individual",
            scope="county",
            happened_on=YEARS[-2].first_day,
            text="The team moved",
            noted_by="test",
        )
    )
    records.refresh()
    for quarter in YEARS[:-1]:
        close(session, quarter, by="data officer")
    line = trend_line(session, scope=COUNTY, measure="closure_individual", quarter=YEARS[-2])
    last = line.iloc[-1]
    assert (last["text"], last["signal"], last["state"]) == ("5%", "below the lower limit", "trial")
    assert last["note"] == "The team moved"
    found = signals(session, scope=COUNTY, quarter=YEARS[-2])
    trends = found[found["kind"] == "A trend"]
    assert trends["label"].tolist() == ["Adults"]
    assert not trends["better"].any()


def test_a_point_outside_a_limit_is_told_as_that_and_not_as_a_run(records, session):
    on_time = (80, 82, 85, 81, 84, 83, 86, 82, 60, 44)
    for quarter, closed in zip(YEARS, on_time, strict=True):
        items(records, quarter, on_time=closed, late=100 - closed)
    records.refresh()
    for quarter in YEARS:
        close(session, quarter, by="data officer")
    line = trend_line(session, scope=COUNTY, measure="closure_individual", quarter=Q2)
    assert line["signal"].tolist()[-2:] == ["below the lower limit"] * 2
    found = signals(session, scope=COUNTY, quarter=Q2)
    (said,) = found.loc[found["kind"] == "A trend", "finding"]
    assert said == "Individual feedback closed on time: 44%, below the lower limit."


def test_fixed_limits_stay_when_earlier_quarters_are_no_longer_drawn(records, session):
    quarters = tuple(Q2.plus(n) for n in range(-20, 0))
    for n, quarter in enumerate(quarters):
        items(records, quarter, on_time=(5 if n < 12 else 8) + n % 2, late=(5 if n < 12 else 2))
    records.put(
        Target(measure="closure_individual", scope="county", value=0.7, set_on=day("2021-01-05"),
               set_by="test")
    )  # fmt: skip
    records.refresh()
    for quarter in quarters:
        close(session, quarter, by="data officer")
    asked = {"scope": COUNTY, "measure": "closure_individual"}
    early, late = (trend_line(session, **asked, quarter=quarters[n]) for n in (12, 19))
    assert (len(early), len(late)) == (14, 16)
    for column in ("centre", "low", "high", "state"):
        assert early[column].iloc[-1] == late[column].iloc[-1] == late[column].iloc[0]
    assert late["state"].iloc[-1] == "fixed"
    assert "above" in late["signal"].iloc[-1]
    assert verdict_on_target(session, **asked, quarter=quarters[-1]) == "consistently missed"
    found = signals(session, scope=COUNTY, quarter=quarters[-1])
    assert "A trend" in found["kind"].tolist()


def test_signals_name_gates_rungs_overdue_items_and_silence(records, session):
    low = records.activity(ended_on=day("2026-09-10"), claimed_rung=Rung.CO_PRODUCING,
                           claimed_on=day("2026-09-11"))  # fmt: skip
    for _ in range(5):
        records.answer(low, on="2026-09-01", scores={2: 2}, experienced_rung=Rung.CONSULTING)
    records.item(heard="2026-07-01")
    records.activity(service_id=21)
    records.refresh()
    found = signals(session, scope=COUNTY, quarter=Q2)
    said = list(zip(found["kind"], found["label"], found["finding"], strict=True))
    assert ("A gate", "Adults", "Feedback, as people see it: below 3.0, too few to be sure, "
            "2.0 from 1 activity.") in said  # fmt: skip
    assert ("Rung claimed too high", "Adults",
            "People put 1 of 1 ended activities below the claimed rung.") in said  # fmt: skip
    assert ("Overdue feedback", "Adults",
            "1 of 1 open items of individual feedback are overdue.") in said  # fmt: skip
    assert ("Nothing recorded", "Places service 1",
            "1 activity running, no review and no feedback recorded.") in said  # fmt: skip


def test_two_voices_apart_are_told_in_points(records, session):
    for _ in range(5):
        activity = records.activity()
        records.review(activity, score=5)
        for _ in range(5):
            records.answer(activity, scores={1: 3})
    records.refresh()
    found = signals(session, scope=COUNTY, quarter=Q2)
    (said,) = found.loc[found["kind"] == "Two voices apart", "finding"]
    assert said == "“Equal”: services score 2.0 points above people, over 5 activities."


def test_a_service_that_may_not_be_listed_is_counted_but_not_named(records, session):
    records.activity(service_id=12)
    records.refresh()
    found = signals(session, scope=OTHERS, quarter=Q2)
    silent = found[found["kind"] == "Nothing recorded"]
    assert silent["label"].tolist() == ["Adults"]


def test_a_directorate_of_which_nothing_may_be_listed_has_no_signals(records, session):
    for service_id in (11, 21):
        low = records.activity(service_id=service_id, ended_on=day("2026-09-10"))
        for _ in range(5):
            records.answer(low, on="2026-09-01", scores={2: 2})
        records.item(heard="2026-07-01", service_id=service_id)
        records.activity(service_id=service_id)
    records.refresh()
    own = signals(session, scope=OTHERS, quarter=Q2)
    assert {"Adults"} <= set(own["label"]) and not own["finding"].str.contains("Places").any()
    assert not set(own["label"]) & {"Places", "Places service 1"}
    whole = signals(session, scope=COUNTY, quarter=Q2)
    assert {"Adults", "Places"} <= set(whole["label"])
    meeting = Scope("county", "County", COUNTY.service_ids)
    assert {"Adults", "Places"} <= set(signals(session, scope=meeting, quarter=Q2)["label"])


def test_signals_stand_in_the_order_of_kinds_and_directorates(records, session):
    for service_id in (21, 11):
        records.item(heard="2026-07-01", service_id=service_id)
    records.refresh()
    found = signals(session, scope=COUNTY, quarter=Q2)
    overdue = found[found["kind"] == "Overdue feedback"]
    assert overdue["label"].tolist() == ["Adults", "Places"]


def test_the_quarters_reach_back_to_the_first_record(records, session):
    from measures.quarters import quarters_of

    records.item(heard="2025-04-02")
    records.refresh()
    found = quarters_of(session, scope=COUNTY)
    assert (found[0], found[-1]) == (Quarter(2026, 3), Quarter(2025, 1))


def test_a_service_outside_the_countys_funnel_is_named_in_its_directorates_signals(
    records, session
):
    more = [
        records.put(
            Service(
                id=100 + n,
                directorate_id=2,
                code=f"more-{n}",
                name=f"More {n}",
                position=10 + n,
            )
        ).id
        for n in range(12)
    ]
    items(records, Q2, on_time=1, late=39, service_id=11)
    for service_id in (12, *more):
        items(records, Q2, on_time=38, late=2, service_id=service_id)
    records.refresh()
    adults = Scope("adults", "Adults", (11, 12), listed_ids=(11, 12))
    found = signals(session, scope=adults, quarter=Q2)
    funnel = found[found["kind"] == "A service unlike the others"]
    assert funnel["unit"].tolist() == ["adults-1"]
    assert "3% (1 of 40), below the limits" in funnel["finding"].iloc[0]

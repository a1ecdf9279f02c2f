"""The overview's answers: a part that fails a gate, blanks that are not zero, bases beside figures."""

from types import SimpleNamespace

import pytest

from charts.overview import page_title, side_by_side_table
from measures import overview
from measures.overview import (
    feedback_answer,
    ladder_answer,
    principles_answer,
    reach_answer,
    side_by_side,
)
from models.scope import Scope
from tests.records import Q2, day

ALL = (11, 12, 21, 22)
COUNTY = Scope("county", "Essex county", ALL, ALL)
ADULTS = Scope("adults", "Adults", (11, 12), (11, 12))
ENDED = {"ended_on": day("2026-08-20"), "claimed_on": day("2026-08-25")}
LEAST = 5


def reviewed(records, service_id, *, times, feedback=4, accessibility=4):
    """So many activities, each with enough answers to both gates."""
    for _ in range(times):
        activity = records.activity(service_id)
        for _ in range(LEAST):
            records.answer(activity, scores={2: feedback, 3: accessibility})


def beside(session, scope=COUNTY):
    """Unit → column → what is printed."""
    table = side_by_side_table(side_by_side(session, scope=scope, quarter=Q2), quarter="Q")
    return {row[0]: dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows}


def test_a_directorate_that_fails_gates_is_in_the_headline(records, session):
    reviewed(records, 11, times=5, feedback=2, accessibility=2)
    reviewed(records, 21, times=10, feedback=5, accessibility=5)
    records.refresh()
    found = principles_answer(session, scope=COUNTY, quarter=Q2)
    assert found["short"] == "Both gates met but not in Adults"
    assert found["answer"] == "Both gates met, but neither in Adults"
    assert page_title([found]) == "Both gates met but not in Adults"
    assert "Adults" not in " ".join(found["details"])


def test_several_directorates_that_fail_a_gate_are_counted_and_named_once(records, session):
    reviewed(records, 11, times=5, feedback=2, accessibility=2)
    reviewed(records, 21, times=5, accessibility=2)
    records.refresh()
    found = principles_answer(session, scope=COUNTY, quarter=Q2)
    assert found["short"] == "1 of 2 gates met but not in Adults"
    assert found["answer"] == (
        "Feedback met, accessibility not met, but feedback not met in Adults"
    )
    assert found["details"][-1] == (
        "Not met in Adults (feedback, accessibility); Places (accessibility)."
    )


def test_gates_that_every_part_meets_are_met(records, session):
    reviewed(records, 11, times=5)
    records.refresh()
    found = principles_answer(session, scope=COUNTY, quarter=Q2)
    assert (found["short"], found["answer"]) == (
        "Both gates met",
        "Feedback met, accessibility met",
    )


def test_gates_met_by_few_say_so(records, session):
    reviewed(records, 11, times=1)
    records.refresh()
    found = principles_answer(session, scope=COUNTY, quarter=Q2)
    assert found["short"] == "Both gates met (too few to compare)"
    assert found["answer"] == "Both gates met (too few to compare)"


def test_gates_without_any_score_are_not_counted_as_unmet(records, session):
    records.activity()
    records.refresh()
    found = principles_answer(session, scope=COUNTY, quarter=Q2)
    assert found["short"] == found["answer"] == "Neither gate shown to be met"


def test_a_gate_without_scores_beside_a_met_one_is_told_apart(records, session):
    for _ in range(LEAST):
        activity = records.activity()
        for _ in range(LEAST):
            records.answer(activity, scores={2: 4})
    records.refresh()
    found = principles_answer(session, scope=COUNTY, quarter=Q2)
    assert found["short"] == "1 of 2 gates met and 1 not shown to be met"


def test_a_rung_that_nobody_recorded_is_not_zero(records, session):
    records.activity(ended_on=day("2026-08-20"))
    records.refresh()
    found = ladder_answer(session, scope=COUNTY, quarter=Q2)
    assert found["answer"] == "No rung recorded for 1 activity that ended"
    assert found["short"] == "no rung recorded for 1 activity that ended"
    assert beside(session)["Adults"]["Done with people, of activities that ended"] == (
        "no rung recorded, 1 ended"
    )
    after = ladder_answer(session, scope=COUNTY, quarter=Q2.plus(1))
    assert after["details"] == (
        "Last quarter no rung recorded for 1 activity that ended.",
        "No ended activity has both a claim and 5 answers from people.",
    )


def test_blank_rungs_beside_recorded_ones_are_counted(records, session):
    records.activity(claimed_rung="co-producing", **ENDED)
    records.activity(ended_on=day("2026-08-20"))
    records.refresh()
    found = ladder_answer(session, scope=COUNTY, quarter=Q2)
    assert found["answer"] == "1 of 2 done with people, too few to compare"
    assert found["details"][:2] == (
        "No rung recorded for 1 activity.",
        "Last quarter no activity ended.",
    )


def test_a_share_of_few_replies_is_a_count_and_says_that_they_are_few(records, session):
    for n in range(3):
        records.item(heard="2026-07-10", told=["2026-07-20"] if n else [])
    records.refresh()
    found = feedback_answer(session, scope=COUNTY, quarter=Q2)
    assert found["answer"] == "2 of 3 replies on time, too few to compare"
    assert found["short"] == "2 of 3 replies on time"


def test_side_by_side_gives_every_figure_its_base(records, session):
    reviewed(records, 11, times=6)
    reviewed(records, 12, times=1)
    for n in range(12):
        records.item(heard="2026-07-10", told=["2026-07-20"] if n < 9 else [])
    records.activity(claimed_rung="co-producing", **ENDED)
    records.refresh()
    found = beside(session, ADULTS)
    assert found["Adults service 1"] == {
        "Feedback gate, as people see it": "4.0 (6), met",
        "Accessibility gate, as people see it": "4.0 (6), met",
        "Done with people, of activities that ended": "1 of 1, too few to compare",
        "Claimed rungs that people agree with": "none with both rungs",
        "Replies to people on time": "75% of 12",
        "Feedback to groups on time": "none due",
        "Running activities that people reviewed": "6 of 7",
    }
    few = found["Adults service 2"]
    assert few["Feedback gate, as people see it"] == "4.0 (1), too few to compare"
    assert few["Running activities that people reviewed"] == "1 of 1, too few to compare"


def test_a_low_gate_of_few_keeps_its_own_words(records, session):
    reviewed(records, 11, times=1, accessibility=2)
    records.refresh()
    assert beside(session)["Adults"]["Accessibility gate, as people see it"] == (
        "2.0 (1), below 3.0, too few to be sure"
    )


@pytest.mark.parametrize("ask", [principles_answer, ladder_answer, feedback_answer, reach_answer])
def test_nothing_recorded_is_words_without_a_nought(records, session, ask):
    found = ask(session, scope=COUNTY, quarter=Q2)
    assert "0" not in found["answer"] + found["short"]


@pytest.mark.parametrize(
    ("target", "unit", "aim"),
    [(0.625, "%", "63%"), (0.785, "%", "79%"), (3.25, "score 1 to 5", "3.3"), (1, "%", "100%")],
)
def test_a_target_is_rounded_half_up(monkeypatch, target, unit, aim):
    row = SimpleNamespace(
        measure="coverage", name="Coverage", target=target, unit=unit, at_least=True, words="met"
    )
    monkeypatch.setattr(overview, "target_rows", lambda *_, **__: [row])
    said = overview._target(None, None, None, "coverage")
    assert said == f"Target met: coverage, at least {aim}."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(38.0, "shown"), (9.0, "fewer than 10")], "No district far below its share"),
        ([(38.0, "shown"), (38.0, "withheld")],
         "No district that can be compared is far below its share"),
        ([(38.0, "shown"), (None, "shown")],
         "No district that can be compared is far below its share"),
        ([(None, "shown"), (38.0, "withheld")], "It cannot be said whom the panel hardly reaches"),
    ],
)  # fmt: skip
def test_no_district_is_said_to_be_near_its_share_where_that_is_not_known(rows, said):
    rates = [SimpleNamespace(expected=expected, figure=figure) for expected, figure in rows]
    assert overview._none_far(rates) == said

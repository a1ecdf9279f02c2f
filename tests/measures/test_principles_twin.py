"""The measures of principles and the ladder against slow twins, over random histories."""

from contextlib import contextmanager
from random import Random

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from measures import ladder, principles, single_scores
from measures.trends import quarters_up_to
from models.quarters import Quarter
from models.scope import Scope
from tests.records import Q2
from tests.twins import ladder as ladder_twin
from tests.twins import principles as twin
from tests.twins.work import Work, a_work_history

ALL = (11, 12, 21, 22)
SCOPES = {
    "the county": Scope("county", "Essex county", ALL, ALL),
    "the county for one service's manager": Scope("county", "Essex county", ALL, (12,)),
    "a directorate": Scope("adults", "Adults", (11, 12), (11, 12)),
    "a directorate for one service's manager": Scope("adults", "Adults", (11, 12), (11,)),
    "one service": Scope("adults-1", "Adults service 1", (11,), (11,)),
}
QUARTERS = (Quarter(2026, 1), Q2, Quarter(2026, 3))
PAIRS = (
    (principles.scores, twin.scores),
    (principles.gaps, twin.gaps),
    (principles.gates, twin.gates),
    (single_scores.activity_scores, twin.activity_scores),
    (ladder.rung_mix, ladder_twin.rung_mix),
    (ladder.said_of_ended, ladder_twin.said_of_ended),
    (ladder.rung_crosses, ladder_twin.rung_crosses),
    (ladder.agreement, ladder_twin.agreement),
    (ladder.shortfalls, ladder_twin.shortfalls),
    (ladder.coercing, ladder_twin.coercing),
)


@contextmanager
def whole_example(session):
    """What one example writes is gone at its end."""
    example = session.begin_nested()
    try:
        yield
    finally:
        example.rollback()
        session.expunge_all()


def equal(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected, check_exact=False, rtol=1e-9, atol=1e-9)


def compare(session, scope: Scope, quarter: Quarter) -> None:
    work = Work(session)
    for measure, slow in PAIRS:
        equal(measure(session, scope=scope, quarter=quarter), slow(work, scope, quarter))
    compare_over_time(session, work, scope, quarter)
    compare_funnel(session, work, scope, quarter)
    counted = ladder.coercing_count(session, scope=scope, quarter=quarter)
    assert counted == ladder_twin.coercing_count(work, scope, quarter)


def compare_over_time(session, work, scope, quarter) -> None:
    quarters = quarters_up_to(session, scope=scope, quarter=quarter, at_most=8)
    expected = ladder_twin.rung_mix_over_time(work, scope, quarters)
    equal(ladder.rung_mix_over_time(session, scope=scope, quarter=quarter), expected)


def compare_funnel(session, work, scope, quarter) -> None:
    about = {"principle": "equal", "voice": "service"}
    found = single_scores.service_funnel(session, scope=scope, quarter=quarter, **about)
    expected = twin.funnel_services(work, scope, quarter, **about)
    equal(found[found["row"] == "service"].reset_index(drop=True), expected)
    curve = found[found["row"] == "limit"].set_index("activities")
    for row in expected[expected["low"].notna()].itertuples():
        if row.activities in curve.index:
            assert curve.loc[row.activities, "low"] == pytest.approx(row.low)
            assert curve.loc[row.activities, "high"] == pytest.approx(row.high)


@settings(max_examples=25, phases=(Phase.generate,))
@given(number=st.integers(0, 2**32))
def test_every_measure_of_principles_and_the_ladder_equals_its_slow_twin(records, session, number):
    chance = Random(number)
    with whole_example(session):
        a_work_history(records, chance)
        records.refresh()
        for quarter in QUARTERS:
            compare(session, chance.choice(list(SCOPES.values())), quarter)


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_with_nothing_recorded_columns_and_types_stay_the_same(records, session, scope):
    records.refresh()
    compare(session, scope, Q2)


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_a_full_history_equals_its_slow_twin_in_every_scope(records, session, scope):
    a_work_history(records, Random(20), activities=60)
    records.refresh()
    for quarter in QUARTERS:
        compare(session, scope, quarter)

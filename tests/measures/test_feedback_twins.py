"""The measures of feedback against slow twins, over random histories."""

from contextlib import contextmanager
from random import Random

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from measures import durations, feedback, overdue, service_funnel, stories
from models.quarters import Quarter
from models.scope import Scope
from tests.records import Q2, TODAY
from tests.twins import feedback as twin
from tests.twins import stories as story_twin
from tests.twins.histories import a_history
from tests.twins.loops import History

COUNTY = Scope("county", "Essex county", (11, 12, 21, 22), (11, 12, 21, 22))
MANAGER = Scope("county", "Essex county", (11, 12, 21, 22), (12,))
ADULTS = Scope("adults", "Adults", (11, 12), (11, 12))
SERVICE = Scope("places-1", "Places service 1", (21,), (21,))
QUARTERS = (Quarter(2026, 1), Q2, Quarter(2026, 3))

PAIRS = (
    (feedback.closure, twin.closure),
    (durations.medians, twin.medians),
    (durations.closed_within, twin.closed_within),
    (overdue.overdue, twin.overdue_counts),
    (stories.stories, story_twin.stories_answered),
    (stories.recorded, story_twin.recorded),
    (stories.tellings, story_twin.tellings),
)
PAIRS_BY_KIND = (
    (feedback.closure_by_unit, twin.closure_by_unit),
    (durations.closing_curve, twin.closing_curve),
    (overdue.overdue_items, twin.overdue_items),
    (service_funnel.closure_funnel, twin.closure_funnel),
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


def compare(session, scope, quarter):
    past = History(session, TODAY)
    for measure, slow in PAIRS:
        found = measure(session, scope=scope, quarter=quarter)
        pd.testing.assert_frame_equal(found, slow(past, scope, quarter))
    for measure, slow in PAIRS_BY_KIND:
        for kind in ("individual", "collective"):
            found = measure(session, scope=scope, quarter=quarter, kind=kind)
            pd.testing.assert_frame_equal(found, slow(past, scope, quarter, kind))


@settings(max_examples=20, phases=(Phase.generate,))
@given(number=st.integers(0, 2**32))
def test_every_measure_of_feedback_equals_its_slow_twin(records, session, number):
    chance = Random(number)
    with whole_example(session):
        a_history(records, chance)
        records.refresh()
        for quarter in QUARTERS:
            compare(session, chance.choice((COUNTY, MANAGER, ADULTS, SERVICE)), quarter)


@pytest.mark.parametrize("scope", (COUNTY, MANAGER, ADULTS, SERVICE), ids=str)
def test_with_nothing_recorded_columns_and_types_stay_the_same(records, session, scope):
    records.refresh()
    for quarter in QUARTERS:
        compare(session, scope, quarter)

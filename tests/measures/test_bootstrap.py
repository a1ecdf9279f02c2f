"""Closure rates whose items come in activities."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.bootstrap import (
    BOOTSTRAP,
    BY_ACTIVITY,
    closure_interval,
    cluster_interval,
)
from measures.intervals import wilson

activity = st.integers(1, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
clusters = st.dictionaries(activity, st.integers(1, 4), min_size=1, max_size=8)


def whole(found):
    items = sum(size * n for (size, _), n in found.items())
    return sum(done * n for (_, done), n in found.items()), items


def slow_twin(found, seed):
    """Draws whole activities one by one."""
    activities = [pair for pair, n in found.items() for _ in range(n)]
    chance, rates = random.Random(seed), []
    for _ in range(4000):
        drawn = chance.choices(activities, k=len(activities))
        rates.append(sum(done for _, done in drawn) / sum(size for size, _ in drawn))
    return np.quantile(rates, (0.025, 0.975))


@given(clusters)
def test_the_rule_is_wilson_up_to_four_items_per_activity_and_a_bootstrap_above(found):
    part, base = whole(found)
    interval = closure_interval(part, base, found)
    if base <= 4 * sum(found.values()):
        assert interval == wilson(part, base)
    else:
        assert interval == cluster_interval(found)
        assert interval.method in (BOOTSTRAP, BY_ACTIVITY)


@given(clusters)
def test_an_interval_lies_within_nought_and_one_and_is_the_same_each_time(found):
    interval = cluster_interval(found)
    assert 0 <= interval.low < interval.high <= 1
    assert cluster_interval(dict(reversed(found.items()))) == interval


def test_exactly_four_items_per_activity_is_still_wilson():
    assert closure_interval(5, 12, {(4, 1): 2, (4, 3): 1}).method == "Wilson"
    assert closure_interval(5, 13, {(4, 1): 2, (5, 3): 1}).method == BOOTSTRAP


def test_the_quick_bootstrap_agrees_with_drawing_activities_one_by_one():
    found = {(12, 3): 4, (8, 7): 5, (5, 0): 3, (20, 13): 6, (6, 6): 4, (9, 2): 7}
    interval = cluster_interval(found)
    low, high = slow_twin(found, seed=7)
    assert interval.low == pytest.approx(low, abs=0.02)
    assert interval.high == pytest.approx(high, abs=0.02)


def test_items_that_share_a_fate_say_less_than_items_apart():
    found = {(10, 0): 10, (10, 10): 10}
    interval, apart = cluster_interval(found), wilson(100, 200)
    assert interval.high - interval.low > 2 * (apart.high - apart.low)


def test_one_rate_in_all_activities_does_not_claim_certainty():
    interval = closure_interval(60, 60, {(10, 10): 6})
    assert interval.method == BY_ACTIVITY
    assert (interval.low, interval.high) == (wilson(6, 6).low, 1)
    alone = closure_interval(6, 10, {(10, 6): 1})
    assert alone.low < 0.2 and alone.high > 0.9


def test_activities_without_items_change_nothing():
    assert cluster_interval({(6, 2): 3, (7, 5): 2, (0, 0): 9}) == cluster_interval(
        {(6, 2): 3, (7, 5): 2}
    )
    assert closure_interval(0, 0, {}) is None
    assert cluster_interval({}) is None


def test_many_activities_give_sensible_ends():
    found = {(6, done): 150 for done in range(7)}
    interval = cluster_interval(found)
    error = np.std(np.arange(7) / 6) / np.sqrt(1050)
    assert interval.high - interval.low == pytest.approx(2 * 1.96 * error, rel=0.1)
    assert (interval.low + interval.high) / 2 == pytest.approx(0.5, abs=0.005)


def test_counts_that_do_not_add_up_are_refused_in_words():
    with pytest.raises(ValueError, match="3 of 9 items, but 4 of 9"):
        closure_interval(4, 9, {(9, 3): 1})
    with pytest.raises(ValueError, match="more items closed"):
        cluster_interval({(3, 4): 1})

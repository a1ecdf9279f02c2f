"""Intervals of shares and means, against scipy and published figures."""

import subprocess
import sys
from math import nan
from pathlib import Path
from statistics import variance as plain_variance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from measures.intervals import (
    FELL,
    NO_CLEAR_CHANGE,
    ROSE,
    TOO_FEW,
    Sums,
    change_word,
    mean_change_word,
    mean_difference,
    mean_with_interval,
    share_difference,
    variance,
    wilson,
)

shares = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
scores = st.lists(st.integers(1, 5), min_size=5, max_size=60)


def sums(values):
    return Sums(len(values), sum(values), sum(v * v for v in values))


@given(shares)
def test_wilson_is_that_of_scipy(pair):
    part, base = pair
    found = wilson(part, base)
    known = stats.binomtest(part, base).proportion_ci(0.95, method="wilson")
    assert found.low == pytest.approx(known.low, abs=1e-9)
    assert found.high == pytest.approx(known.high, abs=1e-9)


@given(shares)
def test_wilson_holds_its_share_and_is_exact_at_the_ends(pair):
    part, base = pair
    found = wilson(part, base)
    assert 0 <= found.low <= part / base <= found.high <= 1
    assert (found.low == 0) == (part == 0)
    assert (found.high == 1) == (part == base)


def test_wilson_has_nothing_to_say_of_nothing_and_refuses_nonsense():
    assert wilson(0, 0) is None
    with pytest.raises(ValueError):
        wilson(3, 2)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((10, 10, 0, 10), 0.6075, 1.0),
        ((0, 10, 0, 10), -0.2775, 0.2775),
    ],
)
def test_a_difference_of_shares_is_that_of_newcombe(counts, low, high):
    found = share_difference(*counts).interval
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(shares, shares)
def test_a_change_of_share_turned_round_is_its_opposite(now, before):
    there, back = share_difference(*now, *before), share_difference(*before, *now)
    assert there.value == pytest.approx(-back.value)
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert there.interval.low <= there.value <= there.interval.high


def test_a_change_of_share_is_said_only_where_it_is_clear():
    assert change_word(40, 50, 20, 50) == ROSE
    assert change_word(20, 50, 40, 50) == FELL
    assert change_word(15, 25, 12, 25) == NO_CLEAR_CHANGE
    assert change_word(10, 10, 10, 10) == NO_CLEAR_CHANGE


def test_a_change_on_a_base_under_ten_has_no_word():
    assert change_word(9, 9, 0, 50) is None
    assert change_word(50, 50, 0, 9) is None
    assert change_word(0, 0, 0, 50) is None
    assert change_word(9, 9, 0, 9, least=5) == ROSE


@given(scores.filter(lambda values: len(set(values)) > 1))
def test_the_interval_of_a_mean_is_students(values):
    found = mean_with_interval(sums(values), min(values), max(values))
    known = stats.ttest_1samp(values, 0).confidence_interval(0.95)
    assert found.value == pytest.approx(np.mean(values))
    assert found.interval.low == pytest.approx(max(1, known.low))
    assert found.interval.high == pytest.approx(min(5, known.high))
    assert found.note == ""


def test_equal_scores_have_no_interval_but_words():
    found = mean_with_interval(sums([4] * 7), 4, 4)
    assert (found.value, found.interval, found.note) == (4, None, "all 7 gave 4")
    assert mean_with_interval(sums([3.4] * 6), 3.4, 3.4).note == "all 6 gave 3.4"


def test_under_five_scores_there_is_no_interval():
    found = mean_with_interval(sums([1, 5, 3, 2]), 1, 5)
    assert (found.value, found.interval, found.note) == (2.75, None, TOO_FEW)
    assert mean_with_interval(Sums(0, 0, 0), None, None).value is None


def test_a_gap_is_clipped_to_four_either_way():
    values = [4, 4, 4, 4, -4]
    found = mean_with_interval(sums(values), -4, 4, low=-4, high=4)
    assert found.interval.high == 4
    assert not found.interval.excludes_zero


def test_a_spread_too_small_for_sums_of_floats_still_has_a_width():
    values = [3.0] * 5 + [3.0 + 1e-9]
    found = mean_with_interval(sums(values), min(values), max(values))
    assert found.interval.low < found.value < found.interval.high


@given(scores, scores)
def test_a_difference_of_means_is_welchs(now, before):
    found = mean_difference(sums(now), sums(before))
    assert found.value == pytest.approx(np.mean(now) - np.mean(before))
    if len(set(now)) == len(set(before)) == 1:
        assert found.interval is None
        assert found.word == NO_CLEAR_CHANGE
        assert "neither set" in found.note
    else:
        known = stats.ttest_ind(now, before, equal_var=False).confidence_interval(0.95)
        assert found.interval.low == pytest.approx(known.low)
        assert found.interval.high == pytest.approx(known.high)


def test_a_change_of_mean_is_said_only_where_it_is_clear():
    low, high = [2, 2, 3, 2, 3, 2], [4, 5, 4, 4, 5, 4]
    assert mean_change_word(sums(high), sums(low)) == ROSE
    assert mean_change_word(sums(low), sums(high)) == FELL
    assert mean_change_word(sums(low), sums(low)) == NO_CLEAR_CHANGE
    assert mean_change_word(sums([4] * 6), sums(low)) == ROSE


def test_a_change_of_mean_under_five_has_no_word():
    assert mean_change_word(sums([5] * 4), sums([1, 2] * 4)) is None
    assert mean_change_word(sums([1, 2] * 4), Sums(0, 0, 0)) is None
    assert mean_difference(Sums(1, 3, 9), Sums(9, 27, 90)).note == TOO_FEW


@given(st.lists(st.integers(1, 10), min_size=2, max_size=50))
def test_variance_from_sums_is_the_plain_one(values):
    assert variance(sums(values)) == pytest.approx(float(plain_variance(map(float, values))))


@given(st.integers(2, 40), st.floats(1, 5))
def test_equal_floats_have_no_variance(n, value):
    assert variance(sums([value] * n)) == 0


def test_a_missing_number_is_refused_by_wilson():
    with pytest.raises(ValueError):
        wilson(nan, 5)


def test_these_modules_do_not_load_scipy():
    names = ["rounding", "intervals", "survival", "funnel_limits", "trend_limits", "bootstrap"]
    imports = "; ".join(f"import measures.{name}" for name in names)
    code = (
        f"{imports}; import sys; from measures.intervals import Sums, mean_with_interval;"
        "mean_with_interval(Sums(6, 20, 70), 2, 5);"
        "sys.exit('scipy' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root).returncode == 0

"""Limits of a trend, what they signal, and targets."""

from itertools import pairwise
from math import nan
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.trend_limits import Rule, State, Verdict, target_verdict, trend

STEADY = [50, 54, 48, 52, 49, 53, 51, 47, 52, 50, 54, 49]
series = st.lists(st.one_of(st.none(), st.integers(0, 100)), max_size=30)


def rules(found):
    return [signal.rule for signal in found.signals]


def slow_limits(values):
    """Centre and reach by the words of the definition."""
    base = [(i, v) for i, v in enumerate(values) if v is not None][:12]
    ranges = [abs(b - a) for (i, a), (j, b) in pairwise(base) if j - i == 1]
    if sum(v is not None for v in values) < 8 or not ranges:
        return None
    wide = 3.267 * fmean(ranges)
    return fmean(v for _, v in base), 2.66 * fmean(r for r in ranges if r <= wide)


def slow_signals(values, centre, reach, low, high):
    """Every window looked at by itself; the positions that each rule marks."""
    outside, seven, side, third = set(), set(), set(), set()
    for i, value in enumerate(values):
        if value is not None and not low - 1e-6 <= value <= high + 1e-6:
            outside.add(i)
    for i in range(len(values)):
        window = values[i : i + 7]
        if len(window) == 7 and None not in window:
            for sign in (1, -1):
                if all(sign * (b - a) > 0 for a, b in pairwise(window)):
                    seven.update(range(i, i + 7))
                if all(sign * (v - centre) > 1e-6 for v in window):
                    side.update(range(i, i + 7))
        window = values[i : i + 3]
        if len(window) == 3 and None not in window:
            for sign in (1, -1):
                far = [j for j in range(3) if sign * (window[j] - centre) > reach * 2 / 3 + 1e-6]
                if len(far) > 1 and reach:
                    third.update(i + j for j in far)
    return outside, seven, side, third


@given(series)
def test_limits_and_signals_are_those_of_a_slow_reading(values):
    found = trend(values, lowest=0, highest=100)
    known = slow_limits(values)
    if known is None:
        assert found.latest.state is State.NONE
        assert found.signals == ()
        return
    centre, reach = known
    low, high = max(0, centre - reach), min(100, centre + reach)
    limits = found.latest
    assert (limits.centre, limits.low, limits.high) == pytest.approx((centre, low, high))
    marked = [
        {i for s in found.signals if s.rule is rule for i in s.positions}
        for rule in (Rule.OUTSIDE, Rule.RUN_OF_CHANGES, Rule.ONE_SIDE, Rule.OUTER_THIRD)
    ]
    assert marked == list(slow_signals(values, centre, reach, low, high))


@given(series)
def test_a_series_turned_upside_down_signals_the_other_way(values):
    there = trend(values)
    back = trend([None if v is None else -v for v in values])
    turned = {(s.rule, s.positions, not s.upward) for s in back.signals}
    assert {(s.rule, s.positions, s.upward) for s in there.signals} == turned


@given(series.filter(lambda v: sum(x is not None for x in v) >= 12), st.integers(0, 100))
def test_from_twelve_points_on_a_new_point_moves_no_limit(values, value):
    before, after = trend(values).latest, trend([*values, value]).latest
    assert (before.centre, before.low, before.high) == (after.centre, after.low, after.high)


def test_under_eight_points_there_are_only_values():
    found = trend([1, 2, 3, 4, 5, 6, 7])
    assert found.latest.state is State.NONE
    assert found.latest.low is None
    assert found.signals == ()
    assert trend([]).latest.points == 0


def test_limits_are_on_trial_from_eight_points_and_fixed_from_twelve():
    assert trend(STEADY[:8]).latest.state is State.TRIAL
    assert trend(STEADY[:11]).latest.state is State.TRIAL
    assert trend(STEADY).latest.state is State.FIXED


def test_limits_are_the_mean_and_266_mean_ranges():
    limits = trend([10, 12] * 4).latest
    assert limits.centre == 11
    assert (limits.low, limits.high) == pytest.approx((11 - 5.32, 11 + 5.32))


def test_limits_stay_within_what_is_possible():
    limits = trend([0.9, 1.0] * 5, lowest=0, highest=1).latest
    assert limits.high == 1
    assert limits.low == pytest.approx(0.95 - 0.266)


def test_a_range_that_is_too_wide_is_left_out_once():
    values = [10, 11, 10, 11, 10, 11, 10, 40, 41, 40, 41, 40]
    limits = trend(values).latest
    assert limits.left_out == 1
    assert limits.reach == pytest.approx(2.66)


def test_a_gap_breaks_ranges():
    values = [10, 11, 10, 11, None, 90, 91, 90, 91]
    limits = trend(values).latest
    assert limits.reach == pytest.approx(2.66)
    assert limits.points == 8


def test_a_gap_breaks_runs():
    rising = [60, 61, 62, 63, 64, 65]
    assert Rule.RUN_OF_CHANGES in rules(trend([*STEADY, *rising, 66]))
    broken = trend([*STEADY, *rising[:3], None, *rising[3:], 66])
    assert Rule.RUN_OF_CHANGES not in rules(broken)


def test_points_with_gaps_between_them_all_have_no_limits():
    values = [value for point in STEADY for value in (point, None)]
    assert trend(values).latest.state is State.NONE


def test_a_missing_number_is_a_gap():
    assert trend([*STEADY[:8], nan]) == trend([*STEADY[:8], None])


def test_a_point_outside_a_limit_is_said():
    found = trend([*STEADY, 95, 3])
    said = [s.words for s in found.signals if s.rule is Rule.OUTSIDE]
    assert said == ["above the upper limit", "below the lower limit"]


def test_seven_in_a_row_falling_is_said_and_six_is_not():
    falling = [53.5, 53, 52.5, 52, 51.5, 51, 50.5]
    found = trend([*STEADY, None, *falling])
    signal = next(s for s in found.signals if s.rule is Rule.RUN_OF_CHANGES)
    assert signal.words == "7 in a row falling"
    assert signal.positions == tuple(range(13, 20))
    assert Rule.RUN_OF_CHANGES not in rules(trend([*STEADY, None, *falling[:6]]))


def test_equal_neighbours_neither_rise_nor_fall():
    assert Rule.RUN_OF_CHANGES not in rules(trend([*STEADY, None, 50, 51, 52, 52, 53, 54, 55]))


def test_seven_on_one_side_is_said_and_six_is_not():
    found = trend([*STEADY, None, 52, 53, 52, 53, 52, 53, 52, 53])
    signal = next(s for s in found.signals if s.rule is Rule.ONE_SIDE)
    assert signal.words == "8 in a row above the average"
    assert Rule.ONE_SIDE not in rules(trend([*STEADY, None, 52, 53, 52, 53, 52, 53]))


def test_two_of_three_in_the_outer_third_are_said():
    limits = trend(STEADY).latest
    far = limits.centre - 0.8 * limits.reach
    found = trend([*STEADY, None, far, limits.centre, far])
    signal = next(s for s in found.signals if s.rule is Rule.OUTER_THIRD)
    assert signal.words == "at least 2 of 3 close to the lower limit"
    assert signal.positions == (13, 15)
    assert not signal.upward


def test_the_gravest_signal_of_a_point_is_told():
    found = trend([80, 82, 85, 81, 84, 83, 86, 82, 60, 44])
    rules_of_last = {s.rule for s in found.signals if 9 in s.positions}
    assert rules_of_last == {Rule.OUTSIDE, Rule.OUTER_THIRD}
    told = found.told()
    assert [told[n].rule for n in (7, 8, 9)] == [Rule.ONE_SIDE, Rule.OUTSIDE, Rule.OUTSIDE]
    assert told[9].words == "below the lower limit"


def test_two_of_three_in_outer_thirds_of_different_sides_say_nothing():
    limits = trend(STEADY).latest
    far = 0.8 * limits.reach
    found = trend([*STEADY, None, limits.centre - far, limits.centre + far, limits.centre])
    assert Rule.OUTER_THIRD not in rules(found)


def test_a_reset_starts_new_limits_and_breaks_runs():
    later = [80, 84, 78, 82, 79, 83, 81, 77]
    found = trend([*STEADY, *later], resets=[12])
    assert [limits.state for limits in found.limits] == [State.FIXED, State.TRIAL]
    assert found.limits[0] == trend(STEADY).latest
    assert found.latest.centre == fmean(later)
    assert found.signals == ()
    assert Rule.OUTSIDE in rules(trend([*STEADY, *later]))


def test_after_a_reset_with_few_points_there_are_no_limits_yet():
    assert trend([*STEADY, 80, 84], resets=[12]).latest.state is State.NONE


def test_a_reset_outside_the_series_is_refused():
    with pytest.raises(ValueError, match="Check the quarter"):
        trend(STEADY, resets=[12])


def test_equal_values_signal_nothing_until_one_differs():
    found = trend([0.1] * 15, lowest=0, highest=1)
    assert found.signals == ()
    assert found.latest.low == pytest.approx(found.latest.high)
    assert rules(trend([0.1] * 15 + [0.2])) == [Rule.OUTSIDE]


def test_a_target_is_met_missed_or_neither():
    limits = trend([10, 12] * 4).latest
    assert target_verdict(limits, 5) is Verdict.MET
    assert target_verdict(limits, 17) is Verdict.MISSED
    assert target_verdict(limits, 11) is Verdict.NEITHER
    assert target_verdict(limits, limits.low) is Verdict.MET
    assert target_verdict(limits, limits.high) is Verdict.NEITHER


def test_a_target_to_stay_under_reads_the_other_way():
    limits = trend([10, 12] * 4).latest
    assert target_verdict(limits, 17, higher_is_better=False) is Verdict.MET
    assert target_verdict(limits, 5, higher_is_better=False) is Verdict.MISSED
    assert target_verdict(limits, 11, higher_is_better=False) is Verdict.NEITHER


def test_without_limits_nothing_is_said_of_a_target():
    assert target_verdict(trend([1, 2, 3]).latest, 2) is None

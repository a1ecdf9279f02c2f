"""Funnel limits, checked by formulas written out again and by simulation."""

from math import asin, pi, sin, sqrt
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from measures.funnel_limits import (
    Place,
    dispersion,
    pooled_sd,
    score_funnel,
    share_funnel,
    share_limits,
)
from measures.intervals import Sums

pair = st.integers(0, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
services = st.dictionaries(st.sampled_from("ABCDEFGHIJKL"), pair, max_size=12)
scores = st.lists(st.integers(1, 5), max_size=30)


def sums(values):
    return Sums(len(values), sum(values), sum(v * v for v in values))


def test_limits_of_shares_are_the_arcsine_ones():
    found = share_limits(0.6, 25)
    half = 3.09 * sqrt(1 / 100)
    assert found.low == pytest.approx(sin(asin(sqrt(0.6)) - half) ** 2)
    assert found.high == pytest.approx(sin(asin(sqrt(0.6)) + half) ** 2)


@given(st.floats(0, 1), st.integers(1, 1000), st.floats(1, 9))
def test_limits_of_shares_hold_their_centre_and_stay_within_nought_and_one(centre, n, factor):
    found = share_limits(centre, n, factor)
    assert 0 <= found.low <= centre + 1e-12
    assert centre - 1e-12 <= found.high <= 1


def test_angles_are_clipped_where_a_limit_would_turn_back():
    assert share_limits(0.02, 10).low == 0
    assert share_limits(0.98, 10).high == 1


def test_limits_hold_about_998_in_a_thousand_services_without_a_difference():
    n, centre = 200, 0.6
    found = share_limits(centre, n)
    inside = stats.binom.cdf(found.high * n, n, centre) - stats.binom.cdf(
        np.ceil(found.low * n) - 1, n, centre
    )
    assert inside == pytest.approx(0.998, abs=0.001)


def slow_factor(units, centre):
    scores = sorted((asin(sqrt(k / n)) - asin(sqrt(centre))) * sqrt(4 * n) for k, n in units)
    low, high = (percentile(scores, q) for q in (0.1, 0.9))
    return max(1, fmean(min(high, max(low, z)) ** 2 for z in scores))


def percentile(ordered, q):
    place = q * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


@given(services)
def test_each_share_is_placed_as_a_slow_count_places_it(units):
    found = share_funnel(units)
    base = sum(n for _, n in units.values())
    assert [unit.name for unit in found.units] == list(units)
    if base == 0:
        assert found.centre is None and found.curve == ()
        return
    centre = sum(k for k, _ in units.values()) / base
    judged = [unit for unit in units.values() if unit[1] >= 10]
    factor = slow_factor(judged, centre) if judged else 1
    assert found.factor == pytest.approx(factor)
    for unit, (k, n) in zip(found.units, units.values(), strict=True):
        if n < 10:
            assert unit.place is Place.TOO_FEW and unit.low is None
            continue
        half = 3.09 * sqrt(factor) * sqrt(1 / (4 * n))
        low = sin(max(0, asin(sqrt(centre)) - half)) ** 2
        high = sin(min(pi / 2, asin(sqrt(centre)) + half)) ** 2
        assert (unit.low, unit.high) == pytest.approx((low, high))
        assert (unit.place is Place.WITHIN) == (low - 1e-9 <= k / n <= high + 1e-9)


@given(services)
def test_the_order_of_services_changes_no_place(units):
    there = {u.name: u.place for u in share_funnel(units).units}
    back = {u.name: u.place for u in share_funnel(dict(reversed(units.items()))).units}
    assert there == back


def test_a_service_far_below_is_outside():
    units = {name: (30, 50) for name in "ABCDEFGHIJK"} | {"L": (8, 50)}
    found = share_funnel(units)
    assert found.factor == 1
    assert [(unit.name, unit.place) for unit in found.outside] == [("L", Place.BELOW)]


def test_a_service_far_above_is_outside():
    units = {name: (10, 50) for name in "ABCDEFGHIJK"} | {"L": (45, 50)}
    assert [(u.name, u.place) for u in share_funnel(units).outside] == [("L", Place.ABOVE)]


def test_services_that_all_differ_widen_the_limits():
    units = {str(i): (i * 10, 100) for i in range(11)}
    found = share_funnel(units)
    assert found.factor > 10
    assert found.outside == ()


def test_one_extreme_service_is_winsorised_out_of_the_factor():
    calm = [(30, 50)] * 20
    assert dispersion([*calm, (0, 50)], 0.6) == 1
    assert dispersion([], 0.6) == 1


def test_small_services_are_shown_but_not_judged():
    found = share_funnel({"A": (0, 9), "B": (40, 50)})
    assert found.units[0].place is Place.TOO_FEW
    assert found.centre == 40 / 59
    only_small = share_funnel({"A": (0, 9), "B": (0, 0)})
    assert only_small.curve == ()
    assert only_small.units[1].value is None


def test_all_closed_or_none_closed_puts_nobody_outside():
    assert share_funnel({"A": (20, 20), "B": (300, 300)}).outside == ()
    assert share_funnel({"A": (0, 20), "B": (0, 300)}).outside == ()


def test_the_curve_runs_from_the_least_base_to_the_largest():
    found = share_funnel({"A": (20, 40), "B": (150, 300)})
    sizes = [point.n for point in found.curve]
    assert (sizes[0], sizes[-1]) == (10, 300)
    assert sizes == sorted(set(sizes))
    widths = [point.high - point.low for point in found.curve]
    assert widths == sorted(widths, reverse=True)


def test_a_share_larger_than_its_base_is_refused_by_name():
    with pytest.raises(ValueError, match="Adult Social Care: 3 of 2"):
        share_funnel({"Adult Social Care": (3, 2)})


@given(st.dictionaries(st.sampled_from("ABCDEF"), scores, max_size=6))
def test_each_score_is_placed_as_a_slow_count_places_it(groups):
    found = score_funnel({name: sums(values) for name, values in groups.items()})
    everyone = [score for values in groups.values() for score in values]
    freedom = sum(len(values) - 1 for values in groups.values() if values)
    within = sum((s - fmean(v)) ** 2 for v in groups.values() if v for s in v)
    for unit, values in zip(found.units, groups.values(), strict=True):
        if len(values) < 5:
            assert unit.place is Place.TOO_FEW
        elif within == 0:
            assert unit.place is Place.NO_LIMITS
        else:
            half = 3.09 * sqrt(within / freedom) / sqrt(len(values))
            centre = fmean(everyone)
            low, high = max(1, centre - half), min(5, centre + half)
            assert (unit.low, unit.high) == pytest.approx((low, high))
            assert (unit.place is Place.WITHIN) == (low - 1e-9 <= fmean(values) <= high + 1e-9)


def test_a_service_with_far_lower_scores_is_outside():
    ordinary = sums([3, 4, 4, 5, 4, 4, 3, 4, 5, 4])
    units = {name: ordinary for name in "ABCDEF"} | {"G": sums([1, 2, 2, 2, 1, 2])}
    assert [unit.name for unit in score_funnel(units).outside] == ["G"]


def test_the_pooled_spread_is_that_within_services():
    apart = [sums([1, 1, 2, 2]), sums([4, 4, 5, 5])]
    assert pooled_sd(apart) == pytest.approx(sqrt(2 / 6))
    assert pooled_sd([Sums(1, 3, 9)]) is None
    assert pooled_sd([]) is None


def test_without_spread_within_services_there_are_no_limits():
    found = score_funnel({"A": sums([3] * 6), "B": sums([4] * 6)})
    assert found.curve == () and found.outside == ()
    assert {unit.place for unit in found.units} == {Place.NO_LIMITS}
    assert found.centre == 3.5

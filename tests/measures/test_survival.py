"""Time to close, against scipy and against petitions answered by the government."""

import csv
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from measures.survival import NOT_REACHED, Median, curve, median_with_interval

PETITIONS = Path(__file__).resolve().parents[3] / "shared" / "data" / "uk_petitions_raw.csv"
LONDON = ZoneInfo("Europe/London")
counts = st.dictionaries(st.integers(0, 120), st.integers(1, 4), max_size=40)


def known_curve(events, censored):
    """scipy's survival function and its log-log interval."""
    sample = CensoredData(
        uncensored=list(Counter(events).elements()), right=list(Counter(censored).elements())
    )
    survival = ecdf(sample).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return survival, survival.confidence_interval(0.95, method="log-log")


def slow_survival(events, censored, day):
    """The product over every day up to this one, items counted one by one."""
    left = 1.0
    for each in sorted(d for d in events if d <= day):
        at_risk = sum(n for d, n in [*events.items(), *censored.items()] if d >= each)
        left *= 1 - events[each] / at_risk
    return left


@given(counts.filter(bool), counts)
def test_the_curve_and_its_interval_are_those_of_scipy(events, censored):
    found = curve(events, censored)
    survival, interval = known_curve(events, censored)
    np.testing.assert_array_equal(found.times, survival.quantiles)
    np.testing.assert_allclose(found.survival, survival.probabilities, atol=1e-9)
    for ours, theirs in ((found.low, interval.low), (found.high, interval.high)):
        defined = np.isfinite(theirs.probabilities) & (np.array(found.survival) > 1e-9)
        np.testing.assert_allclose(
            np.array(ours)[defined], theirs.probabilities[defined], atol=1e-6
        )


@given(counts, counts)
def test_the_curve_is_that_of_a_slow_count(events, censored):
    found = curve(events, censored)
    for day, share in zip(found.times, found.survival, strict=True):
        assert share == pytest.approx(slow_survival(events, censored, day), abs=1e-9)
    assert found.items == sum(events.values()) + sum(censored.values())
    assert found.closed == sum(events.values())


@given(counts, counts)
def test_a_median_lies_within_its_interval(events, censored):
    found = curve(events, censored)
    median = median_with_interval(found)
    assert all(
        low <= share <= high
        for low, share, high in zip(found.low, found.survival, found.high, strict=True)
    )
    if median.value is not None:
        assert median.low <= median.value
        assert median.high is None or median.value <= median.high


def petition_durations():
    """Days (fractional, and whole in London) to an answer, and of those censored."""
    if not PETITIONS.exists():
        reason = f"The petitions file is not at {PETITIONS}, so its figures cannot be checked."
        print(reason)
        pytest.skip(reason)
    with PETITIONS.open(encoding="utf-8", newline="") as lines:
        first = {}
        for row in csv.DictReader(lines):
            first.setdefault(row["petition_id"], row)
    end = datetime(2022, 12, 31, 23, 59, 59, tzinfo=UTC)
    spans = {True: [], False: []}
    for row in first.values():
        if not row["response_threshold_reached_at"]:
            continue
        start = datetime.fromisoformat(row["response_threshold_reached_at"])
        told = row["government_response_at"]
        told = datetime.fromisoformat(told) if told else None
        answered = told is not None and told <= end
        spans[answered].append((start, told if answered else end))
    return spans[True], spans[False]


def fractional(spans):
    return Counter((stop - start).total_seconds() / 86400 for start, stop in spans)


def whole(spans):
    return Counter(
        (stop.astimezone(LONDON).date() - start.astimezone(LONDON).date()).days
        for start, stop in spans
    )


def test_petitions_to_government_take_21_days_at_the_median():
    answered, open_ = petition_durations()
    assert (len(answered), len(open_)) == (106, 1)
    exact = median_with_interval(curve(fractional(answered), fractional(open_)))
    assert [round(end, 2) for end in (exact.value, exact.low, exact.high)] == [20.95, 19.33, 21.91]
    assert median_with_interval(curve(whole(answered), whole(open_))) == Median(21, 19, 22)


def test_a_known_small_sample_is_reckoned_by_hand():
    found = curve({1: 1, 3: 1, 4: 1}, {2: 1, 5: 1})
    assert found.at_risk == (5, 4, 3, 2, 1)
    assert found.survival == pytest.approx((0.8, 0.8, 0.8 * 2 / 3, 0.8 / 3, 0.8 / 3))
    assert found.variance[0] == pytest.approx(0.8 * 0.2 / 5)
    assert median_with_interval(found).value == 4


def test_one_half_exactly_is_reached():
    assert median_with_interval(curve({day: 1 for day in range(1, 11)}, {})).value == 5
    assert median_with_interval(curve({1: 1, 2: 1, 3: 1}, {9: 3})).value == 3


def test_with_half_still_open_the_median_is_not_reached():
    median = median_with_interval(curve({5: 4}, {30: 6}))
    assert median.value is None
    assert median.high is None
    assert median.text == NOT_REACHED


def test_items_all_told_on_one_day_have_that_median():
    median = median_with_interval(curve({0: 12}, {}))
    assert (median.value, median.low, median.high) == (0, 0, None)
    assert median.text == "0 days (95% interval 0 to not reached)"


def test_nothing_heard_gives_an_empty_curve():
    found = curve({}, {})
    assert (found.items, found.closed, found.times) == (0, 0, ())
    assert median_with_interval(found) == Median(None, None, None)
    assert curve({3: 0}, {4: 0}).times == ()


def test_the_median_is_said_in_days():
    assert Median(21, 19, 22).text == "21 days (95% interval 19 to 22)"
    assert Median(1, 1, 2).text == "1 day (95% interval 1 to 2)"
    assert Median(20.95, 19.33, None).text == "21.0 days (95% interval 19.3 to not reached)"


def test_thousands_of_distinct_days_are_reckoned():
    found = curve({day: 1 for day in range(5000)}, {day + 0.5: 1 for day in range(5000)})
    assert len(found.times) == 10_000
    assert found.survival[-1] == pytest.approx(slow_tail(), rel=1e-9)


def slow_tail():
    left = 1.0
    for day in range(5000):
        left *= 1 - 1 / (10_000 - 2 * day)
    return left


@pytest.mark.parametrize("bad", [({-1: 2}, {}), ({2: -1}, {}), ({}, {2: -1})])
def test_a_duration_or_count_below_nought_is_refused(bad):
    with pytest.raises(ValueError, match="below 0"):
        curve(*bad)

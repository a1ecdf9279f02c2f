"""Numbers as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.rounding import (
    NO_FIGURE,
    count_text,
    day_text,
    difference_text,
    half_up,
    number_text,
    percent_text,
    ratio,
    score_range_text,
    score_text,
    share_range_text,
    share_text,
)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (2.45, 1, "2.5"),
        (Fraction(49, 20), 1, "2.5"),
        (49 / 20, 1, "2.5"),
        (1.005, 2, "1.01"),
        (2.675, 2, "2.68"),
        (Decimal("2.449999999999999999999"), 1, "2.4"),
        (Fraction(1, 8), 2, "0.13"),
        (0.5, 0, "1"),
        (-0.5, 0, "-1"),
        (-0.04, 1, "0.0"),
        (1.5e-7, 1, "0.0"),
        (np.float64(2.45), 1, "2.5"),
        (np.int64(7), 1, "7.0"),
        (10**30, 1, "1" + "0" * 30 + ".0"),
    ],
)
def test_halves_are_rounded_up_and_floats_are_read_as_they_are_written(value, places, text):
    assert str(half_up(value, places)) == text


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 4))
def test_rounding_moves_by_half_a_step_at_most_and_a_tie_goes_away_from_zero(value, places):
    rounded = Fraction(half_up(value, places))
    step = Fraction(1, 10**places)
    assert abs(rounded - value) <= step / 2
    if abs(rounded - value) == step / 2:
        assert abs(rounded) > abs(value)


@given(st.integers(0, 5000), st.integers(1, 1000))
def test_a_quotient_rounds_as_its_exact_ratio_does(part, whole):
    assert half_up(ratio(part, whole), 1) == half_up(Fraction(part, whole), 1)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("nan")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError):
        half_up(value)


def test_division_by_zero_or_of_nothing_gives_no_figure():
    assert ratio(3, 0) is None
    assert ratio(None, 4) is None
    assert ratio(4, None) is None
    assert ratio(0, 4) == 0
    assert ratio(Fraction(1), Fraction(3)) == Fraction(1, 3)
    assert ratio(Decimal(3), 4) == 0.75


@pytest.mark.parametrize(
    ("part", "base", "text"),
    [
        (0, 0, NO_FIGURE),
        (3, 7, "3 of 7"),
        (0, 9, "0 of 9"),
        (9, 9, "9 of 9"),
        (18, 29, "62%"),
        (0, 10, "0%"),
        (10, 10, "100%"),
        (1, 8, "1 of 8"),
        (5, 40, "13%"),
        (1, 1000, "under 1%"),
        (5, 1000, "1%"),
        (999, 1000, "over 99%"),
        (995, 1000, "over 99%"),
        (994, 1000, "99%"),
    ],
)
def test_a_share_is_a_percentage_from_ten_on_and_a_count_below(part, base, text):
    assert percent_text(part, base) == text
    assert share_text(ratio(part, base), base) == text


@given(st.integers(10, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_nought_and_a_hundred_per_cent_are_exact(pair):
    part, base = pair
    assert (percent_text(part, base) == "0%") == (part == 0)
    assert (percent_text(part, base) == "100%") == (part == base)


@given(st.integers(1, 9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_no_percentage_stands_on_a_base_under_ten(pair):
    part, base = pair
    assert share_text(part / base, base) == percent_text(part, base) == f"{part} of {base}"


def test_a_part_larger_than_its_base_is_refused_in_words():
    with pytest.raises(ValueError, match="8 of 7"):
        percent_text(8, 7)
    with pytest.raises(ValueError, match="between 0 and 1"):
        share_text(1.2)


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (None, NO_FIGURE),
        (3, "3.0"),
        (2.96, "just below 3.0"),
        (Fraction(2999, 1000), "just below 3.0"),
        (2.95, "just below 3.0"),
        (2.94, "2.9"),
        (3.04, "3.0"),
        (4.25, "4.3"),
    ],
)
def test_a_score_below_the_gate_is_never_rounded_up_to_it(score, text):
    assert score_text(score) == text


def test_a_scale_without_a_gate_is_rounded_plainly():
    assert score_text(2.96, threshold=None) == "3.0"


def test_differences_carry_their_sign():
    assert [difference_text(d) for d in (1.25, -0.35, 0.04, -0.04, None)] == [
        "+1.3",
        "−0.4",
        "0.0",
        "0.0",
        NO_FIGURE,
    ]


def test_large_numbers_have_their_thousands_separated():
    assert count_text(1234567) == "1,234,567"
    assert count_text(999) == "999"
    assert number_text(1234.25) == "1,234.3"
    assert number_text(None) == NO_FIGURE


def test_ranges_are_said_with_to():
    assert share_range_text(0, 0.254) == "0% to 25%"
    assert share_range_text(0.001, 0.9999) == "under 1% to over 99%"
    assert score_range_text(2.91, 3.85) == "2.9 to 3.9"


def test_days_are_written_out():
    assert day_text(date(2026, 2, 14)) == "14 February 2026"
    assert day_text(date(2026, 12, 1)) == "1 December 2026"
    assert day_text(None) == "not recorded"


def test_a_moment_is_not_taken_for_a_day():
    with pytest.raises(TypeError, match="London day"):
        day_text(datetime(2026, 2, 14, tzinfo=UTC))

"""The quantile of t, against scipy, closed forms and the printed table."""

from math import acos, cos, inf, isnan, nan, pi, sqrt, tan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from measures.student_t import Z_95, t_95

CLOSE = 1e-11


def scipys(freedom):
    return float(stdtrit(freedom, 0.975))


def test_every_whole_number_gives_scipys_quantile():
    for freedom in range(1, 3000):
        assert t_95(freedom) == pytest.approx(scipys(freedom), rel=CLOSE)


@given(st.floats(1, 400))
def test_numbers_between_give_scipys_quantile(freedom):
    assert t_95(freedom) == pytest.approx(scipys(freedom), rel=CLOSE)


@given(st.floats(1, 1e12))
def test_large_numbers_give_scipys_quantile(freedom):
    assert t_95(freedom) == pytest.approx(scipys(freedom), rel=CLOSE)


def test_one_two_and_four_have_closed_forms():
    product = 4 * 0.975 * 0.025
    root = cos(acos(sqrt(product)) / 3) / sqrt(product)
    assert t_95(1) == pytest.approx(tan(pi * 0.475), rel=1e-13)
    assert t_95(2) == pytest.approx(0.95 / sqrt(2 * 0.975 * 0.025), rel=1e-13)
    assert t_95(4) == pytest.approx(2 * sqrt(root - 1), rel=1e-13)


@pytest.mark.parametrize(
    ("freedom", "printed"), [(1, "12.706"), (5, "2.571"), (10, "2.228"), (30, "2.042")]
)
def test_the_printed_table_is_met(freedom, printed):
    assert f"{t_95(freedom):.3f}" == printed


def test_both_ways_meet_where_one_takes_over():
    below, above = t_95(299.9999999), t_95(300)
    assert below > above
    assert below == pytest.approx(above, rel=CLOSE)


def test_rounding_just_under_one_does_no_harm():
    assert t_95(1 - 2**-53) == pytest.approx(t_95(1), rel=CLOSE)


def test_without_end_it_is_the_normal_one_and_no_number_gives_none():
    assert t_95(inf) == Z_95
    assert isnan(t_95(nan))

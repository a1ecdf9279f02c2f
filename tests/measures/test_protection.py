"""A count of members, before and after it is protected."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.protection import FEW, WITHHELD, Protected, protect, ratio_range
from models.panel import Figure


@pytest.mark.parametrize("count", range(10))
def test_a_count_below_ten_keeps_no_number_not_even_zero(count):
    assert protect(count) == Protected(Figure.FEW, None)
    assert protect(count).words == "fewer than 10"


@pytest.mark.parametrize(
    ("count", "rounded"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1_002, 1_000)]
)
def test_every_other_count_is_rounded_to_the_nearest_five(count, rounded):
    assert protect(count).rounded == rounded


@given(st.integers(0, 100_000))
def test_the_truth_always_lies_within_what_a_figure_allows(count):
    figure = protect(count)
    assert figure.low <= count <= figure.high
    assert figure.rounded != count or count % 5 == 0


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="cannot be -1"):
        protect(-1)


def test_a_share_is_a_range_from_what_both_counts_allow():
    assert ratio_range(protect(50), protect(100)) == (48 / 102, 52 / 98)
    assert ratio_range(FEW, protect(100)) == (0, 9 / 98)
    assert ratio_range(protect(50), WITHHELD) is None

"""Words that fit, and are harmless."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from charts.chart import Series
from charts.drawing.frame import spread
from charts.wording import axis_title, safe, texts_of, worded, wrapped


def test_long_words_are_cut_with_an_ellipsis():
    assert wrapped("one two three four five six", 8, 2) == "one two<br>three…"
    assert wrapped("Short", 20) == "Short"


def test_a_base_stays_on_one_line():
    assert wrapped("2.4 (n 5)", 7) == "2.4<br>(n\u00a05)"


def test_markup_is_shown_as_typed():
    assert safe("A <b> & B\nC") == "A &lt;b&gt; &amp; B C"


def test_percentages_of_nearly_nothing_and_nearly_all_are_not_called_so():
    assert [worded(v, "%") for v in (0, 0.001, 0.625, 0.999, 1)] == [
        "0%",
        "under 1%",
        "63%",
        "over 99%",
        "100%",
    ]
    assert [worded(v, "%") for v in (0.125, 0.785)] == ["13%", "79%"]
    assert worded(None, "%") == "no figure"


def test_scores_keep_their_decimal_and_counts_have_none():
    assert texts_of(Series("s", (4.0, 3.25)), "score 1 to 5") == ["4.0", "3.3"]
    assert texts_of(Series("s", (1200.0, 3.0)), "items") == ["1,200", "3"]


def test_an_axis_title_says_its_unit_once():
    assert axis_title("Mean score", "score 1 to 5") == "Mean score (score 1 to 5)"
    assert axis_title("Days to close", "days") == "Days to close"
    assert axis_title("", "days") == "Days"
    assert axis_title("Share", "%") == "Share"


@given(some.lists(some.floats(0, 100), max_size=6))
def test_labels_moved_apart_never_cover_each_other(wanted):
    placed = sorted(spread(wanted, [10.0] * len(wanted), 0, 100))
    assert all(b - a >= 9.999 for a, b in pairwise(placed))

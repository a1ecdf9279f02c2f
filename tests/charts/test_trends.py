"""What a line over time says, in words."""

import pandas as pd

from charts.trends import trend_chart, trend_title


def point(quarter, value, signal="", *, provisional=False, enough=True, state="fixed"):
    return {
        "quarter": quarter, "value": value, "text": f"{value:.0%}" if value == value else "",
        "provisional": provisional, "enough": enough, "signal": signal, "state": state,
        "centre": None, "low": None, "high": None, "target": None, "note": "", "base": 40,
    }  # fmt: skip


def title(*points):
    return trend_title(pd.DataFrame(points), name="Replies")


def test_a_closed_quarter_has_its_signal_or_ordinary_variation():
    before = point("2026/27 Q1", 0.44)
    assert title(before, point("2026/27 Q2", 0.28, "below the lower limit")) == (
        "Replies: 28% in 2026/27 Q2, below the lower limit"
    )
    assert (
        title(before, point("2026/27 Q2", 0.43)) == "Replies: 43% in 2026/27 Q2, ordinary variation"
    )
    assert title(point("2026/27 Q2", 0.43, state="no limits yet")) == "Replies: 43% in 2026/27 Q2"


def test_a_provisional_quarter_is_followed_by_the_last_closed_one():
    open_one = point("2026/27 Q2", 0.28, provisional=True)
    assert title(point("2026/27 Q1", 0.44, "below the lower limit"), open_one) == (
        "Replies: 28% in 2026/27 Q2, provisional; 44% in 2026/27 Q1, below the lower limit"
    )
    assert title(point("2026/27 Q1", 0.68), open_one) == (
        "Replies: 28% in 2026/27 Q2, provisional; 68% in 2026/27 Q1, ordinary variation"
    )
    assert title(open_one) == "Replies: 28% in 2026/27 Q2, provisional"


def test_too_few_are_never_called_ordinary_variation():
    few = point("2026/27 Q2", 0.5, enough=False)
    assert title(point("2026/27 Q1", 0.68), few) == (
        "Replies: 50% in 2026/27 Q2, too few to compare; 68% in 2026/27 Q1, ordinary variation"
    )
    nothing = point("2026/27 Q2", float("nan"), enough=False)
    assert title(nothing) == "Replies: nothing recorded in 2026/27 Q2"


def test_the_axis_says_what_is_counted():
    line = pd.DataFrame([point("2026/27 Q1", 0.44)])
    closed = trend_chart(line, name="Replies to people on time", unit="%")
    agreed = trend_chart(line, name="Claimed rung agreed with by people", unit="%")
    assert closed.value_title == "Share of items due, closed on time"
    assert agreed.value_title == "Share of activities"

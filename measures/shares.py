"""A simple share with its interval and its words, as columns of a frame."""

from measures.intervals import LEAST_ITEMS, wilson
from measures.rounding import percent_text, ratio, share_range_text


def share_columns(part: int, base: int) -> tuple:
    """base, part, share, low, high, shown and range of part ÷ base.

    share, low, high   0–1, Wilson 95% interval; none without a base
    shown       the share as people read it
    range       its interval in words; empty on a base under ten
    """
    interval = wilson(part, base)
    if interval is None:
        return (base, part, None, None, None, percent_text(part, base), "")
    words = share_range_text(interval.low, interval.high) if base >= LEAST_ITEMS else ""
    share = ratio(part, base)
    return (base, part, share, interval.low, interval.high, percent_text(part, base), words)

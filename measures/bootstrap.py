"""Interval of a closure rate whose items come in activities.

Items of one activity share its fate, so many per activity say less than as
many apart. The bootstrap draws whole activities (Davison and Hinkley 1997,
section 3.8; percentile interval: Efron 1979). Definition: section 3.
"""

from collections.abc import Mapping
from hashlib import blake2b

import numpy as np

from measures.intervals import Interval, wilson

DRAWS = 2000
ITEMS_PER_ACTIVITY = 4
BOOTSTRAP = "bootstrap over activities"
BY_ACTIVITY = "Wilson, each activity as one item"

Clusters = Mapping[tuple[int, int], int]


def closure_interval(part: int, base: int, clusters: Clusters) -> Interval | None:
    """95% interval of part ÷ base, 0–1; None on a base of nothing.

    `clusters` is {(items, closed): activities with just so many}; an item
    without an activity counts as an activity of one. Wilson, until items per
    activity average above four; then a bootstrap over activities.
    Raises ValueError where the clusters do not add up to part and base.
    """
    rows = _rows(clusters)
    items = sum(size * activities for size, _, activities in rows)
    closed = sum(done * activities for _, done, activities in rows)
    if (closed, items) != (part, base):
        raise ValueError(
            f"The activities hold {closed} of {items} items, but {part} of {base} was given. "
            "Count both from the same items."
        )
    activities = sum(row[2] for row in rows)
    if items <= ITEMS_PER_ACTIVITY * activities:
        return wilson(part, base)
    return cluster_interval(clusters)


def cluster_interval(clusters: Clusters) -> Interval | None:
    """Percentile interval (95%) of closed ÷ items over 2,000 draws of activities.

    The same data give the same draws, in whatever order they come. Where all
    activities have one rate, a bootstrap would claim certainty; Wilson's
    interval with each activity as one item is given instead.
    """
    rows = _rows(clusters)
    if not rows:
        return None
    items, closed, activities = np.array(rows, dtype=np.int64).T
    count, whole, done = activities.sum(), (items * activities).sum(), (closed * activities).sum()
    if (closed * whole == done * items).all():
        found = wilson(float(done * count) / float(whole), float(count))
        return Interval(found.low, found.high, BY_ACTIVITY)
    rates = _drawn_rates(_generator(rows), items, closed, activities)
    low, high = np.quantile(rates, (0.025, 0.975))
    return Interval(float(low), float(high), BOOTSTRAP)


def _rows(clusters: Clusters) -> list[tuple[int, int, int]]:
    rows = sorted((size, done, n) for (size, done), n in clusters.items() if size and n)
    if any(not 0 <= done <= size or n < 0 for size, done, n in rows):
        raise ValueError("An activity has more items closed than heard. Check the counts.")
    return rows


def _generator(rows) -> np.random.Generator:
    digest = blake2b(repr([tuple(map(int, row)) for row in rows]).encode(), digest_size=8)
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest.digest(), "big")))


def _drawn_rates(generator, items, closed, activities) -> np.ndarray:
    """Closed ÷ items of each draw of as many activities as there are.

    Activities with the same items and as many closed are alike, so a draw is how
    often each such pair comes up: its cost does not grow with the activities.
    """
    number = int(activities.sum())
    drawn = generator.multinomial(number, activities / number, size=DRAWS)
    return (drawn @ closed) / (drawn @ items)

"""Tables of the panel's snapshots: those taken, and what every one may hold."""

import pandas as pd

from charts.chart import Table

KINDS = {"stock": "Who is on the panel", "flow": "Who was asked, took part and heard back"}


def taken_table(taken: pd.DataFrame) -> Table:
    """Every snapshot, the latest first."""
    return Table(
        title="Snapshots taken so far",
        columns=("What it counts", "Quarter", "Counted as on", "Taken on", "Places", "Impairments"),
        rows=tuple(
            (KINDS[r.kind], r.quarter, r.as_of, r.taken_on, r.places, r.areas)
            for r in taken.itertuples()
        ),
        notes=("Each was attacked together with all before it, and passed.",),
    )


def declared_table(declared) -> Table:
    """The declared tables; each has a kind, what it counts, by what, and the reason for it."""
    return Table(
        title="The only tables about members that leave the store",
        columns=("What it counts", "By", "Why it is published"),
        rows=tuple((one.counts, one.by, one.reason) for one in declared),
        notes=(
            "Counts below 10 read “fewer than 10”. Others are rounded to the nearest 5.",
            "There is no filter over members. Filters let a reader subtract.",
        ),
    )

"""Tables of the quarters and of what each still lacks."""

import pandas as pd

from charts.chart import Table


def closings_title(found: pd.DataFrame) -> str:
    """Which quarters wait for their closing."""
    waiting = found.loc[found["may_close"], "quarter"].tolist()
    if not waiting:
        return "No quarter waits for its closing"
    return f"{', '.join(waiting)} can be closed"


def closings_table(found: pd.DataFrame) -> Table:
    """The quarters, newest first."""
    return Table(
        title="Quarters",
        columns=("Quarter", "State", "Can be closed from", "Times closed"),
        rows=tuple(
            (r.quarter, r.state, r.closes_from, str(r.revisions)) for r in found.itertuples()
        ),
    )


def revisions_table(found: pd.DataFrame, *, quarter: str) -> Table:
    """Every closing of one quarter."""
    return Table(
        title=f"Closings of {quarter}",
        columns=("Revision", "Closed on", "By", "Reopened", "Why", "Hash of its content"),
        rows=tuple(
            (
                str(r.revision),
                r.closed_on,
                r.closed_by,
                "yes" if r.reopened else "no",
                r.reopened_why or "not reopened",
                r.content_hash[:16],
            )
            for r in found.itertuples()
        ),
        notes=("The hash shows that nothing was changed since. It is longer in the pack.",),
    )


def checklist_table(missing: pd.DataFrame, *, quarter: str) -> Table:
    """What is missing before a closing, and which service owns it."""
    total = int(missing["count"].sum()) if len(missing) else 0
    return Table(
        title=f"Missing before {quarter} is closed: {total:,}"
        if total
        else f"Nothing is missing in {quarter}",
        columns=("Directorate", "Service that owns it", "What is missing", "How many"),
        rows=tuple(
            (directorate, service, words, f"{count:,}")
            for directorate, service, words, count in zip(
                missing["directorate"],
                missing["service"],
                missing["words"],
                missing["count"],
                strict=True,
            )
        ),
    )

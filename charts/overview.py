"""The overview's own words and table."""

import pandas as pd

from charts.chart import Table
from charts.rows import rows_of


def page_title(answers: list[dict]) -> str:
    """The answers to the questions that were asked, as one line."""
    said = [answer["short"] for answer in answers if answer["short"]]
    return ", ".join(said)


def side_by_side_table(rows: pd.DataFrame, *, quarter: str) -> Table:
    """The directorates side by side, the whole first."""
    return Table(
        title=f"Side by side, {quarter}",
        columns=(
            "Unit",
            "Feedback gate, as people see it",
            "Accessibility gate, as people see it",
            "Done with people, of activities that ended",
            "Claimed rungs that people agree with",
            "Replies to people on time",
            "Feedback to groups on time",
            "Running activities that people reviewed",
        ),
        rows=tuple(
            tuple(getattr(row, name) or "no figure" for name in rows.columns if name != "code")
            for row in rows_of(rows)
        ),
        notes=(
            "In brackets: how many activities people scored.",
            "Units stand in a fixed order. They are never ranked.",
        ),
    )


def signals_title(found: pd.DataFrame, *, in_part: bool = False) -> str:
    """How many signals there are.

    in_part   whoever looks may not see every part of the unit
    """
    where = " in what you see" if in_part else ""
    if found.empty:
        return f"No signal was found: nothing stands out{where or ' in this quarter'}"
    many = "1 thing needs" if len(found) == 1 else f"{len(found)} things need"
    return f"{many} a conversation{where}"


def signals_table(found: pd.DataFrame, *, in_part: bool = False) -> Table:
    """Every signal with its rule."""
    return Table(
        title=signals_title(found, in_part=in_part),
        columns=("Kind", "Where", "What was found", "Rule"),
        rows=tuple((r.kind, r.label, r.finding, r.rule) for r in rows_of(found)),
        notes=("In a stated order by kind and directorate, not by size.",),
    )

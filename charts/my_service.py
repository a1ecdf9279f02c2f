"""Charts of a service manager's own page."""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.trends import value_title


def beside_chart(
    lines: dict[str, pd.DataFrame], *, name: str, unit: str, illustrative: bool
) -> Chart:
    """One measure of a service beside its directorate and the county.

    lines   label of each unit to its points (quarter, value, text, enough, provisional),
            the service's own first
    """
    quarters = tuple(dict.fromkeys(q for line in lines.values() for q in line["quarter"]))
    series = tuple(
        Series(
            label,
            tuple(_value(line, quarter) for quarter in quarters),
            role=str(number),
            dashed=number > 1,
        )
        for number, (label, line) in enumerate(lines.items(), start=1)
    )
    return Chart(
        kind=Kind.LINES,
        title=beside_title(lines, name=name),
        alt=f"{name} over {len(quarters)} quarters. "
        + " ".join(_said(label, line) for label, line in lines.items()),
        categories=quarters,
        series=series,
        unit=unit,
        category_title="Quarter",
        value_title=value_title(name, unit),
        low=0.0 if unit == "%" else 1.0,
        high=1.0 if unit == "%" else 5.0,
        notes=("A point is left out where too few are behind it to compare.",),
        illustrative=illustrative,
        provisional=any(bool(line["provisional"].iloc[-1]) for line in lines.values() if len(line)),
    )


def beside_title(lines: dict[str, pd.DataFrame], *, name: str) -> str:
    """The latest figures side by side."""
    latest = [
        f"{label} {line['text'].iloc[-1]}" if line["base"].iloc[-1] else f"{label} nothing recorded"
        for label, line in lines.items()
        if len(line)
    ]
    return f"{name}: {', '.join(latest)}"


def beside_table(lines: dict[str, pd.DataFrame], *, name: str) -> Table:
    """The figures behind the lines."""
    quarters = tuple(dict.fromkeys(q for line in lines.values() for q in line["quarter"]))
    found = {label: line.set_index("quarter") for label, line in lines.items()}
    return Table(
        title=name,
        columns=("Quarter", *(column for label in lines for column in (label, f"{label}, base"))),
        rows=tuple(
            (q, *(cell for line in found.values() for cell in _cells(line, q))) for q in quarters
        ),
    )


def due_table(due: pd.DataFrame) -> Table:
    """Open items that fall due in the next four weeks."""
    return Table(
        title=due_title(due),
        columns=("Due", "Days left", "Service", "Kind", "What was said", "Stage"),
        rows=tuple(
            (r.due_words, str(r.days_left), r.service, r.kind, r.heard, r.stage)
            for r in due.itertuples()
        ),
    )


def due_title(due: pd.DataFrame) -> str:
    """How many fall due."""
    if due.empty:
        return "No open feedback falls due in the next four weeks"
    many = "1 item falls" if len(due) == 1 else f"{len(due)} items fall"
    return f"{many} due in the next four weeks"


def missing_table(missing: pd.DataFrame, *, quarter: str) -> Table:
    """What a quarter still lacks."""
    total = int(missing["count"].sum()) if len(missing) else 0
    return Table(
        title=f"{total:,} things are missing in {quarter}"
        if total
        else f"Nothing is missing in {quarter}",
        columns=("Service", "What is missing", "How many"),
        rows=tuple(
            (service, words, f"{count:,}")
            for service, words, count in zip(
                missing["service"], missing["words"], missing["count"], strict=True
            )
        ),
    )


def _value(line: pd.DataFrame, quarter: str) -> float | None:
    rows = line[(line["quarter"] == quarter) & line["enough"]]
    return None if rows.empty or pd.isna(rows["value"].iloc[0]) else float(rows["value"].iloc[0])


def _said(label: str, line: pd.DataFrame) -> str:
    return f"{label}: " + ", ".join(f"{r.quarter} {r.text}" for r in line.itertuples()) + "."


def _cells(line: pd.DataFrame, quarter: str) -> tuple[str, str]:
    if quarter not in line.index:
        return "", ""
    return str(line.loc[quarter, "text"]), f"{int(line.loc[quarter, 'base']):,}"

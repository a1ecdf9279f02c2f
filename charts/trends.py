"""A headline measure over time, as a line with its limits, target and notes."""

import pandas as pd

from charts.chart import Chart, Kind, Mark, Series, Table
from charts.principles import number
from charts.rows import rows_of
from charts.shares import share_number


def trend_chart(line: pd.DataFrame, *, name: str, unit: str, illustrative: bool = False) -> Chart:
    """The line of one measure.

    line   columns quarter, value, text, provisional, enough, centre, low, high, state,
           signal, better, target, note; oldest first
    name   of the measure, as people read it
    unit   "%" or "score 1 to 5"
    """
    quarters = tuple(line["quarter"])
    drawn = [None if pd.isna(v) else float(v) for v in line["value"]]
    closed = _where(drawn, ~line["provisional"] & line["enough"])
    apart = _where(drawn, line["provisional"] | ~line["enough"])
    texts = tuple(line["text"])
    series = [Series(name, closed, texts=texts, role="1")]
    if any(v is not None for v in apart):
        series.append(Series("Provisional or too few", apart, texts=texts, role="provisional"))
    series += _limits(line)
    last = line.iloc[-1]
    return Chart(
        kind=Kind.LINES,
        title=trend_title(line, name=name),
        alt=f"{name} over {len(line)} quarters to {last['quarter']}: "
        + ", ".join(f"{q} {t}" for q, t in zip(quarters, texts, strict=True))
        + ".",
        categories=quarters,
        series=tuple(series),
        unit=unit,
        category_title="Quarter",
        value_title=value_title(name, unit),
        low=0.0 if unit == "%" else 1.0,
        high=1.0 if unit == "%" else 5.0,
        marks=tuple(Mark(q, t) for q, t in zip(quarters, line["note"], strict=True) if t),
        notes=_notes(line),
        illustrative=illustrative,
        provisional=bool(last["provisional"]),
    )


def value_title(name: str, unit: str) -> str:
    """What the value axis of a headline measure counts."""
    if unit != "%":
        return "Mean score"
    return "Share of items due, closed on time" if "on time" in name else "Share of activities"


def trend_title(line: pd.DataFrame, *, name: str) -> str:
    """The finding: the latest signal in words, or that there is none."""
    last = line.iloc[-1]
    judged = line[~line["provisional"] & line["enough"]]
    newest = [] if len(judged) and judged.index[-1] == last.name else [_newest(last)]
    said = [*newest, *([_judged(judged.iloc[-1])] if len(judged) else [])]
    return f"{name}: {'; '.join(said)}"


def _newest(last: pd.Series) -> str:
    """A figure of which limits say nothing, and why."""
    if pd.isna(last["value"]):
        return f"nothing recorded in {last['quarter']}"
    why = "provisional" if last["enough"] else "too few to compare"
    return f"{last['text']} in {last['quarter']}, {why}"


def _judged(point: pd.Series) -> str:
    """The last closed figure with enough behind it, and what its limits say."""
    ordinary = "ordinary variation" if point["state"] in {"trial", "fixed"} else ""
    words = point["signal"] or ordinary
    return f"{point['text']} in {point['quarter']}{f', {words}' if words else ''}"


def trend_table(line: pd.DataFrame, *, name: str, unit: str) -> Table:
    """The figures behind the line."""
    rows = rows_of(line)
    return Table(
        title=name,
        columns=("Quarter", "Figure", "Base", "State", "Signal", "Note"),
        rows=tuple(
            (
                row.quarter,
                row.text,
                f"{row.base:,}",
                "provisional" if row.provisional else "closed",
                row.signal or "none",
                row.note or "none",
            )
            for row in rows
        ),
        numbers=tuple((None, _number(row, unit), row.base, None, None, None) for row in rows),
        figures=(1,),
        shares=(1,) if unit == "%" else (),
    )


def _number(row, unit: str) -> float | None:
    return share_number(row.value, row.base) if unit == "%" else number(row.value)


def _where(values: list, condition: pd.Series) -> tuple[float | None, ...]:
    return tuple(v if c else None for v, c in zip(values, condition, strict=True))


def _limits(line: pd.DataFrame) -> list[Series]:
    found = []
    for column, words, role in (
        ("centre", "Average", "limit"),
        ("low", "Lower limit", "limit"),
        ("high", "Upper limit", "limit"),
        ("target", "Target", "target"),
    ):
        values = tuple(None if pd.isna(v) else float(v) for v in line[column])
        if any(v is not None for v in values):
            found.append(Series(words, values, role=role, dashed=True))
    return found


def _notes(line: pd.DataFrame) -> tuple[str, ...]:
    state = line.iloc[-1]["state"]
    notes = []
    if state == "trial":
        notes.append("The limits are a trial until there are 12 closed quarters.")
    if state == "no limits yet":
        notes.append("Limits are drawn from 8 closed quarters on.")
    if line["provisional"].any():
        notes.append("Quarters that are not closed are drawn apart: they may still change.")
    return tuple(notes)

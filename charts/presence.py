"""Presence per session: who was in the room, and what was offered.

Frames come as measures/presence.py returns them.
"""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import number
from charts.shares import share_number

BLANKS = "Sessions that do not say are left out of each share. They are counted in the table."


def presence_chart(rows: pd.DataFrame, *, quarter: str, **marks) -> Chart:
    """Each question's share of the sessions that say, with its interval."""
    texts = tuple(_text(row) for row in rows.itertuples())
    enough = rows["known"] >= 10
    series = Series(
        "Sessions",
        tuple(number(v) if ok else None for v, ok in zip(rows["share"], enough, strict=True)),
        texts=texts,
        lows=tuple(number(v) if ok else None for v, ok in zip(rows["low"], enough, strict=True)),
        highs=tuple(number(v) if ok else None for v, ok in zip(rows["high"], enough, strict=True)),
    )
    title = presence_title(rows)
    said = "; ".join(f"{name}: {text}" for name, text in zip(rows["words"], texts, strict=True))
    return Chart(
        kind=Kind.RANGES,
        title=title,
        alt=f"Presence and access per session, {quarter}, with 95% intervals. {title}. {said}.",
        categories=tuple(rows["words"]),
        series=(series,) if rows["known"].sum() else (),
        unit="%",
        value_title="Share of sessions that say",
        low=0,
        high=1,
        notes=(BLANKS,),
        **marks,
    )


def presence_title(rows: pd.DataFrame) -> str:
    """How often a senior officer was in the room."""
    row = rows[rows["question"] == "senior_officer"].iloc[0]
    if not row["known"]:
        return "No session says whether a senior officer was in the room"
    if row["known"] < 10:
        return f"A senior officer was in the room at {row['shown']} sessions: too few to compare"
    of = f"{row['yes']:,} of {row['known']:,}"
    return f"A senior officer was in the room at {row['shown']} of sessions, {of}"


def presence_table(rows: pd.DataFrame, notice: pd.DataFrame, *, quarter: str) -> Table:
    """Every share with its base and its blanks, and the mean days of notice."""
    cells = [
        (r.words, r.shown, f"{r.yes:,}", f"{r.known:,}", r.range or "none", f"{r.blank:,}")
        for r in rows.itertuples()
    ]
    numbers = [
        (None, share_number(r.share, r.known), r.yes, r.known, None, r.blank)
        for r in rows.itertuples()
    ]
    told = notice.iloc[0]
    cells.append(
        (
            *("Days of notice, mean", told["shown"], "does not arise"),
            *(f"{told['sessions']:,}", "none", f"{told['blank']:,}"),
        )
    )
    numbers.append((None, number(told["days"]), None, told["sessions"], None, told["blank"]))
    return Table(
        title=f"Presence and access per session, {quarter}",
        columns=("Question", "Answer", "Yes", "Sessions that say", "95% interval", "Do not say"),
        rows=tuple(cells),
        numbers=tuple(numbers),
        figures=(1,),
    )


def presence_unit_table(rows: pd.DataFrame, *, quarter: str) -> Table:
    """The same by unit: one row per unit, one column per question."""
    names = tuple(dict.fromkeys(rows["words"]))
    groups = rows.groupby("unit", sort=False)
    return Table(
        title=f"Presence and access by unit, {quarter}",
        columns=("Unit", *names),
        rows=tuple((str(unit), *(_cell(r) for r in each.itertuples())) for unit, each in groups),
        notes=("Each cell gives the sessions that say, and those that do not.",),
    )


def _text(row) -> str:
    if not row.known:
        return "no session says"
    return f"{row.shown} of {row.known:,}" if row.known >= 10 else f"{row.shown}, too few"


def _cell(row) -> str:
    few = ", too few to compare" if 0 < row.known < 10 else ""
    base = f" of {row.known:,}" if row.known >= 10 else ""
    return f"{row.shown}{base}{few}; {row.blank:,} do not say"

"""Feedback loops: closed on time by unit, time to close, and the words around them.

Frames come as measures/feedback.py and measures/durations.py return them.
"""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import number
from charts.shares import share_number

KIND = {"individual": "Replies to people", "collective": "Feedback to groups"}
TOO_FEW = "too few to compare"
MOVED = {"rose", "fell"}
PARTS = (
    ("on_time", "On time"),
    ("late", "Told late"),
    ("disputed", "Told, disputed and open"),
    ("not_told", "Not told"),
)
NO_RANK = "Units stand in a fixed order. They are never ranked."


def items(count: int) -> str:
    """ "1 item", "1,234 items"."""
    return f"{count:,} item" if count == 1 else f"{count:,} items"


def row_of(frame: pd.DataFrame, kind: str) -> pd.Series:
    """The row of one kind."""
    return frame[frame["kind"] == kind].iloc[0]


def page_title(closure: pd.DataFrame, *, kind: str) -> str:
    """The finding: the closure rate of one kind, and since when it changed."""
    row, what = row_of(closure, kind), KIND[kind]
    if not row["due"]:
        return f"{what}: none were due"
    if not row["enough"]:
        return f"{what}: {row['shown']} on time, {TOO_FEW}"
    base = f"{row['on_time']:,} of {items(row['due'])}"
    before, year = row["change_before"], row["change_year"]
    in_a_year = f"{year} since {row['quarter_year']}" if year in MOVED - {before} else ""
    if before in MOVED:
        also = f"; {in_a_year}" if in_a_year else ""
        return f"{what} on time {before} to {row['shown']}, {base}{also}"
    lately = f"{before} since {row['quarter_before']}" if before else ""
    changes = "; ".join(filter(None, (lately, in_a_year)))
    return f"{what}: {row['shown']} on time, {base}{f', {changes}' if changes else ''}"


def closed_answer(closure: pd.DataFrame, *, kind: str) -> str:
    """The closure rate of one kind in a few words: "62%, 18 of 29 items"."""
    row = row_of(closure, kind)
    if not row["due"]:
        return "None were due"
    if not row["enough"]:
        return f"{row['shown']} items, {TOO_FEW}"
    return f"{row['shown']}, {row['on_time']:,} of {items(row['due'])}"


def closed_details(closure: pd.DataFrame, *, kind: str) -> tuple[str, ...]:
    """The rest of the base, its interval, and the quarters before, a line each."""
    row = row_of(closure, kind)
    apart = f"Withdrawn, apart: {row['withdrawn']:,}."
    if not row["due"]:
        return (apart, _before(row, "before"))
    rest = ", ".join(f"{words.lower()} {row[name]:,}" for name, words in PARTS[1:])
    lines = [f"Of the rest: {rest}. {apart}"]
    if row["range"]:
        lines.append(f"95% interval {row['range']}, {_activities(row['activities'])}.")
    if row["by_promise"]:
        lines.append(f"Due by a promised day: {row['by_promise']:,} of {items(row['due'])}.")
    return (*lines, _before(row, "before"), _before(row, "year"))


def _before(row: pd.Series, when: str) -> str:
    quarter = row[f"quarter_{when}"]
    if not row[f"due_{when}"]:
        return f"{quarter}: none were due."
    if row[f"due_{when}"] < 10:
        return f"{quarter}: {row[f'shown_{when}']}, {TOO_FEW}."
    word = f": {row[f'change_{when}']} since" if row[f"change_{when}"] else ""
    return f"{quarter}: {row[f'shown_{when}']} of {items(row[f'due_{when}'])}{word}."


def _activities(count: int) -> str:
    return "from 1 activity" if count == 1 else f"from {count:,} activities"


def boxes(
    closure: pd.DataFrame, medians: pd.DataFrame, within: pd.DataFrame, *, kind: str
) -> list[tuple[str, str, tuple[str, ...]]]:
    """(label, answer, details) of the two answers that stand first on the page."""
    return [
        ("Closed on time", closed_answer(closure, kind=kind), closed_details(closure, kind=kind)),
        (
            "Time to close, over four quarters",
            time_answer(medians, kind=kind),
            time_details(medians, within, kind=kind),
        ),
    ]


def unit_chart(
    rows: pd.DataFrame, *, kind: str, quarter: str, parts: str = "directorates", **marks
) -> Chart:
    """The closure rate of each unit with its interval. Under ten items there is no mark.

    parts   what the units are: directorates or services
    """
    shown = rows["enough"]
    title = unit_title(rows, kind=kind, parts=parts)
    texts = tuple(_unit_text(row) for row in rows.itertuples())
    series = Series(
        "Closed on time",
        tuple(number(v) if ok else None for v, ok in zip(rows["share"], shown, strict=True)),
        texts=texts,
        lows=tuple(number(v) if ok else None for v, ok in zip(rows["low"], shown, strict=True)),
        highs=tuple(number(v) if ok else None for v, ok in zip(rows["high"], shown, strict=True)),
    )
    said = "; ".join(f"{name}: {text}" for name, text in zip(rows["unit"], texts, strict=True))
    return Chart(
        kind=Kind.RANGES,
        title=title,
        alt=f"{KIND[kind]} on time by unit, {quarter}, with 95% intervals. {title}. {said}.",
        categories=tuple(rows["unit"]),
        series=(series,) if rows["due"].sum() else (),
        unit="%",
        value_title="Share of items due that were closed on time",
        low=0,
        high=1,
        notes=(NO_RANK,) if rows["due"].sum() else (),
        **marks,
    )


def _unit_text(row) -> str:
    if not row.due:
        return "none due"
    return f"{row.shown} of {row.due:,}" if row.enough else f"{row.shown}, too few"


def unit_title(rows: pd.DataFrame, *, kind: str, parts: str) -> str:
    """The range of the units with enough items, without naming a best or a worst."""
    what, enough = KIND[kind], rows[rows["enough"]]
    if not rows["due"].sum():
        return f"{what}: none were due"
    if not len(enough):
        return f"{what} by unit: {TOO_FEW}"
    if len(enough) == 1:
        only = enough.iloc[0]
        return f"{what}, {only['unit']}: {only['shown']} on time, {items(only['due'])}"
    low, high = enough.loc[enough["share"].idxmin()], enough.loc[enough["share"].idxmax()]
    return f"{what} on time: from {low['shown']} to {high['shown']} in {len(enough)} {parts}"


def unit_table(rows: pd.DataFrame, *, kind: str, quarter: str) -> Table:
    """Every unit's base and its parts."""
    return Table(
        title=f"{KIND[kind]} by unit, {quarter}",
        columns=(
            *("Unit", "Closed on time", "Items due", "95% interval", "Method of interval"),
            *(words for _, words in PARTS),
            *("Activities", "Due by promise", "Withdrawn, apart"),
        ),
        rows=tuple(_unit_cells(row) for row in rows.itertuples()),
        numbers=tuple(
            (None, share_number(r.share, r.due), r.due, None, None, *_parts(r), *_beside(r))
            for r in rows.itertuples()
        ),
        shares=(1,),
        notes=(NO_RANK, "The four parts add up to the items due."),
    )


def _unit_cells(row) -> tuple[str, ...]:
    few = "" if row.enough or not row.due else f" ({TOO_FEW})"
    numbers = (f"{n:,}" for n in (*_parts(row), *_beside(row)))
    return (
        row.unit,
        f"{row.shown}{few}",
        f"{row.due:,}",
        row.range or "none",
        row.method or "none",
        *numbers,
    )


def _parts(row) -> tuple[int, ...]:
    return tuple(int(getattr(row, name)) for name, _ in PARTS)


def _beside(row) -> tuple[int, ...]:
    return int(row.activities), int(row.by_promise), int(row.withdrawn)


def time_answer(medians: pd.DataFrame, *, kind: str) -> str:
    """The median time to close in a few words."""
    row = row_of(medians, kind)
    if not row["items"]:
        return "Nothing was heard"
    if pd.isna(row["median"]):
        return "Median not reached: under half are closed"
    return f"Half closed within {row['shown'].partition(' (')[0]}"


def time_details(medians: pd.DataFrame, within: pd.DataFrame, *, kind: str) -> tuple[str, ...]:
    """The median's interval and the shares closed by some days, a line each."""
    row = row_of(medians, kind)
    if not row["items"]:
        return ("No item was heard in these four quarters.",)
    lines = [
        f"Closed within {each.days} days: {_within(each)}"
        for each in within[within["kind"] == kind].itertuples()
    ]
    if not pd.isna(row["median"]):
        lines.insert(0, f"95% interval {row['shown'].partition('interval ')[2].rstrip(')')} days.")
    return (*lines, f"{items(row['items'])} heard in four quarters, {row['closed']:,} closed.")


def _within(row) -> str:
    if not row.heard:
        return "none was heard so long ago."
    words = f" ({row.range})" if row.range else ""
    return f"{row.shown}{'' if row.heard < 10 else f' of {row.heard:,}'}{words}."


def curve_chart(
    curve: pd.DataFrame, medians: pd.DataFrame, *, kind: str, quarter: str, **marks
) -> Chart:
    """The share closed by each day since an item was heard, with its interval."""
    row = row_of(medians, kind)
    title = f"{KIND[kind]}: {time_answer(medians, kind=kind)[0].lower()}"
    title += time_answer(medians, kind=kind)[1:]
    series = Series(
        "Closed",
        (0.0, *map(float, curve["share"])),
        lows=(0.0, *map(float, curve["low"])),
        highs=(0.0, *map(float, curve["high"])),
        at=(0.0, *map(float, curve["days"])),
    )
    return Chart(
        kind=Kind.STEPS,
        title=title,
        alt=f"Share closed by days since heard, items heard in the four quarters to {quarter}. "
        f"{title}. {items(row['items'])}, {row['closed']:,} closed.",
        series=(series,) if len(curve) else (),
        unit="%",
        category_title="Days since heard",
        value_title="Share closed",
        low=0,
        high=1,
        notes=("Open items count for as long as they have been open.",) if len(curve) else (),
        **marks,
    )


def curve_table(within: pd.DataFrame, medians: pd.DataFrame, *, quarter: str) -> Table:
    """Medians, and shares closed within 28, 60 and 90 days, both kinds."""
    rows, numbers = [], []
    for row in medians.itertuples():
        value, _, rest = row.shown.partition(" (")
        ends = rest.removeprefix("95% interval ").removesuffix(")") or "none"
        counts = (f"{row.items:,}", f"{row.closed:,}", ends)
        rows.append((KIND[row.kind], "Median", value, *counts))
        numbers.append((None, None, number(row.median), row.items, row.closed, None))
    for row in within.itertuples():
        name = f"Closed within {row.days} days"
        counts = (f"{row.heard:,}", f"{row.closed:,}", row.range or "none")
        rows.append((KIND[row.kind], name, row.shown, *counts))
        share = share_number(row.share, row.heard)
        numbers.append((None, None, share, row.heard, row.closed, None))
    return Table(
        title=f"Time to close, items heard in the four quarters to {quarter}",
        columns=("Kind", "Figure", "Value", "Items", "Closed", "95% interval"),
        rows=tuple(rows),
        numbers=tuple(numbers),
        figures=(2,),
    )

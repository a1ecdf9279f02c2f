"""The ladder of co-production: mixes, what was said of ended work, agreement, shortfalls.

Frames come as measures/ladder.py returns them.
"""

import pandas as pd

from charts.chart import Chart, Kind, Series, Table
from charts.principles import activities, number
from charts.rows import by, rows_of
from charts.shares import share_number

BANDS = {"doing with": "with", "doing for": "for", "doing to": "to", "not recorded": "none"}
PART = {
    "ended": ("ended in the quarter", "by the rung that services claim"),
    "running": ("still running", "by the rung intended at the start"),
}
AFTER = {"ended": "that ended", "running": "still running"}
SAID = {
    "intended": "Intended at the start",
    "claimed": "Claimed by the service",
    "experienced": "Experienced by people",
}
MEANING = (
    "Doing with is co-producing and co-designing; doing for is engaging, consulting and "
    "informing; doing to is educating and coercing."
)
ORDER = "Not everything should be co-produced, so no rung has a target."


def page_title(mix: pd.DataFrame, coercing: int) -> str:
    """The finding of the page: how much ended work claims doing with, and coercing by name."""
    whole = [row for row in _of_part(mix, "ended") if row.whole]
    base, part = _base(whole), _band(whole, "doing with")
    named = f"; coercing: {coercing:,}" if coercing else ""
    if not base:
        return f"No activity ended in this quarter{named}"
    blank = _band(whole, "not recorded")
    if blank == base:
        return f"No rung recorded for {activities(base)} that ended{named}"
    claim = "activity claims" if base == 1 else "activities claim"
    return f"{part:,} of {base:,} ended {claim} doing with people{named}"


def mix_chart(mix: pd.DataFrame, *, part: str, quarter: str, **marks) -> Chart:
    """One stacked bar per unit: its activities of one part by rung, counts printed."""
    rows = _of_part(mix, part)
    units = dict.fromkeys((row.unit, row.base) for row in rows)
    what, what_by = PART[part]
    title = _mix_title(rows, part=part)
    return Chart(
        kind=Kind.STACKED,
        title=title,
        alt=f"Activities {what} in {quarter}, {what_by}. {title}. {_sentences(rows)}",
        categories=tuple(f"{unit} ({base:,})" for unit, base in units),
        series=_rungs(rows),
        unit="%",
        value_title="Share of activities; counts are printed where they fit",
        low=0,
        high=1,
        notes=(MEANING, ORDER, *_coercing_note(rows)),
        **marks,
    )


def _of_part(mix: pd.DataFrame, part: str) -> list:
    return [row for row in rows_of(mix) if row.part == part]


def _mix_title(rows: list, *, part: str) -> str:
    """The three bands of the whole, in counts."""
    whole = [row for row in rows if row.whole]
    base = _base(whole)
    what, _ = PART[part]
    if not base:
        return f"No activity {'ended' if part == 'ended' else 'is still running'}"
    bands = ", ".join(f"{band} {_band(whole, band):,}" for band in BANDS if band != "not recorded")
    blank = _band(whole, "not recorded")
    if blank == base:
        return f"No rung recorded for {activities(base)} {AFTER[part]}"
    missing = f", not recorded {blank:,}" if blank else ""
    return f"Of {activities(base)} {what}: {bands}{missing}"


def _rungs(rows: list) -> tuple[Series, ...]:
    if not _base(rows):
        return ()
    return tuple(
        Series(
            str(rung).capitalize(),
            tuple(number(row.share) or 0.0 for row in each),
            texts=tuple(f"{row.activities:,}" if row.activities else "" for row in each),
            role="none" if rung == "not recorded" else rung,
            dashed=rung == "not recorded",
        )
        for rung, each in by(rows, lambda row: row.rung).items()
    )


def _sentences(rows: list) -> str:
    found = []
    for unit, each in by(rows, lambda row: row.unit).items():
        said = ", ".join(f"{row.rung} {row.activities:,}" for row in each if row.activities)
        found.append(f"{unit}: {said or 'none'}.")
    return " ".join(found)


def _coercing_note(rows: list) -> tuple[str, ...]:
    coercing = [row for row in rows if row.rung == "coercing" and row.activities]
    parts = [row for row in coercing if not row.whole]
    if not parts:
        count = sum(row.activities for row in coercing)
        return (f"Coercing, always a concern: {count:,}.",) if count else ()
    said = ", ".join(f"{row.unit} {row.activities:,}" for row in parts)
    return (f"Coercing, always a concern: {said}.",)


def mix_table(mix: pd.DataFrame, *, part: str, quarter: str) -> Table:
    """One row per unit and rung of one part."""
    rows = _of_part(mix, part)
    what, what_by = PART[part]
    return Table(
        title=f"Activities {what} {what_by}, {quarter}",
        columns=("Unit", "Rung", "Band", "Activities", "Of", "Share"),
        rows=tuple(
            (r.unit, r.rung, r.band, f"{r.activities:,}", f"{r.base:,}", r.text) for r in rows
        ),
        numbers=tuple(
            (None, None, None, r.activities, r.base, share_number(r.share, r.base)) for r in rows
        ),
        shares=(5,),
        notes=("The rows keep a fixed order. They are not a ranking.",),
    )


def over_time_chart(mix: pd.DataFrame, *, part: str, **marks) -> Chart:
    """One stacked bar per quarter in the three bands, oldest first."""
    rows = mix[mix["part"] == part]
    bands = rows.groupby(["quarter", "band"], sort=False)["activities"].sum()
    bases = rows.groupby("quarter", sort=False)["base"].max()
    what, _ = PART[part]
    title = _over_time_title(bands, bases, part)
    said = " ".join(
        f"{q}: " + ", ".join(f"{b} {bands[q, b]:,}" for b in BANDS) + "." for q in bases.index
    )
    return Chart(
        kind=Kind.STACKED,
        title=title,
        alt=f"Activities {what} by band and quarter. {title}. {said}",
        categories=tuple(f"{q} ({n:,})" for q, n in bases.items()),
        series=tuple(
            Series(
                band.capitalize(),
                tuple(bands[q, band] / n if n else 0.0 for q, n in bases.items()),
                texts=tuple(f"{bands[q, band]:,}" if bands[q, band] else "" for q in bases.index),
                role=role,
                dashed=role == "none",
            )
            for band, role in BANDS.items()
            if bases.sum()
        ),
        unit="%",
        value_title="Share of activities; counts are printed where they fit",
        low=0,
        high=1,
        **marks,
    )


def _over_time_title(bands, bases, part: str) -> str:
    if not bases.sum():
        return "No activity is recorded in these quarters"
    words = "Ended work that claims" if part == "ended" else "Running work that intends"
    quarters = [q for q, n in bases.items() if n]
    ends = [f"{_with(bands, bases, q)} in {q}" for q in (quarters[0], quarters[-1])]
    said = " and ".join(dict.fromkeys(ends))
    return f"{words} doing with people: {said}"


def _with(bands, bases, quarter: str) -> str:
    if bands[quarter, "not recorded"] == bases[quarter]:
        return f"no rung recorded for {activities(bases[quarter])}"
    return f"{bands[quarter, 'doing with']:,} of {bases[quarter]:,}"


def over_time_table(mix: pd.DataFrame, *, part: str) -> Table:
    """One row per quarter and rung of one part."""
    rows = mix[mix["part"] == part]
    return Table(
        title=f"Activities {PART[part][0]} by quarter",
        columns=("Quarter", "State", "Rung", "Band", "Activities", "Of"),
        rows=tuple(
            (
                r.quarter,
                "provisional" if r.provisional else "closed",
                r.rung,
                r.band,
                f"{r.activities:,}",
                f"{r.base:,}",
            )
            for r in rows.itertuples()
        ),
        numbers=tuple((None, None, None, None, r.activities, r.base) for r in rows.itertuples()),
    )


def said_chart(said: pd.DataFrame, *, quarter: str, **marks) -> Chart:
    """Three stacked bars of the same ended activities: intended, claimed, experienced."""
    rows = rows_of(said)
    title = _said_title(rows)
    parts = by(rows, lambda row: row.said)
    words = " ".join(
        f"{SAID[key]}: "
        + ", ".join(f"{row.rung} {row.activities:,}" for row in each if row.activities)
        + "."
        for key, each in parts.items()
    )
    return Chart(
        kind=Kind.STACKED,
        title=title,
        alt=f"Activities that ended in {quarter} by three rungs. {words}",
        categories=tuple(SAID[key] for key in parts),
        series=_rungs(rows),
        unit="%",
        value_title="Share of ended activities; counts are printed where they fit",
        low=0,
        high=1,
        notes=("People’s rung is the middle answer, from 5 answers on.",),
        **marks,
    )


def _said_title(rows: list) -> str:
    base = _base(rows)
    if not base:
        return "No activity ended, so no rungs can be set side by side"
    said = ", ".join(
        f"{key} not recorded"
        if _band(each, "not recorded") == base
        else f"{_band(each, 'doing with'):,} {key}"
        for key, each in by(rows, lambda row: row.said).items()
    )
    return f"Doing with, of {base:,} that ended: {said}"


def crosses_table(crosses: pd.DataFrame, *, quarter: str) -> Table:
    """How often each three rungs came together."""
    return Table(
        title=f"Rungs of activities that ended in {quarter}",
        columns=("Intended", "Claimed", "Experienced", "Activities"),
        rows=tuple(
            (r.intended, r.claimed, r.experienced, f"{r.activities:,}")
            for r in crosses.itertuples()
        ),
        numbers=tuple((None, None, None, r.activities) for r in crosses.itertuples()),
    )


def _base(rows: list) -> int:
    return max((row.base for row in rows), default=0)


def _band(rows: list, band: str) -> int:
    return sum(row.activities for row in rows if row.band == band)
